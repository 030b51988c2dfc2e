import type { VersionId } from '#core/ids.ts';
import type { Finding } from '#core/lint/finding.ts';
import { lintConfig, LOOKS_AHEAD, type LintSubject } from '#core/lint/lint-config.ts';
import type { LintPerson } from '#core/lint/lint-person.ts';
import type { Calendar } from '#core/sla/policy.ts';
import type { Instant } from '#core/time.ts';
import { readLimits } from '#server/approval/limit-store.ts';
import { readAllTeams, readCoverage } from '#server/people/coverage-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readSkills } from './company-read-store.ts';
import { readRouting } from '#server/queue/queue-store.ts';
import type { CompiledVersion, SkillVersion, TeamVersion } from './config-body.ts';
import { readActiveIds } from './config-active-store.ts';
import { createConfigCache } from './config-store.ts';

const NONE: Finding[] = [];

/**
 * Everything that is wrong with the rules as they would be with these versions in the place of the active ones of their
 * names. A draft has no version yet: its id is any that no version has, such as a negative one.
 */
export const lintWith = async (tx: Tx, drafts: readonly CompiledVersion[], now: Instant): Promise<Finding[]> => {
  const ids = await readActiveIds(tx);
  if (ids.length === 0 && drafts.length === 0) return NONE;
  const cache = createConfigCache();
  await cache.ensure(
    tx,
    ids.map(({ id }) => id),
  );
  const replaced = new Set(drafts.map(({ kind, name }) => `${kind} ${name}`));
  const active: CompiledVersion[] = ids
    .filter(({ kind, name }) => !replaced.has(`${kind} ${name}`))
    .map(({ kind, id }) => cache.version(kind, id));
  // what is active names what is published: it would be published again for a draft that it names
  const drafted = new Map(
    drafts.flatMap(({ kind, name, versionId }) => (kind === 'calendar' ? [[name, versionId]] : [])),
  );
  const named = (id: VersionId): VersionId => drafted.get(cache.calendar(id).name) ?? id;
  const all = [...active.map((version) => countingBy(version, named)), ...drafts];
  const of = <Kind extends CompiledVersion['kind']>(kind: Kind) =>
    all.filter((version): version is Extract<CompiledVersion, { kind: Kind }> => version.kind === kind);
  const calendars = await namedCalendars(tx, all);
  const keptTo = of('policy').map(({ pathVersionId }) => pathVersionId);
  await cache.ensure(tx, keptTo);
  return lintConfig({
    from: now,
    matrix: of('matrix')[0] ?? null,
    intakeRules: of('intake_rules')[0] ?? null,
    policies: of('policy'),
    paths: of('path'),
    calendars,
    activeCalendars: new Map(of('calendar').map(({ name, versionId }) => [name, versionId])),
    limits: await readLimits(tx),
    pathNames: new Map(keptTo.map((id) => [id, cache.path(id).name])),
    ...withCompany(
      { people: await readCoverage(tx, { from: now, until: now + LOOKS_AHEAD }), teams: await lintedTeams(tx) },
      drafts,
      new Map((await readSkills(tx)).map(({ id, name }) => [name, id])),
    ),
  });
};

/** The same by other versions of its calendars. */
const countingBy = (version: CompiledVersion, named: (id: VersionId) => VersionId): CompiledVersion => {
  if (version.kind === 'path') return { ...version, calendarVersionId: named(version.calendarVersionId) };
  if (version.kind !== 'policy') return version;
  const { targets } = version;
  return {
    ...version,
    targets: targets.map((target) => ({ ...target, calendarVersionId: named(target.calendarVersionId) })),
  };
};

const lintedTeams = async (tx: Tx): Promise<LintSubject['teams']> => {
  const teams = await readAllTeams(tx);
  const routing = await readRouting(
    tx,
    teams.map(({ id }) => id),
  );
  const byTeam = new Map(routing.map((each) => [each.teamId, each]));
  return teams.map((team) => {
    const { overflowTeamId = null, skills = [] } = byTeam.get(team.id) ?? {};
    return { ...team, overflowTeamId, needs: skills };
  });
};

/** People and teams as they would be with drafts of teams and skills; a team that is new has a number nobody has. */
const withCompany = (
  company: Pick<LintSubject, 'people' | 'teams'>,
  drafts: readonly CompiledVersion[],
  skills: ReadonlyMap<string, number>,
): Pick<LintSubject, 'people' | 'teams'> => {
  let { people, teams } = company;
  for (const draft of drafts) {
    if (draft.kind === 'team') {
      const id = teams.find(({ name }) => name === draft.name)?.id ?? -1;
      const { name, overflowTeamId, needs } = draft;
      teams = [...teams.filter((team) => team.id !== id), { id, name, overflowTeamId, needs }];
      people = people.map((person) => inTeam(person, id, draft));
    }
    if (draft.kind === 'skill') {
      const id = skills.get(draft.name) ?? -1;
      people = people.map((person) => withSkill(person, id, draft));
    }
  }
  return { people, teams };
};

const inTeam = (person: LintPerson, id: number, { members }: TeamVersion): LintPerson => {
  const member = members.find(({ personId }) => personId === person.id);
  const others = (ids: number[]): number[] => ids.filter((each) => each !== id);
  return {
    ...person,
    teamIds: [...others(person.teamIds), ...(member === undefined ? [] : [id])],
    leadOf: [...others(person.leadOf), ...(member?.leads === true ? [id] : [])],
  };
};

const withSkill = (person: LintPerson, skillId: number, { holders }: SkillVersion): LintPerson => {
  const holder = holders.find(({ personId }) => personId === person.id);
  const others = person.skills.filter((each) => each.skillId !== skillId);
  return { ...person, skills: holder === undefined ? others : [...others, { skillId, level: holder.level }] };
};

/** Calendars that are active, and those that paths and policies keep to though a newer one is. */
const namedCalendars = async (tx: Tx, all: CompiledVersion[]): Promise<Calendar[]> => {
  const own = all.filter((version) => version.kind === 'calendar');
  const named = new Set<VersionId>(
    all.flatMap((version) => {
      if (version.kind === 'path') return version.calendarVersionId;
      return version.kind === 'policy' ? version.targets.map(({ calendarVersionId }) => calendarVersionId) : [];
    }),
  );
  for (const { versionId } of own) named.delete(versionId);
  const cache = createConfigCache();
  await cache.ensure(tx, named);
  return [...own, ...[...named].map((id) => cache.calendar(id))];
};
