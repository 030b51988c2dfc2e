import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import type { Question } from '#core/question/question.ts';
import type { TicketStatus } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { given } from './row.ts';

/** A row of `question`. */
interface QuestionRow {
  ticket_id: TicketId;
  id: number;
  asked_by: number;
  asked_at: Instant;
  message_id: MessageId;
  answer_ms: number;
  holds: boolean;
  status: Question['status'];
  phase: Extract<Question, { status: 'open' }>['phase'] | null;
  answer_by: Instant | null;
  next_at: Instant | null;
  ended_at: Instant | null;
  ended_why: Extract<Question, { status: 'ended' }>['why'] | null;
}

/** The questions of tickets, each ticket's in the order they were asked; a ticket without any is left out. */
export async function readQuestions(tx: Tx, ids: TicketId[]): Promise<Map<TicketId, Question[]>> {
  const { rows } = await tx.query<QuestionRow>({
    name: 'ticket_read_questions',
    text: 'select * from question where ticket_id = any($1) order by ticket_id, id',
    values: [ids],
  });
  const byTicket = Map.groupBy(rows, (row) => row.ticket_id);
  return new Map([...byTicket].map(([id, questions]) => [id, questions.map(questionFrom)]));
}

function questionFrom(row: QuestionRow): Question {
  const base = {
    id: row.id,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    messageId: row.message_id,
    answerMs: row.answer_ms,
    holds: row.holds,
  };
  const said = given(`question ${row.id} of ticket ${row.ticket_id}`);
  if (row.status === 'ended') {
    return {
      ...base,
      status: row.status,
      endedAt: said(row.ended_at, 'ended_at'),
      why: said(row.ended_why, 'ended_why'),
    };
  }
  const [phase, answerBy] = [said(row.phase, 'phase'), said(row.answer_by, 'answer_by')];
  return { ...base, status: row.status, phase, answerBy, nextAt: row.next_at };
}

const question = recordset<QuestionRow>({
  ticket_id: 'bigint',
  id: 'int',
  asked_by: 'bigint',
  asked_at: 'timestamptz',
  message_id: 'bigint',
  answer_ms: 'bigint',
  holds: 'boolean',
  status: 'text',
  phase: 'text',
  answer_by: 'timestamptz',
  next_at: 'timestamptz',
  ended_at: 'timestamptz',
  ended_why: 'text',
});

const UPSERT = `insert into question (${question.columns}) select * from ${question.source}
  on conflict (ticket_id, id) do update set ${question.assign('excluded', ['ticket_id', 'id'])}`;

/** Writes questions that are new or have changed, in one statement. */
export async function writeQuestions(tx: Tx, changed: { ticketId: TicketId; question: Question }[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(({ ticketId, question: each }): QuestionRow => {
    const open = each.status === 'open' ? each : null;
    const ended = each.status === 'ended' ? each : null;
    return {
      ticket_id: ticketId,
      id: each.id,
      asked_by: each.askedBy,
      asked_at: each.askedAt,
      message_id: each.messageId,
      answer_ms: each.answerMs,
      holds: each.holds,
      status: each.status,
      phase: open?.phase ?? null,
      answer_by: open?.answerBy ?? null,
      next_at: open?.nextAt ?? null,
      ended_at: ended?.endedAt ?? null,
      ended_why: ended?.why ?? null,
    };
  });
  await tx.query({ name: 'ticket_write_questions', text: UPSERT, values: [question.json(rows)] });
}

/** Whom each of these messages was sent to. */
export async function readAddressees(tx: Tx, ids: MessageId[]): Promise<Map<MessageId, string[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: MessageId; to: string[] }>({
    name: 'question_addressees',
    text: 'select id, to_addresses as "to" from message where id = any($1)',
    values: [ids],
  });
  return new Map(rows.map(({ id, to }) => [id, to]));
}

/** The side thread a message belongs to, where it is waited for now; null when it belongs to none. */
export async function sideThreadOf(
  tx: Tx,
  id: MessageId,
): Promise<{ ticketId: TicketId; questionId: number; isOurs: boolean } | null> {
  const { rows } = await tx.query<{ ticketId: TicketId; questionId: number; isOurs: boolean }>({
    name: 'question_of_message',
    text: `select coalesce(o.ticket_id, m.ticket_id) as "ticketId", coalesce(o.id, m.question_id) as "questionId",
        m.kind = 'question' as "isOurs"
      from message m join question q on q.ticket_id = m.ticket_id and q.id = m.question_id
        left join question o on o.message_id = q.message_id and o.status = 'open'
      where m.id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** A side thread that goes on in another ticket, because the one it began in was merged, or let go again. */
export interface MovedSide {
  startTicketId: TicketId;
  startId: number;
  questionId: number;
  ticketId: TicketId;
  status: TicketStatus;
  requesterId: PersonId;
}

/** Of side threads that are over where they are named, those that are waited for elsewhere. */
export async function readMovedSides(
  tx: Tx,
  sides: { ticketId: TicketId; questionId: number }[],
): Promise<MovedSide[]> {
  const { rows } = await tx.query<MovedSide>({
    name: 'question_moved_sides',
    text: `select q.ticket_id as "startTicketId", q.id as "startId", o.id as "questionId", o.ticket_id as "ticketId",
        t.status, t.requester_id as "requesterId"
      from question q join question o on o.message_id = q.message_id and o.status = 'open' and o.ticket_id <> q.ticket_id
        join ticket t on t.id = o.ticket_id
      where (q.ticket_id, q.id) in (select * from unnest($1::bigint[], $2::int[]))`,
    values: [sides.map(({ ticketId }) => ticketId), sides.map(({ questionId }) => questionId)],
  });
  return rows;
}

/** The question an event reminds of, if it still waits for its answer. */
export async function questionToRemind(
  tx: Tx,
  { ticketId, eventSeq }: { ticketId: TicketId; eventSeq: number },
): Promise<{ questionId: number; answerBy: Instant } | null> {
  const { rows } = await tx.query<{ questionId: number; answerBy: Instant }>({
    name: 'question_to_remind',
    text: `select q.id as "questionId", q.answer_by as "answerBy" from ticket_event e
        join question q on q.ticket_id = e.ticket_id and q.id = (e.body ->> 'questionId')::int
      where e.ticket_id = $1 and e.seq = $2 and q.status = 'open' and q.phase = 'reminded'`,
    values: [ticketId, eventSeq],
  });
  return rows[0] ?? null;
}

/** Whom the newest question of a side thread was sent to; nobody when there is no such side thread. */
export async function addresseesOf(tx: Tx, ticketId: TicketId, questionId: number): Promise<string[]> {
  const { rows } = await tx.query<{ to: string[] }>({
    name: 'question_addressees_of',
    text: `select m.to_addresses as "to" from question q join question x on x.message_id = q.message_id
        join message m on m.ticket_id = x.ticket_id and m.question_id = x.id
      where q.ticket_id = $1 and q.id = $2::bigint and m.kind = 'question' order by m.id desc limit 1`,
    values: [ticketId, questionId],
  });
  return rows[0]?.to ?? [];
}

/** Whether an address is one of our mailboxes, the ticket's requester's, or somebody else's. */
export async function whoseAddress(
  tx: Tx,
  ticketId: TicketId,
  address: string,
): Promise<'mailbox' | 'requester' | 'other'> {
  const { rows } = await tx.query<{ mailbox: boolean; requester: boolean }>({
    name: 'question_whose_address',
    text: `select exists (select from mailbox where address = $2) as mailbox,
        exists (select from ticket t join person p on p.id = t.requester_id where t.id = $1 and p.email = $2) as requester`,
    values: [ticketId, address],
  });
  if (rows[0]!.mailbox) return 'mailbox';
  return rows[0]!.requester ? 'requester' : 'other';
}
