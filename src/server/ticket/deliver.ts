import type { MessageId, PersonId, TicketId } from '#core/ids.ts';
import { SYSTEM } from '#core/people/roles.ts';
import { HOUR, MINUTE, SECOND, type Duration, type Instant } from '#core/time.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Log } from '#server/platform/log.ts';
import { handle, type Door } from './handle.ts';
import { authorOf } from './message-store.ts';
import { takeNotices, type MailedNotice } from './notice-store.ts';
import { promiseToTell, type PromiseToTell } from './promise-store.ts';
import { questionToRemind, sideThreadOf } from './question-store.ts';
import { claim, overdue, postpone, settle, type OutboxRow } from './outbox-store.ts';

/** What one outbox row says is to be sent. */
export type Parcel = { outboxId: number; mailMessageId: string; uncertain: boolean } & (
  | { kind: 'reply'; ticketId: TicketId; messageId: MessageId }
  | { kind: 'question'; ticketId: TicketId; messageId: MessageId }
  /** Who was asked is reminded of a question that waits for an answer. */
  | { kind: 'question_reminder'; ticketId: TicketId; questionId: number; answerBy: Instant }
  /** What is promised to the requester now. */
  | { kind: 'promise_mail'; ticketId: TicketId; promise: PromiseToTell }
  /** Everything the person was told since the mail before; `listed` is cut at 20. */
  | { kind: 'notice_mail'; personId: PersonId; total: number; listed: MailedNotice[] }
);

/** What the receiving side said: taken, or refused for good with a code. A passing trouble is thrown. */
export type Sent = { ok: true } | { ok: false; code: string };

/** By what a mail leaves. */
export type Mailer<Mail> =
  | {
      kind: 'smtp';
      /** Must end well within the lease: in 90 s. An error with `maybeTaken` says that the other side may have it. */
      send(mail: Mail): Promise<Sent>;
    }
  /** Keeps the mail in the deciding transaction: exactly once. */
  | { kind: 'catcher'; keep(tx: Tx, parcel: Parcel, mail: Mail, now: Instant): Promise<void> };

/** How a parcel becomes a mail and leaves. */
export interface Post<Mail> {
  /** Builds the mail; null when there is nobody to send it to. */
  compose(tx: Tx, parcel: Parcel): Promise<Mail | null>;
  mailer: Mailer<Mail>;
  /** The one a mail has for itself, such as its mailbox's own server; null = `mailer`. */
  mailerOf?(tx: Tx, mail: Mail): Promise<Mailer<Mail> | null>;
}

/** A worker that holds a row longer than this is taken for dead, and the row is sent again. */
export const LEASE: Duration = 2 * MINUTE;
/** About two days: after that a mail system gives up as well. */
const MOST_ATTEMPTS = 50;

/** What delivering needs. */
export interface Dispatch<Mail = unknown> {
  db: Database;
  door: Door;
  post: Post<Mail>;
  log: Log;
  leaseMs?: Duration;
}

/** One attempt at one outbox row. Nothing to do is no error: ids arrive twice, early and late. */
export async function deliver<Mail>(dispatch: Dispatch<Mail>, outboxId: number): Promise<void> {
  const { post } = dispatch;
  const taken = await dispatch.db.withTransaction(async (tx) => {
    const found = await take(dispatch, tx, outboxId);
    if (found === null) return null;
    const mailer = (await post.mailerOf?.(tx, found.mail)) ?? post.mailer;
    if (mailer.kind === 'smtp') return { ...found, mailer };
    await mailer.keep(tx, found.parcel, found.mail, found.now);
    await accept(dispatch, tx, found);
    return null;
  });
  if (taken === null) return;
  const sent = await taken.mailer.send(taken.mail).catch(async (error: unknown) => {
    await dispatch.db.withTransaction((tx) => retry(dispatch, tx, taken, error));
    return null;
  });
  if (sent === null) return;
  // What cannot be written down here stays in hand: it is sent again when the lease is over, and marked uncertain.
  await dispatch.db.withTransaction((tx) =>
    sent.ok ? accept(dispatch, tx, taken) : fail(dispatch, tx, taken.row, sent.code),
  );
}

/** A row in hand, with what it says. */
interface Taken<Mail> {
  row: OutboxRow;
  parcel: Parcel;
  mail: Mail;
  now: Instant;
}

async function take<Mail>(dispatch: Dispatch<Mail>, tx: Tx, id: number): Promise<Taken<Mail> | null> {
  const { door, post, leaseMs } = dispatch;
  const now = await door.clock.now(tx);
  const row = await claim(tx, id, now, leaseMs ?? LEASE);
  if (row === null) return null;
  const parcel = await parcelOf(tx, row, now);
  const mail = parcel === null ? null : await post.compose(tx, parcel);
  if (parcel !== null && mail !== null) return { row, parcel, mail, now };
  // A mail that left late took along what the next one was made for.
  if (parcel === null) await settle(tx, row, 'cancelled', 'nothing_left_to_say', now);
  else await fail(dispatch, tx, row, 'nobody_to_send_to');
  return null;
}

async function parcelOf(tx: Tx, row: OutboxRow, now: Instant): Promise<Parcel | null> {
  const base = { outboxId: row.id, mailMessageId: row.mailMessageId, uncertain: row.uncertain };
  if (row.kind === 'reply' || row.kind === 'question') {
    if (row.ticketId === null || row.messageId === null) throw new Error(`outbox row ${row.id} names no message`);
    return { ...base, kind: row.kind, ticketId: row.ticketId, messageId: row.messageId };
  }
  if (row.kind === 'question_reminder') {
    const { ticketId, eventSeq } = row;
    if (ticketId === null || eventSeq === null) throw new Error(`outbox row ${row.id} names no question`);
    // an answer was quicker
    const question = await questionToRemind(tx, { ticketId, eventSeq });
    return question === null ? null : { ...base, kind: 'question_reminder', ticketId, ...question };
  }
  if (row.kind === 'promise_mail') {
    if (row.ticketId === null) throw new Error(`outbox row ${row.id} names no ticket`);
    // a person was quicker, or its time has passed: then there is nothing to promise
    const promise = await promiseToTell(tx, row.ticketId, now);
    return promise === null ? null : { ...base, kind: 'promise_mail', ticketId: row.ticketId, promise };
  }
  if (row.personId === null) throw new Error(`outbox row ${row.id} names no person`);
  const { total, listed } = await takeNotices(tx, row.id, row.personId);
  return total === 0 ? null : { ...base, kind: 'notice_mail', personId: row.personId, total, listed };
}

async function accept<Mail>(dispatch: Dispatch<Mail>, tx: Tx, { row }: Taken<Mail>): Promise<void> {
  // A bounce that overtook us has settled the row: then it was no answer.
  if (!(await settle(tx, row, 'accepted', null, await dispatch.door.clock.now(tx)))) return;
  await tellTicket(dispatch, tx, row, null);
}

async function fail<Mail>(dispatch: Dispatch<Mail>, tx: Tx, row: OutboxRow, code: string): Promise<void> {
  await tellTicket(dispatch, tx, row, code);
  await settle(tx, row, 'failed', code, await dispatch.door.clock.now(tx));
}

/** A reply counts, or counts for nothing, from here. The command id makes a second telling change nothing. */
async function tellTicket<Mail>(
  { door }: Dispatch<Mail>,
  tx: Tx,
  row: OutboxRow,
  failedWith: string | null,
): Promise<void> {
  if (row.ticketId === null || row.messageId === null) return;
  if (row.kind === 'question') return tellSideThread(door, tx, row, failedWith);
  if (row.kind !== 'reply') return;
  const author = await authorOf(tx, row.messageId);
  if (author === null) throw new Error(`reply ${row.messageId} has no author`);
  const about = { messageId: row.messageId, authorId: author.authorId };
  const command =
    failedWith === null
      ? ({ type: 'accept_reply', ...about, writtenAt: author.writtenAt } as const)
      : ({ type: 'fail_reply', ...about, code: failedWith } as const);
  await handle(tx, door, [{ ticketId: row.ticketId, command, actor: SYSTEM, commandId: `outbox:${row.id}` }]);
}

async function tellSideThread(door: Door, tx: Tx, row: OutboxRow, failedWith: string | null): Promise<void> {
  const side = await sideThreadOf(tx, row.messageId!);
  if (side === null) throw new Error(`question ${row.messageId} is in no side thread`);
  const about = { questionId: side.questionId, messageId: row.messageId! };
  const command =
    failedWith === null
      ? ({ type: 'accept_question', ...about } as const)
      : ({ type: 'fail_question', ...about, code: failedWith } as const);
  await handle(tx, door, [{ ticketId: side.ticketId, command, actor: SYSTEM, commandId: `outbox:${row.id}` }]);
}

async function retry<Mail>(dispatch: Dispatch<Mail>, tx: Tx, taken: Taken<Mail>, error: unknown): Promise<void> {
  const { door, log } = dispatch;
  const { row } = taken;
  const words = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  log.warn({ err: error, outboxId: row.id, attempt: row.attempts }, 'a mail was not taken; it is tried again');
  if (row.attempts >= MOST_ATTEMPTS) return fail(dispatch, tx, row, 'gave_up');
  const now = await door.clock.now(tx);
  const waitMs = Math.min(HOUR, 5 * SECOND * 2 ** Math.min(row.attempts, 12));
  const uncertain = (error as { maybeTaken?: boolean } | null)?.maybeTaken === true;
  return postpone(tx, door, row, { notBefore: now + waitMs, error: words, uncertain, now });
}

/** Delivers, one after the other, up to `limit` rows that are due: for tests, and whoever must not wait for carriers. */
export async function deliverDue<Mail>(dispatch: Dispatch<Mail>, limit = 1_000): Promise<number> {
  const { db, door, leaseMs } = dispatch;
  const now = await door.clock.now(db);
  const ids = await overdue(db, { queued: now, sending: now - (leaseMs ?? LEASE) }, limit);
  for (const id of ids) await deliver(dispatch, id);
  return ids.length;
}

const CARRIED_WITHIN = 15 * SECOND;
const MOST_RECARRIED = 200;

/**
 * Has those rows carried again that should have gone long ago: their job was lost with a database that was restored,
 * or their worker was killed in the act. How many.
 */
export async function recarry<Mail>({ db, door, leaseMs }: Dispatch<Mail>): Promise<number> {
  return db.withTransaction(async (tx) => {
    const now = await door.clock.now(tx);
    const late = { queued: now - CARRIED_WITHIN, sending: now - (leaseMs ?? LEASE) };
    const ids = await overdue(tx, late, MOST_RECARRIED);
    await door.carrier.add(
      tx,
      ids.map((outboxId) => ({ outboxId, delayMs: 0 })),
    );
    return ids.length;
  });
}
