import type { TicketAccess } from '#core/people/can.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import type { TicketStatus } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** A ticket as people call it. */
export interface NumberedTicket {
  id: TicketId;
  number: number;
}

/** The tickets whose words are told in this one's thread: itself, and what was merged into it, however often. */
export const mergedWith = async (db: Tx, ticketId: TicketId): Promise<TicketId[]> => {
  const { rows } = await db.query<{ id: TicketId }>({
    name: 'ticket_merged_with',
    text: `with recursive own as (
        select $1::bigint as id union select t.id from ticket t join own on t.merged_into = own.id)
      select id from own order by id`,
    values: [ticketId],
  });
  return rows.map(({ id }) => id);
};

/**
 * Addresses of those whose tickets were merged into this one, however often, and who are not its requester, nor kept
 * away from it: what is said to the requester answers them too.
 */
export const readCopies = async (db: Tx, ticketId: TicketId): Promise<string[]> => {
  const { rows } = await db.query<{ email: string }>({
    name: 'ticket_copies',
    text: `with recursive own as (
        select t.id, t.requester_id from ticket t where t.id = $1
        union select t.id, t.requester_id from ticket t join own on t.merged_into = own.id)
      select distinct p.email from own join person p on p.id = own.requester_id
      where p.active and p.email is not null and not (select t.excluded from ticket t where t.id = $1) @> array[p.id]
        and p.email is distinct from (select r.email from ticket t join person r on r.id = t.requester_id where t.id = $1)
      order by p.email`,
    values: [ticketId],
  });
  return rows.map(({ email }) => email);
};

/** What was merged into a ticket directly, oldest number first. */
export const readMerged = async (db: Tx, ticketId: TicketId): Promise<NumberedTicket[]> => {
  const { rows } = await db.query<NumberedTicket>({
    name: 'ticket_merged_here',
    text: 'select id, number from ticket where merged_into = $1 order by number',
    values: [ticketId],
  });
  return rows;
};

/** The tickets that began with an answer to this one after it had closed, oldest number first. */
export const readFollowUps = async (db: Tx, ticketId: TicketId): Promise<NumberedTicket[]> => {
  const { rows } = await db.query<NumberedTicket>({
    name: 'ticket_follow_ups',
    text: 'select id, number from ticket where follows_id = $1 order by number limit 100',
    values: [ticketId],
  });
  return rows;
};

/** The number of each of these tickets. */
export const readNumbers = async (db: Tx, ids: readonly TicketId[]): Promise<NumberedTicket[]> => {
  if (ids.length === 0) return [];
  const { rows } = await db.query<NumberedTicket>({
    name: 'ticket_numbers',
    text: 'select id, number from ticket where id = any($1) order by id',
    values: [[...new Set(ids)]],
  });
  return rows;
};

/** Where a ticket's matter lies now: the end of its merges. */
export interface MatterEnd {
  /** The ticket that was asked about. */
  startId: TicketId;
  ticketId: TicketId;
  status: TicketStatus;
  requesterId: PersonId;
}

/** For each ticket the one that owes its matter now: the end of its merges, or itself. */
export const readMatterEnds = async (db: Tx, ids: readonly TicketId[]): Promise<MatterEnd[]> => {
  const { rows } = await db.query<MatterEnd>({
    name: 'ticket_matter_ends',
    text: `with recursive way as (
        select t.id as start_id, t.id, t.merged_into from ticket t where t.id = any($1)
        union select way.start_id, t.id, t.merged_into from way join ticket t on t.id = way.merged_into)
      select way.start_id as "startId", t.id as "ticketId", t.status, t.requester_id as "requesterId"
      from way join ticket t on t.id = way.id where way.merged_into is null`,
    values: [ids],
  });
  return rows;
};

/** Who may see a ticket and those that its matter went on in: its words are told in each of them. */
export const readAccessOnWay = async (db: Tx, ticketId: TicketId): Promise<TicketAccess[]> => {
  const { rows } = await db.query<TicketAccess>({
    name: 'ticket_access_on_way',
    text: `with recursive way as (
        select id, merged_into from ticket where id = $1
        union select t.id, t.merged_into from way join ticket t on t.id = way.merged_into)
      select t.team_id as "teamId", t.assignee_id as "assigneeId",
        array(select f.person_id from ticket_follower f where f.ticket_id = t.id) as "followerIds",
        t.excluded as "excludedIds"
      from way join ticket t on t.id = way.id`,
    values: [ticketId],
  });
  return rows;
};
