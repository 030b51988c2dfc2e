import type { AgentList } from '#contract/agent.ts';
import type { TeamRef } from '#contract/common.ts';
import type { PlannedBreak } from '#core/agent/agent.ts';
import type { PersonId, TeamId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readRoster } from '#server/ticket/roster-read-store.ts';

interface AgentRow {
  id: PersonId;
  name: string;
  teams: TeamRef[];
  breaks: PlannedBreak[];
}

/** Everybody of a tier who is active, with how they are there at `now` and what they hold; by name, at most 1,000. */
export async function readAgents(db: Tx, now: Instant): Promise<AgentList['items']> {
  const { rows } = await db.query<AgentRow>(
    `select p.id, p.name, coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.name)
       from team_member m join team t on t.id = m.team_id where m.person_id = p.id), '[]') as teams,
       coalesce((select a.breaks from agent a where a.person_id = p.id), '[]') as breaks
     from person p where p.active and p.tier is not null and p.role not in ('customer', 'bot')
     order by p.name, p.id limit 1000`,
  );
  const people = new Set(rows.map(({ id }) => id));
  const meant = { people, teams: new Set<TeamId>(), dutyLists: new Set<number>(), skills: new Set<number>() };
  const roster = new Map((await readRoster(db, meant, now)).map((person) => [person.id, person]));
  return rows.flatMap(({ id, name, teams, breaks }) => {
    const person = roster.get(id);
    if (person === undefined) return [];
    const { role, presence, reachable, onShift, awayUntil, openTickets, load, offers, capacity } = person;
    const held = { reachable, onShift, awayUntil, openTickets, load, offers, capacity };
    const planned = breaks.filter(({ until }) => until > now).map(({ from, until }) => ({ from, until }));
    const there = { presence: presence.kind, until: presence.until, breaks: planned };
    return [{ person: { id, name, role }, teams, ...there, ...held }];
  });
}
