import type { OrganisationId, PersonId, TeamId, TicketId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** What a ticket's event says to an agent. */
export interface AgentWord {
  ticket_id: TicketId;
  event_seq: number;
  person_id: PersonId;
  word: 'offer_missed' | 'offer_accepted';
}

const word = recordset<AgentWord>({ ticket_id: 'bigint', event_seq: 'int', person_id: 'bigint', word: 'text' });

/** Leaves words for agents, who take them when they are next looked at. */
export async function leaveWords(tx: Tx, words: AgentWord[]): Promise<void> {
  if (words.length === 0) return;
  const text = `insert into agent_word (${word.columns}) select * from ${word.source}`;
  await tx.query({ name: 'agent_word_leave', text, values: [word.json(words)] });
}

/** Takes up to `limit` words, in the order they were said; whoever takes them has them alone. */
export async function takeWords(tx: Tx, limit: number): Promise<AgentWord[]> {
  const { rows } = await tx.query<AgentWord>({
    name: 'agent_word_take',
    text: `delete from agent_word where (ticket_id, event_seq) in (
             select ticket_id, event_seq from agent_word order by ticket_id, event_seq limit $1 for update skip locked)
           returning ticket_id, event_seq, person_id, word`,
    values: [limit],
  });
  return rows.toSorted((one, other) => one.ticket_id - other.ticket_id || one.event_seq - other.event_seq);
}

/** Whether an agent has a word to take. */
export async function hasWords(tx: Tx): Promise<boolean> {
  const { rowCount } = await tx.query({ name: 'agent_word_any', text: 'select from agent_word limit 1' });
  return rowCount === 1;
}

/** Locks up to `limit` tickets of a team that wait for somebody and that nobody else holds: the most urgent first. */
export async function claimWaiting(tx: Tx, teamId: TeamId, limit: number): Promise<TicketId[]> {
  const { rows } = await tx.query<{ id: TicketId }>({
    name: 'ticket_claim_waiting',
    text: `select id from ticket where team_id = $1 and distribution is not null
             and distribution ->> 'state' = 'waiting' and status <> 'closed'
           order by severity, next_event_at, id limit $2 for no key update skip locked`,
    values: [teamId, limit],
  });
  return rows.map(({ id }) => id);
}

/** Whether a ticket of the team still waits for somebody. */
export async function isWaiting(tx: Tx, teamId: TeamId): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'ticket_is_waiting',
    text: `select from ticket where team_id = $1 and distribution is not null
             and distribution ->> 'state' = 'waiting' and status <> 'closed' limit 1`,
    values: [teamId],
  });
  return rowCount === 1;
}

/** Tickets offered to somebody, for when they can take nothing any more. */
export async function recheckOffers(tx: Tx, personIds: PersonId[], now: Instant): Promise<void> {
  await tx.query({
    name: 'recheck_offers',
    text: `insert into recheck (ticket_id, cause, asked_at)
           select id, 'agent', $2::timestamptz from ticket
           where distribution ->> 'state' = 'offered' and (distribution ->> 'to')::bigint = any($1)
           on conflict do nothing`,
    values: [personIds, toTimestamp(now)],
  });
}

/**
 * Open tickets that somebody holds or is called for, by assignment, by an acknowledgement or as a leg they have or are
 * offered, for when they hold nothing any more.
 */
export async function recheckHeld(tx: Tx, personIds: PersonId[], now: Instant): Promise<void> {
  await tx.query({
    name: 'recheck_held',
    text: `insert into recheck (ticket_id, cause, asked_at)
           select id, 'absence', $2::timestamptz from ticket where assignee_id = any($1) and status not in ('solved', 'closed')
           union select ticket_id, 'absence', $2::timestamptz from escalation
             where acknowledged_by = any($1) and status = 'acknowledged'
           union select ticket_id, 'absence', $2::timestamptz from escalation
             where told && $1::bigint[] and status in ('climbing', 'last_resort')
           union select ticket_id, 'absence', $2::timestamptz from leg
             where acknowledged_by = any($1) and status = 'acknowledged'
           union select ticket_id, 'absence', $2::timestamptz from leg where told && $1::bigint[] and status = 'offered'
           on conflict do nothing`,
    values: [personIds, toTimestamp(now)],
  });
}

/** Open tickets of an organisation, for when it became something else to the company. */
export async function recheckTier(tx: Tx, organisationId: OrganisationId, now: Instant): Promise<void> {
  await tx.query({
    name: 'recheck_tier',
    // whoever looks for another cause looks at the people too: nothing of that is lost
    text: `insert into recheck (ticket_id, cause, asked_at)
           select id, 'customer_tier', $2::timestamptz from ticket
           where organisation_id = $1 and status not in ('solved', 'closed') order by id
           on conflict (ticket_id) do update set cause = excluded.cause`,
    values: [organisationId, toTimestamp(now)],
  });
}

/** Takes up to `limit` tickets to look at again and why, the longest asked for first. */
export async function takeRechecks(tx: Tx, limit: number): Promise<{ ticketId: TicketId; cause: string }[]> {
  const { rows } = await tx.query<{ ticketId: TicketId; cause: string }>({
    name: 'recheck_take',
    text: `delete from recheck where ticket_id in (
             select ticket_id from recheck order by asked_at, ticket_id limit $1 for update skip locked)
           returning ticket_id as "ticketId", cause`,
    values: [limit],
  });
  return rows;
}

/** How many tickets are still to be looked at again. */
export async function countRechecks(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ left: number }>({
    name: 'recheck_count',
    text: 'select count(*) as left from recheck',
  });
  return rows[0]!.left;
}
