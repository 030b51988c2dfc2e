import type { PersonId, TeamId } from '#core/ids.ts';
import { HOUR, MINUTE, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { publish } from '#server/sla/store.ts';
import type { Cast } from './acts.ts';
import type { HistoryRow } from './row.ts';

const WITHOUT_TEAM = 'Without a group';
const WITHOUT_NAME = 'Unknown';

/**
 * Makes the company a history speaks of, in an empty database: its groups as teams, its callers as customers, everyone
 * who had or changed a ticket as a colleague. Who had most of a team's tickets leads it; above all stands one escalation
 * manager. Its rules are plain ones: a history names none.
 */
export async function makeCompany(tx: Tx, rows: readonly HistoryRow[], now: Instant): Promise<Cast> {
  const held = heldBy(rows);
  const teams = new Map<string, TeamId>();
  for (const name of new Set([WITHOUT_TEAM, ...rows.flatMap(({ team }) => team ?? [])])) {
    teams.set(name, await addTeam(tx, name));
  }
  const add = peopleOf(tx, now);
  const agents = new Map<string, PersonId>();
  for (const name of new Set([
    WITHOUT_NAME,
    ...rows.flatMap(({ by, assignee }) => [by ?? [], assignee ?? []].flat()),
  ])) {
    const tier = held.has(name) ? 1 : null;
    agents.set(name, await add(name, held.get(name)?.leads === true ? 'lead' : 'agent', tier));
  }
  for (const [name, { teams: theirs, leading }] of held) {
    for (const team of theirs) {
      await addMember(tx, teams.get(team ?? WITHOUT_TEAM)!, agents.get(name)!, leading.has(team));
    }
  }
  const callers = new Map<string, PersonId>();
  for (const name of new Set([WITHOUT_NAME, ...rows.flatMap(({ caller }) => caller ?? [])])) {
    callers.set(name, await add(name, 'customer', null));
  }
  const manager = await add('Escalation manager', 'escalation_manager', null);
  return {
    team: (name) => teams.get(name ?? WITHOUT_TEAM)!,
    agent: (name) => agents.get(name ?? WITHOUT_NAME)!,
    caller: (name) => callers.get(name ?? WITHOUT_NAME)!,
    policyVersionId: await publishRules(tx, manager, now),
  };
}

/** A team by its name; null is the team of what has no group. */
type Team = string | null;

/** Who had tickets with which teams, and which of those teams they lead. */
function heldBy(rows: readonly HistoryRow[]): Map<string, { teams: Set<Team>; leading: Set<Team>; leads: boolean }> {
  const held = new Map<string, { teams: Set<Team>; leading: Set<Team>; leads: boolean }>();
  const counts = new Map<Team, Map<string, number>>();
  for (const list of Map.groupBy(rows, ({ number }) => number).values()) {
    let team = list.find((row) => row.team !== null)?.team ?? null;
    for (const row of list) {
      team = row.team ?? team;
      if (row.assignee === null) continue;
      const of = held.get(row.assignee) ?? { teams: new Set(), leading: new Set(), leads: false };
      held.set(row.assignee, of);
      of.teams.add(team);
      const count = counts.get(team) ?? new Map<string, number>();
      counts.set(team, count.set(row.assignee, (count.get(row.assignee) ?? 0) + 1));
    }
  }
  for (const [team, count] of counts) {
    const [most] = [...count].toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))[0]!;
    const lead = held.get(most)!;
    lead.leading.add(team);
    lead.leads = true;
  }
  return held;
}

type Added = 'agent' | 'lead' | 'customer' | 'escalation_manager';

/** Adds people one by one, each with an address nobody else has and nothing can be sent to. */
function peopleOf(tx: Tx, now: Instant): (name: string, role: Added, tier: number | null) => Promise<PersonId> {
  let number = 0;
  return (name, role, tier) => {
    number += 1;
    const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.${number}@history.invalid`;
    return addPerson(tx, { name, email, role, tier, language: 'en', timeZone: 'UTC' }, now);
  };
}

const OFFICE: [string, string][] = [['08:00', '18:00']];

async function publishRules(tx: Tx, manager: PersonId, now: Instant): Promise<number> {
  const week = { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE };
  const hours = { timeZone: 'UTC', week };
  const calendarVersionId = await publish(tx, { kind: 'calendar', name: 'Office hours', body: hours }, now);
  const wait = { waitMs: HOUR, waitIn: 'business' } as const;
  const path = {
    calendarVersionId,
    steps: [
      {
        id: 'lead',
        name: 'Team lead',
        direction: 'hierarchical' as const,
        ...wait,
        targets: [{ type: 'lead' as const, teamId: null }],
      },
      {
        id: 'manager',
        name: 'Escalation manager',
        direction: 'hierarchical' as const,
        ...wait,
        targets: [{ type: 'role' as const, role: 'escalation_manager' as const }],
      },
    ],
    repeat: 0,
    remindAfterMs: 4 * HOUR,
    confirmWithinMs: HOUR,
    loanIn: 'business' as const,
    lastResort: [manager],
    lastResortEveryMs: 4 * HOUR,
  };
  const pathVersionId = await publish(tx, { kind: 'path', name: 'Standard', body: path }, now);
  const target = {
    kind: 'first_reply' as const,
    targetMs: { S1: 30 * MINUTE, S2: HOUR, S3: 4 * HOUR, S4: 8 * HOUR },
    calendarVersionId,
    pauseIn: ['on_hold' as const],
    warnPercents: [50, 80],
  };
  return publish(tx, { kind: 'policy', name: 'Standard', body: { targets: [target], pathVersionId } }, now);
}
