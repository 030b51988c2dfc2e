import { newAgent, type Agent, type AgentContext, type AgentEvent } from '#core/agent/agent.ts';
import type { PersonId, TeamId } from '#core/ids.ts';
import { SECOND, type Duration, type Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

interface AgentRow {
  person_id: PersonId;
  seq: number;
  presence: Agent['presence']['kind'];
  presence_since: Instant | null;
  presence_until: Instant | null;
  presence_reason: string | null;
  presence_because: Agent['presence']['because'];
  breaks: Agent['breaks'];
  missed_offers: number;
  away_until: Instant | null;
  due_at: Instant | null;
}

interface LoadedRow extends AgentRow {
  seen_at: Instant | null;
  here: AgentContext['lastHere'];
  away: Instant | null;
  next: Instant | null;
}

/** An agent with what deciding about them needs. */
export interface LoadedAgent {
  agent: Agent;
  facts: Omit<AgentContext, 'now'>;
}

/** Locks these people's agents, in the order of their ids; whoever has none yet gets one. */
export async function loadAgents(tx: Tx, personIds: PersonId[], now: Instant): Promise<Map<PersonId, LoadedAgent>> {
  await tx.query({
    name: 'agent_ensure',
    text: `insert into agent (person_id, presence, presence_because)
           select id, 'offline', 'unseen' from unnest($1::bigint[]) id order by id on conflict do nothing`,
    values: [personIds],
  });
  const { rows } = await tx.query<LoadedRow>({
    name: 'agent_load',
    text: `select a.*, (select h.seen_at from heartbeat h where h.person_id = a.person_id),
             (select max(b.until_at) from absence b
               where b.person_id = a.person_id and b.from_at <= $2 and b.until_at > $2) as away,
             (select min(b.from_at) from absence b where b.person_id = a.person_id and b.from_at > $2) as next,
             (select jsonb_build_object('kind', e.body -> 'to', 'until', e.body -> 'until') from agent_event e
               where e.person_id = a.person_id and e.type = 'presence_changed' and e.body ->> 'to' <> 'offline'
               order by e.seq desc limit 1) as here
           from agent a where a.person_id = any($1) order by a.person_id for no key update of a`,
    values: [personIds, toTimestamp(now)],
  });
  return new Map(rows.map((row) => [row.person_id, { agent: agentFrom(row), facts: factsFrom(row) }]));
}

const factsFrom = (row: LoadedRow): LoadedAgent['facts'] => ({
  seenAt: row.seen_at,
  lastHere: row.here,
  awayUntil: row.away,
  nextAbsenceAt: row.next,
});

function agentFrom(row: AgentRow): Agent {
  return {
    personId: row.person_id,
    seq: row.seq,
    presence: {
      kind: row.presence,
      since: row.presence_since,
      until: row.presence_until,
      reason: row.presence_reason,
      because: row.presence_because,
    },
    breaks: row.breaks,
    missedOffers: row.missed_offers,
    awayUntil: row.away_until,
  };
}

/** One person's agent, unlocked, with when they were last heard of; somebody who never said anything is offline. */
export async function readAgent(db: Tx, personId: PersonId): Promise<Agent> {
  const { rows } = await db.query<AgentRow>({
    name: 'agent_read',
    text: 'select * from agent where person_id = $1',
    values: [personId],
  });
  return rows[0] === undefined ? newAgent(personId) : agentFrom(rows[0]);
}

const agent = recordset<AgentRow>({
  person_id: 'bigint',
  seq: 'int',
  presence: 'text',
  presence_since: 'timestamptz',
  presence_until: 'timestamptz',
  presence_reason: 'text',
  presence_because: 'text',
  breaks: 'jsonb',
  missed_offers: 'int',
  away_until: 'timestamptz',
  due_at: 'timestamptz',
});

/** Writes agents that were loaded, with when each is due. */
export async function writeAgents(tx: Tx, agents: { agent: Agent; dueAt: Instant | null }[]): Promise<void> {
  const rows = agents.map(({ agent: { presence, ...each }, dueAt }): AgentRow => ({
    person_id: each.personId,
    seq: each.seq,
    presence: presence.kind,
    presence_since: presence.since,
    presence_until: presence.until,
    presence_reason: presence.reason,
    presence_because: presence.because,
    breaks: each.breaks,
    missed_offers: each.missedOffers,
    away_until: each.awayUntil,
    due_at: dueAt,
  }));
  const text = `update agent a set ${agent.assign('r', ['person_id'])} from ${agent.source}
    where a.person_id = r.person_id`;
  await tx.query({ name: 'agent_write', text, values: [agent.json(rows)] });
}

/** An event in its place in the agent's log. */
export interface AgentLogged {
  personId: PersonId;
  seq: number;
  at: Instant;
  actorId: PersonId | null;
  event: AgentEvent;
}

const event = recordset<{
  person_id: PersonId;
  seq: number;
  at: Instant;
  actor_id: PersonId | null;
  type: string;
  version: number;
  body: object;
}>({
  person_id: 'bigint',
  seq: 'int',
  at: 'timestamptz',
  actor_id: 'bigint',
  type: 'text',
  version: 'int',
  body: 'jsonb',
});

/** Appends to the logs. */
export async function appendAgentEvents(tx: Tx, logged: AgentLogged[]): Promise<void> {
  if (logged.length === 0) return;
  const rows = logged.map(({ personId, seq, at, actorId, event: { type, ...body } }) => ({
    person_id: personId,
    seq,
    at,
    actor_id: actorId,
    type,
    version: 1,
    body,
  }));
  const text = `insert into agent_event (${event.columns}) select * from ${event.source}`;
  await tx.query({ name: 'agent_append', text, values: [event.json(rows)] });
}

/** The log of one agent, the oldest first; at most 1,000. */
export async function readAgentEvents(db: Tx, personId: PersonId): Promise<AgentLogged[]> {
  const { rows } = await db.query<Omit<AgentLogged, 'event'> & { type: AgentEvent['type']; body: object }>(
    `select person_id as "personId", seq, at, actor_id as "actorId", type, body
     from agent_event where person_id = $1 order by seq limit 1000`,
    [personId],
  );
  return rows.map(({ type, body, ...logged }) => ({ ...logged, event: { type, ...body } as AgentEvent }));
}

/** Locks up to `limit` agents that are due and that nobody else holds, the longest due first. */
export async function claimDueAgents(tx: Tx, now: Instant, limit: number): Promise<PersonId[]> {
  const { rows } = await tx.query<{ person_id: PersonId }>({
    name: 'agent_claim',
    text: `select person_id from agent where due_at <= $1 order by due_at, person_id limit $2
           for no key update skip locked`,
    values: [toTimestamp(now), limit],
  });
  return rows.map((row) => row.person_id);
}

/** The earliest due moment of all agents; null when none has one. */
export async function firstDueAgent(tx: Tx): Promise<Instant | null> {
  const { rows } = await tx.query<{ due_at: Instant }>({
    name: 'agent_first',
    text: 'select due_at from agent where due_at is not null order by due_at limit 1',
  });
  return rows[0]?.due_at ?? null;
}

/** A heartbeat that comes sooner changes nothing. */
const BEATS_EVERY: Duration = 30 * SECOND;

/** Somebody is heard of; false when they were just before. */
export async function beat(db: Tx, personId: PersonId, now: Instant): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'heartbeat',
    text: `insert into heartbeat as h (person_id, seen_at) values ($1, $2)
           on conflict (person_id) do update set seen_at = excluded.seen_at where h.seen_at < $3`,
    values: [personId, toTimestamp(now), toTimestamp(now - BEATS_EVERY)],
  });
  return rowCount === 1;
}

/** The teams these people are in. */
export async function teamsOf(tx: Tx, personIds: PersonId[]): Promise<TeamId[]> {
  const { rows } = await tx.query<{ team_id: TeamId }>({
    name: 'agent_teams',
    text: 'select distinct team_id from team_member where person_id = any($1)',
    values: [personIds],
  });
  return rows.map((row) => row.team_id);
}
