import type { InboundMessage } from '#core/intake/inbound.ts';
import type { IntakeFacts, NamedTicket } from '#core/intake/verdict.ts';
import { namesOf } from '#core/intake/verdict.ts';
import type { MessageId, TeamId, TicketId, VersionId } from '#core/ids.ts';
import type { Language, Severity } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { requesterBy, type Known } from '#server/people/requester-store.ts';
import { readMatterEnds } from './merge-read-store.ts';
import { readMovedSides } from './question-store.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { blobValues, hashOf, KEEP_BLOB } from '#server/platform/storage/blob.ts';

/** The mailbox an address (lower case) leads to; null when it is none of ours, or closed. */
export const findMailbox = async (db: Tx, address: string): Promise<number | null> => {
  const { rows } = await db.query<{ id: number }>({
    name: 'intake_mailbox',
    text: 'select id from mailbox where address = $1 and active',
    values: [address],
  });
  return rows[0]?.id ?? null;
};

/** A mail as it came in. */
export interface ArrivedMail {
  envelopeFrom: string;
  /** By mailbox: the addresses of it that the envelope names. */
  recipients: ReadonlyMap<number, readonly string[]>;
  raw: Buffer;
}

const arrived = recordset<{ mailbox_id: number; envelope_to: string[] }>({
  mailbox_id: 'bigint',
  envelope_to: 'text[]',
});

const KEEP = `with kept as (${KEEP_BLOB})
  insert into intake (channel, mailbox_id, received_at, envelope_from, envelope_to, size, blob_hash, retry_at)
  select 'email', r.mailbox_id, $4, $5, r.envelope_to, $2, $1, $4
  from ${arrived.source.replace('$1', '$6')}`;

/** Writes the mail down: its bytes and one row a mailbox, in one statement that is committed when it returns. */
export const keepArrived = async (db: Tx, mail: ArrivedMail, now: Instant): Promise<void> => {
  const rows = [...mail.recipients].map(([mailbox_id, to]) => ({ mailbox_id, envelope_to: [...to] }));
  await db.query({
    name: 'intake_keep',
    text: KEEP,
    values: [...blobValues({ hash: hashOf(mail.raw), bytes: mail.raw }, now), mail.envelopeFrom, arrived.json(rows)],
  });
};

/** A row of the ledger that waits for its verdict, with what its mailbox gives a new ticket. */
export interface WaitingIntake {
  id: number;
  receivedAt: Instant;
  envelopeFrom: string;
  envelopeTo: string[];
  blobHash: Buffer;
  size: number;
  /** The mail, unless it is so large that it is read when its turn comes. */
  raw: Buffer | null;
  attempts: number;
  lastError: string | null;
  mailbox: {
    id: number;
    address: string;
    teamId: TeamId;
    policyVersionId: VersionId | null;
    topic: string;
    severity: Severity;
    language: Language;
  };
}

const READ_AT_ONCE = 262_144;

/**
 * Locks the rows that wait longest and that nobody else has: at most `limit`. A mailbox whose policy nobody published
 * gives tickets the first one there is, as opening one by hand does: no ticket goes without a policy.
 */
export const takeUp = async (tx: Tx, now: Instant, limit: number): Promise<WaitingIntake[]> => {
  const { rows } = await tx.query<WaitingIntake>({
    name: 'intake_take_up',
    text: `select i.id, i.received_at as "receivedAt", i.envelope_from as "envelopeFrom", i.envelope_to as "envelopeTo",
             i.blob_hash as "blobHash", i.size, i.attempts, i.last_error as "lastError",
             (select b.bytes from blob b where b.hash = i.blob_hash and i.size <= $3) as raw,
             json_build_object('id', m.id, 'address', m.address, 'teamId', m.team_id, 'policyVersionId',
               coalesce(a.version_id, (select version_id from config_active where kind = 'policy' order by name limit 1)),
               'topic', m.topic, 'severity', m.severity, 'language', m.language) as mailbox
           from intake i join mailbox m on m.id = i.mailbox_id
             left join config_active a on a.kind = 'policy' and a.name = m.policy_name
           where i.verdict = 'received' and i.retry_at <= $1
           order by i.retry_at, i.id limit $2 for update of i skip locked`,
    values: [toTimestamp(now), limit, READ_AT_ONCE],
  });
  return rows;
};

/** Ids for so many tickets, each with a first message. */
export const drawIds = async (tx: Tx, count: number): Promise<{ ticketId: TicketId; messageId: MessageId }[]> => {
  const { rows } = await tx.query<{ ticketId: TicketId; messageId: MessageId }>({
    name: 'intake_draw',
    text: `select nextval('ticket_id_seq') as "ticketId", nextval('message_id_seq') as "messageId"
           from generate_series(1, $1)`,
    values: [count],
  });
  return rows;
};

const NAMED = `json_build_object('ticketId', t.id, 'status', t.status, 'requesterId', t.requester_id`;

/** What is known when a message is decided. */
export interface Gathered extends IntakeFacts {
  /** Another message had its Message-ID before. */
  idKnown: boolean;
  /** The person who has the sender's address; null when nobody has. */
  sender: Known | null;
}

/** What of a message's addresses leads somewhere. */
export interface Seen {
  from: string | null;
  plain: string | null;
  ticketIds: TicketId[];
  sides: { ticketId: TicketId; questionId: number }[];
  now: Instant;
}

/**
 * What ledger, tickets and people know about a message from `from`: `plain` is that address without a tag, `ticketIds`
 * and `sides` are those whose tokens were found true.
 */
export const gatherIntake = async (
  tx: Tx,
  message: InboundMessage,
  { from, plain, ticketIds, sides, now }: Seen,
): Promise<Gathered> => {
  const { rows } = await tx.query<Gathered & { bySide: Gathered['byToken'] }>({
    name: 'intake_gather',
    text: `select exists (select from mailbox where address = $1) as "fromOurselves",
        (select id from intake where identity_hash = $2 and verdict in ('accepted', 'joined')) as "duplicateOf",
        exists (select from intake where message_id = $3 and verdict in ('accepted', 'joined')) as "idKnown",
        coalesce((select json_agg(${NAMED})) from ticket t where t.id = any($4::bigint[])), '[]') as "byToken",
        coalesce((select json_agg(${NAMED}, 'questionId', q.id)) from question q join ticket t on t.id = q.ticket_id
          where (q.ticket_id, q.id) in (select * from unnest($8::bigint[], $9::int[]))), '[]') as "bySide",
        coalesce((select json_agg(${NAMED}, 'messageId', m.message_id, 'messageRowId', m.id, 'outgoing', m.kind in ('reply', 'question'),
            'questionId', m.question_id))
          from message m join ticket t on t.id = m.ticket_id where m.message_id = any($5::text[])), '[]') as "byReference",
        coalesce((select json_agg(${NAMED})) from awaited_parent a join ticket t on t.id = a.ticket_id
          join person p on p.id = a.requester_id
          where a.message_id = $3 and a.until > $7 and p.email = $6), '[]') as "byAwaited",
        ${requesterBy('$6')} as sender`,
    values: [
      plain,
      Buffer.from(message.identity),
      message.messageId,
      ticketIds,
      namesOf(message),
      from,
      toTimestamp(now),
      sides.map(({ ticketId }) => ticketId),
      sides.map(({ questionId }) => questionId),
    ],
  });
  const { bySide, ...found } = rows[0]!;
  const { id: senderId = null, isColleague = false } = found.sender ?? {};
  return followMerges(tx, { ...found, byToken: [...bySide, ...found.byToken], senderId, isColleague });
};

/** What was asked of somebody else is answered where it is waited for now. */
const whereWaited = async <Named extends NamedTicket>(tx: Tx, named: Named[]): Promise<Named[]> => {
  const sides = named.flatMap(({ ticketId, questionId }) => (questionId == null ? [] : { ticketId, questionId }));
  if (sides.length === 0) return named;
  const moved = await readMovedSides(tx, sides);
  return named.map((each) => {
    const to = moved.find(
      ({ startTicketId, startId }) => startTicketId === each.ticketId && startId === each.questionId,
    );
    if (to === undefined) return each;
    const { ticketId, questionId, status, requesterId } = to;
    return { ...each, ticketId, questionId, status, requesterId };
  });
};

/** What was merged is answered where its matter lies now. */
const followMerges = async (tx: Tx, gathered: Gathered): Promise<Gathered> => {
  const { byAwaited } = gathered;
  const byToken = await whereWaited(tx, gathered.byToken);
  const byReference = await whereWaited(tx, gathered.byReference);
  const closed = [...byToken, ...byReference, ...byAwaited].filter(({ status }) => status === 'closed');
  if (closed.length === 0) return { ...gathered, byToken, byReference };
  const found = await readMatterEnds(
    tx,
    closed.map(({ ticketId }) => ticketId),
  );
  const ends = new Map(found.map(({ startId, ...end }) => [startId, end]));
  // what nobody waits for any more is no word in the other
  const atEnd = <Named extends NamedTicket>(named: Named): Named =>
    named.questionId == null ? { ...named, ...ends.get(named.ticketId) } : named;
  return {
    ...gathered,
    byToken: byToken.map(atEnd),
    byReference: byReference.map(atEnd),
    byAwaited: byAwaited.map(atEnd),
  };
};

/** How a row of the ledger ends. */
export interface IntakeEnd {
  id: number;
  verdict: 'accepted' | 'joined' | 'rejected';
  why: string;
  /** null when the mail could not be read. */
  message: InboundMessage | null;
  fromAddress: string | null;
  duplicateOf?: number;
  ticketId?: TicketId;
  messageRowId?: MessageId;
}

const ended = recordset<{
  id: number;
  verdict: string;
  why: string;
  message_id: string | null;
  from_address: string | null;
  date_header: string | null;
  identity: string | null;
  duplicate_of: number | null;
  ticket_id: TicketId | null;
  message_row_id: MessageId | null;
}>({
  id: 'bigint',
  verdict: 'text',
  why: 'text',
  message_id: 'text',
  from_address: 'text',
  date_header: 'text',
  identity: 'text',
  duplicate_of: 'bigint',
  ticket_id: 'bigint',
  message_row_id: 'bigint',
});

const SETTLE = `update intake i set ${ended.assign('r', ['id', 'identity'])},
    identity_hash = decode(r.identity, 'hex'), decided_at = $2
  from ${ended.source} where i.id = r.id`;

/** Writes verdicts. Throws on `intake_identity` when the same message was decided at this moment. */
export const settleIntake = async (tx: Tx, ends: readonly IntakeEnd[], now: Instant): Promise<void> => {
  const rows = ends.map(({ message, ...end }) => ({
    id: end.id,
    verdict: end.verdict,
    why: end.why,
    message_id: message?.messageId ?? null,
    from_address: end.fromAddress,
    date_header: message?.dateText ?? null,
    identity: message === null ? null : Buffer.from(message.identity).toString('hex'),
    duplicate_of: end.duplicateOf ?? null,
    ticket_id: end.ticketId ?? null,
    message_row_id: end.messageRowId ?? null,
  }));
  await tx.query({ name: 'intake_settle', text: SETTLE, values: [ended.json(rows), toTimestamp(now)] });
};

/** Puts a row that threw back until `retryAt`. */
export const postponeIntake = async (tx: Tx, id: number, error: string, retryAt: Instant): Promise<void> => {
  await tx.query({
    name: 'intake_postpone',
    text: `update intake set attempts = attempts + 1, last_error = $2, retry_at = $3 where id = $1 and verdict = 'received'`,
    values: [id, error, toTimestamp(retryAt)],
  });
};

/** An outgoing message came back: for good, however late. */
export const markBounced = async (tx: Tx, messageId: MessageId, error: string | null, now: Instant): Promise<void> => {
  await tx.query(`update message set delivery = 'bounced', delivery_error = $2 where id = $1`, [messageId, error]);
  await tx.query(`update outbox set state = 'bounced', last_error = $2, updated_at = $3 where message_id = $1`, [
    messageId,
    error,
    toTimestamp(now),
  ]);
};

/** A notice to a colleague came back. */
export const markNoticeBounced = async (
  tx: Tx,
  mailMessageId: string,
  error: string | null,
  now: Instant,
): Promise<void> => {
  await tx.query(
    `update outbox set state = 'bounced', last_error = $2, updated_at = $3
     where mail_message_id = $1 and kind = 'notice_mail' and state in ('accepted', 'uncertain')`,
    [mailMessageId, error, toTimestamp(now)],
  );
};
