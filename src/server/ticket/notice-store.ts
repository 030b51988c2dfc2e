import type { PersonId, TicketId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { notExcluded } from './sight.ts';

/** One person is told of one event. */
export interface NewNotice {
  person_id: PersonId;
  ticket_id: TicketId;
  event_seq: number;
  /** The event's type; the words are the reader's. */
  kind: string;
  at: Instant;
}

const notice = recordset<NewNotice>({
  person_id: 'bigint',
  ticket_id: 'bigint',
  event_seq: 'int',
  kind: 'text',
  at: 'timestamptz',
});

const INSERT = `insert into notice (${notice.columns}) select * from ${notice.source}`;

/** Writes in-app notices: in the deciding transaction, so that each exists exactly once. */
export async function insertNotices(tx: Tx, notices: NewNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await tx.query({ name: 'notice_insert', text: INSERT, values: [notice.json(notices)] });
}

/**
 * Tells people of a ticket what is no event of its own: those count up from 1, this down from -1, whichever queue says it.
 */
export async function insertNoticesBeside(
  tx: Tx,
  { ticketId, personIds, kind, at }: { ticketId: TicketId; personIds: PersonId[]; kind: string; at: Instant },
): Promise<void> {
  await tx.query({
    name: 'notice_insert_beside',
    text: `insert into notice (person_id, ticket_id, event_seq, kind, at)
           select p.id, $1, (select least(min(n.event_seq), 0) - 1 from notice n where n.ticket_id = $1), $3, $4
           from unnest($2::bigint[]) as p(id)`,
    values: [ticketId, personIds, kind, toTimestamp(at)],
  });
}

/**
 * Those of `personIds` who are told by mail as well, unless they chose ways to be told and mail is none of them. Of the
 * `called`, whom a step calls, only those who want that mail at once: the others have it with their notice.
 */
export async function mailed(tx: Tx, personIds: PersonId[], called: PersonId[]): Promise<PersonId[]> {
  const { rows } = await tx.query<{ id: PersonId }>({
    name: 'notice_mailed',
    text: `select p.id from person p left join notification_rule m on m.person_id = p.id and m.method = 'mail'
           where p.id = any($1) and p.active and p.email is not null
             and (m.person_id is not null or not exists (select from notification_rule o where o.person_id = p.id))
             and (p.id <> all($2) or coalesce(m.after_ms, 0) = 0)
           order by p.id`,
    values: [personIds, called],
  });
  return rows.map((row) => row.id);
}

/** What one mail tells one person. */
export interface MailedNotice {
  ticketId: TicketId;
  number: number;
  subject: string;
  kind: string;
  /** The event's place in the ticket's log. */
  eventSeq: number;
  at: Instant;
}

/** Most tickets a mail lists; above it, it says how many there are. */
const MOST_LISTED = 20;

/**
 * Gives the notices that nobody mailed yet to the mail `outboxId`, and reads all that are its own, oldest first. An
 * attempt after the first finds the same ones and those that came since. What they were excluded from meanwhile is not
 * told.
 */
export async function takeNotices(
  tx: Tx,
  outboxId: number,
  personId: PersonId,
): Promise<{ total: number; listed: MailedNotice[] }> {
  await tx.query('update notice set outbox_id = $1 where person_id = $2 and outbox_id is null', [outboxId, personId]);
  const { rows } = await tx.query<MailedNotice>(
    `select n.ticket_id as "ticketId", t.number, t.subject, n.kind, n.event_seq as "eventSeq", n.at
     from notice n join ticket t on t.id = n.ticket_id
     where n.outbox_id = $1 and ${notExcluded('n.person_id')} order by n.id limit $2`,
    [outboxId, MOST_LISTED],
  );
  const counted = await tx.query<{ total: number }>(
    `select count(*) as total from notice n join ticket t on t.id = n.ticket_id
     where n.outbox_id = $1 and ${notExcluded('n.person_id')}`,
    [outboxId],
  );
  return { total: counted.rows[0]!.total, listed: rows };
}
