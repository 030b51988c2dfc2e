import type { TicketAccess } from '#core/people/can.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { clockFrom, type ClockRow } from './clock-row.ts';
import { escalationFrom, type EscalationRow } from './escalation-row.ts';
import { LISTED, type ListedRow } from './listed-row.ts';
import { readParts } from './part-store.ts';
import { ticketFrom, type TicketRow } from './row.ts';

/** One ticket as it stands: its state, its row with names, and who may see it. */
export type ReadTicket = { ticket: Ticket; row: NamedRow; access: TicketAccess };

type NamedRow = ListedRow & TicketRow & { requester_email: string | null; requester_time_zone: string };

/**
 * Reads one ticket without locking it; null when there is none. `tx` is a snapshot (repeatable read), so that row and
 * child rows belong together.
 */
export const readTicket = async (tx: Tx, ticketId: TicketId): Promise<ReadTicket | null> => {
  const { rows } = await tx.query<NamedRow & { follower_ids: PersonId[] }>({
    name: 'ticket_read',
    text: `select ${LISTED.columns}, t.seq, t.assigned_tier, t.path_version_id, t.organisation_id, t.excluded, t.look_again_at, t.maintenance_until,
        t.solved_at, t.closes_at, t.closed_at, t.closed_as, t.merged_into, t.snooze, t.links, t.distribution, t.answers,
        t.calendar_version_id, t.imported_until, t.follows_id, t.calendar_renewals, t.watch, requester.email as requester_email,
        requester.time_zone as requester_time_zone,
        array(select f.person_id from ticket_follower f where f.ticket_id = t.id order by f.person_id) as follower_ids
      from ticket t ${LISTED.joins} where t.id = $1`,
    values: [ticketId],
  });
  const row = rows[0];
  if (row === undefined) return null;
  const clocks = await tx.query<ClockRow>({
    name: 'ticket_read_clocks',
    text: 'select * from sla_clock where ticket_id = $1 order by kind',
    values: [ticketId],
  });
  const escalations = await tx.query<EscalationRow>({
    name: 'ticket_read_escalations',
    text: 'select * from escalation where ticket_id = $1 order by id',
    values: [ticketId],
  });
  const partsOf = await readParts(tx, [ticketId]);
  return {
    ticket: ticketFrom(row, clocks.rows.map(clockFrom), escalations.rows.map(escalationFrom), partsOf(ticketId)),
    row,
    access: {
      teamId: row.team_id,
      assigneeId: row.assignee_id,
      followerIds: row.follower_ids,
      excludedIds: row.excluded,
    },
  };
};

/** Who may see a ticket, and nothing more of it; null when there is none. */
export const readAccess = async (db: Tx, ticketId: TicketId): Promise<TicketAccess | null> => {
  const { rows } = await db.query<TicketAccess>({
    name: 'ticket_read_access',
    text: `select t.team_id as "teamId", t.assignee_id as "assigneeId",
        array(select f.person_id from ticket_follower f where f.ticket_id = t.id) as "followerIds",
        t.excluded as "excludedIds"
      from ticket t where t.id = $1`,
    values: [ticketId],
  });
  return rows[0] ?? null;
};

/** Name and role of everyone in `ids`. */
export const readPeople = async (
  db: Tx,
  ids: Iterable<PersonId>,
): Promise<Map<PersonId, { id: PersonId; name: string; role: ListedRow['requester_role'] }>> => {
  const { rows } = await db.query({
    name: 'ticket_read_people',
    text: 'select id, name, role from person where id = any($1)',
    values: [[...new Set(ids)]],
  });
  return new Map(rows.map((row) => [row.id, row]));
};
