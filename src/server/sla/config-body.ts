import { z } from 'zod';
import { calendarBody, pathPlan, policyTarget, policyTargets, policyTerms } from '#contract/config.ts';
import { limitsBody, skillBody, teamBody, type LimitsBody, type SkillBody, type TeamBody } from '#contract/company.ts';
import type { Path } from '#core/escalation/path.ts';
import { intakeRulesBody, matrixBody } from '#contract/intake-matrix.ts';
import type { VersionId } from '#core/ids.ts';
import type { IntakeRules } from '#core/intake/rules.ts';
import type { Matrix } from '#core/matrix/matrix.ts';
import { compileCalendar } from '#core/sla/business-hours.ts';
import type { Calendar, Policy } from '#core/sla/policy.ts';

const id = z.number().int().positive();

export type CalendarBody = z.input<typeof calendarBody>;

const policyBody = z.strictObject({
  targets: policyTargets(policyTarget.extend({ calendarVersionId: id })),
  pathVersionId: id,
  ...policyTerms,
});
export type PolicyBody = z.input<typeof policyBody>;

/** A path as it is kept. */
export const keptPath = pathPlan.extend({ calendarVersionId: id });
export type PathBody = z.input<typeof keptPath>;

export type IntakeRulesBody = z.input<typeof intakeRulesBody>;
export type MatrixBody = z.input<typeof matrixBody>;

/** What one version says, before it has an id. */
export type ConfigDraft =
  | { kind: 'calendar'; name: string; body: CalendarBody }
  | { kind: 'policy'; name: string; body: PolicyBody }
  | { kind: 'path'; name: string; body: PathBody }
  | { kind: 'intake_rules'; name: string; body: IntakeRulesBody }
  | { kind: 'matrix'; name: string; body: MatrixBody }
  | { kind: 'team'; name: string; body: TeamBody }
  | { kind: 'skill'; name: string; body: SkillBody }
  | { kind: 'limits'; name: string; body: LimitsBody };

type Versioned<Kind, Body> = { kind: Kind; versionId: VersionId; name: string } & Body;
export type TeamVersion = Versioned<'team', TeamBody>;
export type SkillVersion = Versioned<'skill', SkillBody>;
export type LimitsVersion = Versioned<'limits', LimitsBody>;
export type CompiledVersion =
  | Calendar
  | Policy
  | Path
  | IntakeRules
  | Matrix
  | TeamVersion
  | SkillVersion
  | LimitsVersion;

/** What is impossible in a body: where, and as which code. */
export type ConfigFault = { path: string; code: string; message?: string };

type ConfigRow = { id: VersionId; kind: ConfigDraft['kind']; name: string; body: unknown };

/**
 * Parses and compiles the body of one version. Throws when it says something impossible: only valid bodies are
 * published, so a bad one in the database is a bug or a hand's work.
 */
export function compileVersion(row: ConfigRow): CompiledVersion {
  const checked = checkVersion(row);
  if (!checked.ok) throw new Error(`${row.kind} ${row.name}: ${JSON.stringify(checked.faults)}`);
  return checked.version;
}

/** The same for a body that somebody is about to publish: what is impossible is a value. */
export function checkVersion(
  row: ConfigRow,
): { ok: true; version: CompiledVersion } | { ok: false; faults: ConfigFault[] } {
  const named = { versionId: row.id, name: row.name };
  switch (row.kind) {
    case 'calendar': {
      const body = calendarBody.safeParse(row.body);
      if (!body.success) return impossible(body.error);
      const compiled = compileCalendar(body.data);
      if (!compiled.ok) return { ok: false, faults: [{ path: compiled.details.where, code: compiled.details.what }] };
      return { ok: true, version: { kind: 'calendar', ...named, hours: compiled.calendar } };
    }
    case 'policy': {
      const body = policyBody.safeParse(row.body);
      if (!body.success) return impossible(body.error);
      return { ok: true, version: { kind: 'policy', ...named, ...body.data } as Policy };
    }
    case 'intake_rules': {
      const body = intakeRulesBody.safeParse(row.body);
      if (!body.success) return impossible(body.error);
      return { ok: true, version: { kind: 'intake_rules', ...named, ...body.data } as IntakeRules };
    }
    case 'matrix': {
      const body = matrixBody.safeParse(row.body);
      return body.success
        ? { ok: true, version: { kind: 'matrix', ...named, ...body.data } as Matrix }
        : impossible(body.error);
    }
    case 'team':
      return parsedAs(row.kind, named, teamBody.safeParse(row.body));
    case 'skill':
      return parsedAs(row.kind, named, skillBody.safeParse(row.body));
    case 'limits':
      return parsedAs(row.kind, named, limitsBody.safeParse(row.body));
    case 'path': {
      const body = keptPath.safeParse(row.body);
      return body.success
        ? { ok: true, version: { kind: 'path', ...named, ...body.data, onEmpty: 'skip' } }
        : impossible(body.error);
    }
  }
}

const parsedAs = <Kind extends 'team' | 'skill' | 'limits', Body extends object>(
  kind: Kind,
  named: { versionId: VersionId; name: string },
  body: z.ZodSafeParseResult<Body>,
): ReturnType<typeof checkVersion> =>
  body.success
    ? { ok: true, version: { kind, ...named, ...body.data } as unknown as CompiledVersion }
    : impossible(body.error);

const impossible = (error: z.ZodError): { ok: false; faults: ConfigFault[] } => ({
  ok: false,
  faults: error.issues.slice(0, 20).map(({ path, code, message }) => ({ path: path.join('.'), code, message })),
});

/** The other versions a version names, which must be there to decide with it. */
export function namedBy(version: CompiledVersion): VersionId[] {
  switch (version.kind) {
    case 'calendar':
      return [];
    // they name by name, and take what is active when they are asked
    case 'intake_rules':
    case 'matrix':
    case 'team':
    case 'skill':
    case 'limits':
      return [];
    case 'policy':
      return [version.pathVersionId, ...version.targets.map((each) => each.calendarVersionId)];
    case 'path':
      return [version.calendarVersionId];
  }
}

/** The same of a body as it is kept. */
export const versionsIn = ({ kind, body }: { kind: ConfigDraft['kind']; body: unknown }): VersionId[] => {
  if (kind === 'path') return [(body as PathBody).calendarVersionId];
  if (kind !== 'policy') return [];
  const policy = body as PolicyBody;
  return [policy.pathVersionId, ...policy.targets.map((target) => target.calendarVersionId)];
};
