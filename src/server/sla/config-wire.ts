import type { z } from 'zod';
import type { pathBody, policyBody, PublishedConfig } from '#contract/config.ts';
import type { LimitsBody, SkillBody, TeamBody } from '#contract/company.ts';
import type { intakeRulesBody, matrixBody } from '#contract/intake-matrix.ts';
import type { VersionId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { FieldProblem } from '#server/platform/http/problem.ts';
import { isCompany, type CompanyKind } from './company-kinds.ts';
import { ordered, unknownToCompany, type CompanyThing } from './company-read-store.ts';
import { keptPath, versionsIn, type ConfigDraft, type PathBody, type PolicyBody } from './config-body.ts';
import { teamsIn, unknownToMatrix, unknownToRules } from './config-names.ts';
import { namesOf, nameVersions, readActive, versionsNamed } from './config-read-store.ts';

// Kept, a body names versions by number, so that it never changes under a ticket. On the wire it names calendars and
// paths by their names, so that what was read can be edited and sent back.

type Kind = ConfigDraft['kind'];
type PolicyWire = z.infer<typeof policyBody>;
type PathWire = z.infer<typeof pathBody>;

/** What is active of a kind, as it travels. */
export const readConfig = async (db: Tx, kind: Kind, name: string | null = null): Promise<PublishedConfig[]> => {
  const active = await readActive(db, kind, name);
  const named = await nameVersions(db, [...new Set(active.flatMap(({ body }) => versionsIn({ kind, body })))]);
  const nameOf = (id: VersionId): string => named.get(id)?.name ?? '';
  const published: PublishedConfig[] = [];
  // one after the other: `db` may be a transaction, which takes one statement at a time
  for (const config of active) {
    const uses = [...new Set(versionsIn({ kind, body: config.body }))].flatMap((id) => named.get(id) ?? []);
    const { people, teams } = await namesOf(db, numbersIn(kind, config.body));
    published.push({
      ...config,
      body: onTheWire(kind, config.body, nameOf),
      uses: uses.map(({ id: _id, ...use }) => use),
      people,
      teams,
    } as PublishedConfig);
  }
  return published;
};

/** The body of a version as it travels. */
export const wireOf = async (db: Tx, kind: Kind, body: unknown): Promise<unknown> => {
  const named = await nameVersions(db, versionsIn({ kind, body }));
  return onTheWire(kind, body, (id) => named.get(id)?.name ?? '');
};

const numbersIn = (kind: Kind, body: unknown): { people: number[]; teams: number[] } => {
  if (kind === 'intake_rules') return { people: [], teams: teamsIn(body as Parameters<typeof teamsIn>[0]) };
  if (isCompany(kind)) return inCompany(kind, body);
  if (kind !== 'path') return { people: [], teams: [] };
  const { steps, lastResort } = body as PathBody | PathWire;
  const targets = steps.flatMap((step) => step.targets);
  return {
    people: [...new Set([...lastResort, ...targets.flatMap(peopleOf)])],
    teams: [...new Set(targets.flatMap((each) => ('teamId' in each ? (each.teamId ?? []) : [])))],
  };
};

const inCompany = (kind: CompanyKind, body: unknown): { people: number[]; teams: number[] } => {
  if (kind !== 'team') {
    return { people: (body as SkillBody | LimitsBody).holders.map(({ personId }) => personId), teams: [] };
  }
  const { members, overflowTeamId } = body as TeamBody;
  return {
    people: members.map(({ personId }) => personId),
    teams: overflowTeamId === null ? [] : [overflowTeamId],
  };
};

const peopleOf = (target: PathBody['steps'][number]['targets'][number]): number[] => {
  if ('personIds' in target) return target.personIds;
  return 'personId' in target && target.personId !== null ? [target.personId] : [];
};

const onTheWire = (kind: Kind, body: unknown, nameOf: (id: VersionId) => string): unknown => {
  if (kind === 'path') {
    // what was published before a field was there reads with its default
    const { calendarVersionId, ...plan } = keptPath.parse(body);
    return { calendar: nameOf(calendarVersionId), ...plan };
  }
  if (kind !== 'policy') return body;
  const { targets, pathVersionId, ...terms } = body as PolicyBody;
  return {
    ...terms,
    targets: targets.map(({ calendarVersionId, ...target }) => ({ ...target, calendar: nameOf(calendarVersionId) })),
    path: nameOf(pathVersionId),
  };
};

/** A body as it is kept, or what it names that is not there. */
export const asKept = async (
  tx: Tx,
  { kind, name, body }: { kind: Kind; name: string; body: unknown },
): Promise<{ ok: true; body: unknown } | { ok: false; errors: FieldProblem[] }> => {
  if (kind === 'calendar') return { ok: true, body };
  if (kind === 'intake_rules' || kind === 'matrix') {
    const errors =
      kind === 'matrix'
        ? await unknownToMatrix(tx, body as z.infer<typeof matrixBody>)
        : await unknownToRules(tx, body as z.infer<typeof intakeRulesBody>);
    return errors.length > 0 ? { ok: false, errors } : { ok: true, body };
  }
  if (isCompany(kind)) {
    const thing = ordered({ kind, name, body } as CompanyThing);
    const errors = await unknownToCompany(tx, thing);
    return errors.length > 0 ? { ok: false, errors } : { ok: true, body: thing.body };
  }
  if (kind === 'policy') return policyAsKept(tx, body as PolicyWire);
  return pathAsKept(tx, body as PathWire);
};

const unknown = (path: string): FieldProblem => ({ path, code: 'unknown' });

const policyAsKept = async (tx: Tx, { targets, path, ...terms }: PolicyWire): ReturnType<typeof asKept> => {
  const calendars = await versionsNamed(
    tx,
    'calendar',
    targets.map(({ calendar }) => calendar),
  );
  const paths = await versionsNamed(tx, 'path', [path]);
  const errors = targets.flatMap(({ calendar }, index) =>
    calendars.has(calendar) ? [] : unknown(`body.targets.${index}.calendar`),
  );
  if (!paths.has(path)) errors.push(unknown('body.path'));
  if (errors.length > 0) return { ok: false, errors };
  const kept = targets.map(({ calendar, ...target }) => ({ ...target, calendarVersionId: calendars.get(calendar)! }));
  return { ok: true, body: { ...terms, targets: kept, pathVersionId: paths.get(path)! } };
};

const pathAsKept = async (tx: Tx, body: PathWire): ReturnType<typeof asKept> => {
  const { calendar, ...plan } = body;
  const calendars = await versionsNamed(tx, 'calendar', [calendar]);
  const { teams, inactive } = await namesOf(tx, numbersIn('path', body));
  const errors = [
    ...(calendars.has(calendar) ? [] : [unknown('body.calendar')]),
    ...plan.lastResort.flatMap((id, index) => (inactive.includes(id) ? unknown(`body.lastResort.${index}`) : [])),
    ...plan.steps.flatMap(({ targets }, step) =>
      targets.flatMap((target, index) => {
        const at = `body.steps.${step}.targets.${index}`;
        if ('personIds' in target) {
          return target.personIds.flatMap((id, place) =>
            inactive.includes(id) ? unknown(`${at}.personIds.${place}`) : [],
          );
        }
        if ('personId' in target) {
          return target.personId !== null && inactive.includes(target.personId) ? unknown(`${at}.personId`) : [];
        }
        if (!('teamId' in target) || target.teamId === null) return [];
        return teams.some(({ id }) => id === target.teamId) ? [] : unknown(`${at}.teamId`);
      }),
    ),
  ];
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, body: { ...plan, calendarVersionId: calendars.get(calendar)! } };
};
