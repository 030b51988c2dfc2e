import type { StepTarget } from '#core/escalation/path.ts';
import type { PersonId, TeamId } from '#core/ids.ts';
import { without, type Attendance, type Stretch } from '#core/lint/cover-time.ts';
import { finding, type Finding } from '#core/lint/finding.ts';
import type { Role } from '#core/people/roles.ts';
import { never } from '#core/result.ts';

/** Somebody whom a step may mean, over the weeks that are looked at. */
export interface LintPerson extends Attendance {
  id: PersonId;
  name: string;
  role: Role;
  /** With us, and to be told in some way. */
  reachable: boolean;
  tier: number | null;
  teamIds: TeamId[];
  leadOf: TeamId[];
  managerId: PersonId | null;
  skills: { skillId: number; level: number }[];
}

/** Everyone whom `target` means for a ticket of `teamId`, whether they are there or not. */
export function meantBy(target: StepTarget, teamId: TeamId, people: readonly LintPerson[]): LintPerson[] {
  switch (target.type) {
    case 'person':
      return people.filter(({ id }) => id === target.personId);
    case 'tier':
      return people.filter(({ tier, teamIds }) => tier === target.tier && teamIds.includes(target.teamId ?? teamId));
    case 'lead':
      return people.filter(({ leadOf }) => leadOf.includes(target.teamId ?? teamId));
    case 'team':
      return people.filter(({ teamIds }) => teamIds.includes(target.teamId ?? teamId));
    case 'role':
      return people.filter(({ role }) => role === target.role);
    case 'skill':
      return people.filter(({ skills }) =>
        skills.some(({ skillId, level }) => skillId === target.skillId && level >= target.level),
      );
    case 'rotation':
      return people.filter(({ id }) => target.personIds.includes(id));
    case 'on_duty':
      return people.filter(({ duty }) => duty.has(target.dutyListId));
    case 'manager': {
      // of whoever it will be assigned to: anybody of the team
      const of = people.filter(({ id, teamIds }) =>
        target.personId === null ? teamIds.includes(teamId) : id === target.personId,
      );
      return people.filter(({ id }) => of.some(({ managerId }) => managerId === id));
    }
    case 'channel':
      return [];
    default:
      return never(target);
  }
}

/** When somebody whom `target` means can be told: on duty counts only while it lasts. */
export function timesOf(target: StepTarget, teamId: TeamId, people: readonly LintPerson[]): Stretch[] {
  const meant = meantBy(target, teamId, people).filter(({ reachable }) => reachable);
  if (target.type !== 'on_duty') return meant.flatMap(({ there }) => there);
  return meant.flatMap(({ there, duty }) => {
    const onDuty = duty.get(target.dutyListId) ?? [];
    return without(onDuty, without(onDuty, there));
  });
}

/** People whose chain of managers comes back to them: what goes up there never ends. Named once a chain. */
export function lintManagers(people: readonly LintPerson[], path: string): Finding[] {
  const managerOf = new Map(people.map(({ id, managerId }) => [id, managerId]));
  const loops = new Set<string>();
  const findings: Finding[] = [];
  for (const { id, name } of people) {
    const chain: PersonId[] = [];
    for (let at: PersonId | null = id; at !== null && !chain.includes(at); at = managerOf.get(at) ?? null)
      chain.push(at);
    const last = managerOf.get(chain.at(-1)!) ?? null;
    if (last !== id) continue;
    const key = chain.toSorted((one, other) => one - other).join();
    if (loops.has(key)) continue;
    loops.add(key);
    findings.push(finding('manager_loop', { kind: 'path', name: path, field: 'steps' }, { name, count: chain.length }));
  }
  return findings;
}
