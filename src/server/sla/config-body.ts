import { z } from 'zod';
import type { Path } from '#core/escalation/path.ts';
import type { VersionId } from '#core/ids.ts';
import { compileCalendar } from '#core/sla/business-hours.ts';
import type { Calendar, Policy } from '#core/sla/policy.ts';
import { CLOCK_KINDS } from '#core/sla/policy.ts';
import { STATUSES } from '#core/ticket/ticket.ts';
import { DAY } from '#core/time.ts';

const id = z.number().int().positive();
const length = z
  .number()
  .int()
  .positive()
  .max(3_650 * DAY);
const name = z.string().min(1).max(200);

const rows = z.array(z.tuple([z.string(), z.string()]));
const rowsByDate = z.record(z.string(), rows);
const calendarBody = z.strictObject({
  timeZone: z.string(),
  alwaysOpen: z.boolean().optional(),
  week: z.partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), rows).optional(),
  overrides: rowsByDate.optional(),
  breaks: rowsByDate.optional(),
  holidays: z.array(z.string()).optional(),
});
export type CalendarBody = z.input<typeof calendarBody>;

const target = z.strictObject({
  kind: z.enum(CLOCK_KINDS),
  targetMs: z.strictObject({ S1: length, S2: length, S3: length, S4: length }),
  calendarVersionId: id,
  pauseIn: z.array(z.enum(STATUSES)).max(STATUSES.length),
  warnPercents: z.array(z.number().int().min(1).max(99)).max(10),
});
const policyBody = z.strictObject({
  targets: z.array(target).min(1).max(CLOCK_KINDS.length),
  pathVersionId: id,
});
export type PolicyBody = z.input<typeof policyBody>;

const stepTarget = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('person'), personId: id }),
  z.strictObject({ type: z.literal('tier'), teamId: id.nullable(), tier: z.number().int().min(1).max(9) }),
  z.strictObject({ type: z.literal('lead'), teamId: id.nullable() }),
  z.strictObject({ type: z.literal('role'), role: z.enum(['escalation_manager', 'executive', 'admin']) }),
]);
const step = z.strictObject({
  id: name,
  name,
  direction: z.enum(['functional', 'hierarchical']),
  waitMs: length,
  waitIn: z.enum(['business', 'wall']),
  targets: z.array(stepTarget).max(50),
});
const pathBody = z.strictObject({
  calendarVersionId: id,
  steps: z.array(step).min(1).max(50),
  repeat: z.number().int().min(0).max(5),
  remindAfterMs: length,
  confirmWithinMs: length,
  loanIn: z.enum(['business', 'wall']),
  lastResort: z.array(id).min(1).max(50),
  lastResortEveryMs: length,
});
export type PathBody = z.input<typeof pathBody>;

/** What one version says, before it has an id. */
export type ConfigDraft =
  | { kind: 'calendar'; name: string; body: CalendarBody }
  | { kind: 'policy'; name: string; body: PolicyBody }
  | { kind: 'path'; name: string; body: PathBody };

export type CompiledVersion = Calendar | Policy | Path;

/**
 * Parses and compiles the body of one version. Throws when it says something impossible: only valid bodies are
 * published, so a bad one in the database is a bug or a hand's work.
 */
export function compileVersion(row: {
  id: VersionId;
  kind: ConfigDraft['kind'];
  name: string;
  body: unknown;
}): CompiledVersion {
  const named = { versionId: row.id, name: row.name };
  switch (row.kind) {
    case 'calendar': {
      const compiled = compileCalendar(calendarBody.parse(row.body));
      if (!compiled.ok) throw new Error(`calendar ${row.name}: ${JSON.stringify(compiled.details)}`);
      return { kind: 'calendar', ...named, hours: compiled.calendar };
    }
    case 'policy':
      return { kind: 'policy', ...named, ...policyBody.parse(row.body) };
    case 'path':
      return { kind: 'path', ...named, ...pathBody.parse(row.body) };
  }
}

/** The other versions a version names, which must be there to decide with it. */
export function namedBy(version: CompiledVersion): VersionId[] {
  switch (version.kind) {
    case 'calendar':
      return [];
    case 'policy':
      return [version.pathVersionId, ...version.targets.map((each) => each.calendarVersionId)];
    case 'path':
      return [version.calendarVersionId];
  }
}
