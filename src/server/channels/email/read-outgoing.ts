import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { SideThread } from './compose-question.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** Where Belay's mail comes from. */
export interface Sender {
  /** null: the address of no mailbox. */
  id: number | null;
  address: string;
  name: string;
}

/** A reply with what its mail needs of the ticket. */
export interface ReplyToSend {
  ticketId: number;
  text: string;
  /** As the composer made it, not trusted; null when only words were written. */
  html: string | null;
  subject: string;
  language: Language;
  timeZone: string;
  /** null: nobody who can be written to. */
  to: string | null;
  cc: string[];
  mailbox: Sender | null;
  /** The customer's message before it, to quote; null when there is none. */
  quoted: { name: string; at: Instant; text: string; messageId: string | null } | null;
  /** Message-IDs of the thread before it, oldest first, the last 20. */
  thread: string[];
  files: { name: string; mediaType: string; bytes: Buffer }[];
}

// the mailbox the requester wrote to last, else one of the team, else any
const MAILBOX = `(select json_build_object('id', b.id, 'address', b.address, 'name', b.name) from mailbox b
  where b.active order by b.id = (select i.mailbox_id from message x join intake i on i.id = x.intake_id
      where x.ticket_id = t.id and x.question_id is null order by x.id desc limit 1) desc nulls last, b.team_id = t.team_id desc, b.id limit 1)`;

/** What is to be sent of a reply; null when there is no such message. */
export const readReply = async (tx: Tx, messageId: MessageId): Promise<ReplyToSend | null> => {
  const { rows } = await tx.query<Omit<ReplyToSend, 'files'>>({
    name: 'mail_read_reply',
    text: `select t.id as "ticketId", m.body_text as text, m.body_html as html, t.subject, t.language, p.time_zone as "timeZone",
        case when p.active then p.email end as "to", m.cc_addresses as cc, ${MAILBOX} as mailbox,
        (select json_build_object('name', coalesce(a.name, q.from_address, ''), 'at', floor(extract(epoch from q.at) * 1000),
            'text', q.visible_text, 'messageId', q.message_id)
          from message q left join person a on a.id = q.author_id
          where q.ticket_id = t.id and q.kind = 'message' and q.id < m.id order by q.id desc limit 1) as quoted,
        array(select h.message_id from (select h.id, h.message_id from message h
          where h.ticket_id = t.id and h.id < m.id and h.message_id is not null and h.kind in ('message', 'reply')
            and h.delivery is distinct from 'cancelled'
          order by h.id desc limit 20) h order by h.id) as thread
      from message m join ticket t on t.id = m.ticket_id join person p on p.id = t.requester_id
      where m.id = $1`,
    values: [messageId],
  });
  return rows[0] === undefined ? null : { ...rows[0], files: await readFiles(tx, messageId) };
};

/** The thread an automatic message to the requester goes into; `cc` are those whose tickets were merged into theirs. */
export type ThreadToTell = Pick<
  ReplyToSend,
  'ticketId' | 'subject' | 'language' | 'timeZone' | 'to' | 'cc' | 'mailbox' | 'thread'
>;

const MERGED = `array(with recursive own as (select t.id, t.requester_id
    union select o.id, o.requester_id from ticket o join own on o.merged_into = own.id)
  select distinct c.email from own join person c on c.id = own.requester_id
  where c.active and c.email is not null and c.id <> all(t.excluded) and c.email is distinct from p.email order by c.email)`;

/** Where the requester of a ticket is told something; null when there is no such ticket. */
export const readThread = async (tx: Tx, ticketId: TicketId): Promise<ThreadToTell | null> => {
  const { rows } = await tx.query<ThreadToTell>({
    name: 'mail_read_thread',
    text: `select t.id as "ticketId", t.subject, t.language, p.time_zone as "timeZone",
        case when p.active then p.email end as "to", ${MERGED} as cc, ${MAILBOX} as mailbox,
        array(select h.message_id from (select h.id, h.message_id from message h
          where h.ticket_id = t.id and h.message_id is not null and h.kind in ('message', 'reply')
            and h.delivery is distinct from 'cancelled'
          order by h.id desc limit 20) h order by h.id) as thread
      from ticket t join person p on p.id = t.requester_id where t.id = $1`,
    values: [ticketId],
  });
  return rows[0] ?? null;
};

/** The messages of the side thread of `q`, in whichever tickets it went on: the message that began it is the same. */
const SIDE = `question x join message h on h.ticket_id = x.ticket_id and h.question_id = x.id
          where x.message_id = q.message_id and`;

/** The side thread of a question, up to one of its messages; without one, all of it. null when there is none. */
export const readSideThread = async (
  tx: Tx,
  { ticketId, questionId, before }: { ticketId: TicketId; questionId: number; before: MessageId | null },
): Promise<SideThread | null> => {
  const { rows } = await tx.query<SideThread>({
    name: 'mail_read_side_thread',
    text: `select q.ticket_id as "ticketId", q.id as "questionId", coalesce(first.subject, t.subject) as subject,
        asked.to_addresses as "to", ${MAILBOX} as mailbox, p.language, p.time_zone as "timeZone",
        array(select h.message_id from (select h.id, h.message_id from ${SIDE} h.message_id is not null
            and ($3::bigint is null or h.id < $3) order by h.id desc limit 20) h order by h.id) as thread
      from question q join ticket t on t.id = q.ticket_id join message first on first.id = q.message_id
        join person p on p.id = q.asked_by
        cross join lateral (select h.to_addresses from ${SIDE} h.kind = 'question'
          and ($3::bigint is null or h.id <= $3) order by h.id desc limit 1) asked
      where q.ticket_id = $1 and q.id = $2`,
    values: [ticketId, questionId, before],
  });
  return rows[0] ?? null;
};

/** What is to be sent of a question; null when there is no such message. */
export const readQuestion = async (
  tx: Tx,
  messageId: MessageId,
): Promise<(SideThread & { text: string; html: string | null; files: ReplyToSend['files'] }) | null> => {
  const { rows } = await tx.query<{ ticketId: TicketId; questionId: number; text: string; html: string | null }>({
    name: 'mail_read_question',
    text: `select ticket_id as "ticketId", question_id as "questionId", body_text as text, body_html as html
      from message where id = $1 and kind = 'question'`,
    values: [messageId],
  });
  const asked = rows[0];
  if (asked === undefined) return null;
  const side = await readSideThread(tx, { ...asked, before: messageId });
  const { text, html } = asked;
  return side === null ? null : { ...side, text, html, files: await readFiles(tx, messageId) };
};

const readFiles = async (tx: Tx, messageId: MessageId): Promise<ReplyToSend['files']> => {
  const { rows } = await tx.query<ReplyToSend['files'][number]>({
    name: 'mail_read_files',
    text: `select a.name, a.media_type as "mediaType", b.bytes from attachment a join blob b on b.hash = a.blob_hash
      where a.message_id = $1 order by a.position`,
    values: [messageId],
  });
  return rows;
};

/** A colleague who is told, and the mailbox to tell them from. */
export interface Told {
  email: string;
  language: Language;
  mailbox: Sender | null;
}

/** null when the person cannot be written to any more. */
export const readTold = async (tx: Tx, personId: PersonId, ticketId: number): Promise<Told | null> => {
  const { rows } = await tx.query<Told>({
    name: 'mail_read_told',
    text: `select p.email, p.language, (select ${MAILBOX} from ticket t where t.id = $2) as mailbox
      from person p where p.id = $1 and p.active and p.email is not null`,
    values: [personId, ticketId],
  });
  return rows[0] ?? null;
};
