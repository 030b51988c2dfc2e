import { namesOf } from '#core/intake/verdict.ts';
import type { InboundMessage } from '#core/intake/inbound.ts';
import type { MessageId, TicketId } from '#core/ids.ts';
import { SYSTEM } from '#core/people/roles.ts';
import type { Duration, Instant } from '#core/time.ts';
import { monotonicMs } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readBlob } from '#server/platform/storage/blob.ts';
import { handle, type Door } from './handle.ts';
import type { InboundChannel } from './inbound-channel.ts';
import { MOST_ATTEMPTS, planMessage, planUnreadable, type Hand, type Plan } from './intake-plan.ts';
import { keepAwaited } from './intake-awaited-store.ts';
import { drawMessageIds, replyOf } from './message-store.ts';
import { sideThreadOf } from './question-store.ts';
import { lockTickets } from './ticket-store.ts';
import { drawIds, markBounced, markNoticeBounced, settleIntake, takeUp } from './intake-store.ts';

/** Longer than this nobody waits for a mail that is read in the same transaction. */
const PLAN_WITHIN: Duration = 200;

/** What a transaction that takes up mail did, or was doing when it threw. */
export interface Batch {
  /** Every row that was locked. */
  rows: { id: number; attempts: number }[];
  /** The one that was being planned; null once all are. */
  planning: { id: number; attempts: number } | null;
  /** How many were decided: the others that were locked wait for the next batch. */
  decided: number;
  changed: TicketId[];
}

/**
 * Takes up the rows that wait longest, at most `limit`, decides each and does what follows, all in `tx`. What depends on
 * a message of the same batch waits for the next. `batch` says how far it came when it throws.
 */
export async function takeUpBatch(
  tx: Tx,
  { door, channel }: { door: Door; channel: InboundChannel },
  limit: number,
  batch: Batch,
): Promise<void> {
  const now = await door.clock.now(tx);
  const rows = await takeUp(tx, now, limit);
  batch.rows = rows.map(({ id, attempts }) => ({ id, attempts }));
  if (rows.length === 0) return;
  const ids = await drawIds(tx, rows.length);
  const plans: Plan[] = [];
  const taken = new Taken();
  const began = monotonicMs();
  for (const [index, row] of rows.entries()) {
    if (plans.length > 0 && monotonicMs() - began > PLAN_WITHIN) break;
    batch.planning = { id: row.id, attempts: row.attempts };
    const raw = row.raw ?? (await readBlob(tx, row.blobHash));
    const plan = await planRow({ tx, channel, config: door.config, row, raw, ids: ids[index]!, now }, taken);
    if (plan === null) break;
    plans.push(plan);
  }
  batch.planning = null;
  await carryOut(tx, door, plans, now);
  batch.decided = plans.length;
  batch.changed = plans.flatMap(({ end }) => end.ticketId ?? []);
}

/** The messages planned so far: what names one of them, or is one of them again, is decided when they are there. */
class Taken {
  private readonly marks = new Set<string>();

  /** False when the message depends on one taken before; otherwise it is taken. */
  add(message: InboundMessage): boolean {
    const own = [`identity ${Buffer.from(message.identity).toString('hex')}`];
    const depends = namesOf(message).map((id) => `id ${id}`);
    if (message.messageId !== null) {
      own.push(`id ${message.messageId}`);
      // its answer came first
      depends.push(`answer to ${message.messageId}`);
    }
    if ([...own, ...depends].some((mark) => this.marks.has(mark))) return false;
    for (const mark of [...own, ...namesOf(message).map((id) => `answer to ${id}`)]) this.marks.add(mark);
    return true;
  }
}

async function planRow(hand: Hand, taken: Taken): Promise<Plan | null> {
  const { channel, row, raw } = hand;
  if (row.attempts >= MOST_ATTEMPTS) return planUnreadable(hand, row.lastError ?? 'too many attempts');
  const parsed = await channel.parse({ raw, envelopeFrom: row.envelopeFrom });
  if (!parsed.ok) return planUnreadable(hand, parsed.why);
  return taken.add(parsed.message) ? planMessage(hand, parsed.message) : null;
}

/** Words that join a ticket get their id when it is locked: what was said there while they were planned stands before them. */
async function placeJoining(tx: Tx, plans: Plan[]): Promise<void> {
  const joining = plans.flatMap(({ act, end }) =>
    act?.command.type === 'receive' || act?.command.type === 'receive_answer' ? { act, command: act.command, end } : [],
  );
  if (joining.length === 0) return;
  await lockTickets(
    tx,
    joining.map(({ act }) => act.ticketId),
  );
  const ids = await drawMessageIds(tx, joining.length);
  for (const [index, { act, command, end }] of joining.entries()) {
    const messageId = ids[index]!;
    act.command = { ...command, messageId };
    act.message = { ...act.message!, id: messageId };
    end.messageRowId = messageId;
  }
}

/** A reply came back: if it counted as an answer, it does no more; if it was still on its way, it has failed. */
async function takeBack(tx: Tx, door: Door, messageId: MessageId): Promise<void> {
  const side = await sideThreadOf(tx, messageId);
  if (side !== null) return failQuestion(tx, door, messageId, side);
  const reply = await replyOf(tx, messageId);
  if (reply === null) return;
  const { ticketId, authorId } = reply;
  const about = { messageId, authorId, code: 'bounced' };
  const act = { ticketId, actor: SYSTEM, commandId: `bounced:${messageId}` };
  const [taken] = await handle(tx, door, [{ ...act, command: { type: 'retract_reply', ...about } }]);
  if (taken?.ok === false && taken.refusal === 'not_accepted' && reply.delivery === 'queued') {
    const command = { type: 'fail_reply', ...about } as const;
    await handle(tx, door, [{ ...act, commandId: `${act.commandId}:failed`, command }]);
  }
}

/** What was asked came back: whoever asked is told that nobody heard of it. */
async function failQuestion(
  tx: Tx,
  door: Door,
  messageId: MessageId,
  { ticketId, questionId, isOurs }: NonNullable<Awaited<ReturnType<typeof sideThreadOf>>>,
): Promise<void> {
  if (!isOurs) return;
  const command = { type: 'fail_question', questionId, messageId, code: 'bounced' } as const;
  await handle(tx, door, [{ ticketId, command, actor: SYSTEM, commandId: `bounced:${messageId}` }]);
}

async function carryOut(tx: Tx, door: Door, plans: Plan[], now: Instant): Promise<void> {
  await placeJoining(tx, plans);
  const acting = plans.filter((plan) => plan.act !== null);
  const decisions = await handle(
    tx,
    door,
    acting.map((plan) => plan.act!),
  );
  for (const [index, decision] of decisions.entries()) {
    if (decision.ok) continue;
    const plan = acting[index]!;
    if (decision.refusal !== 'ticket_closed' || plan.whenClosed === null) {
      throw new Error(`a message was refused: ${decision.refusal}`);
    }
    const instead = await plan.whenClosed();
    const [opened] = await handle(tx, door, [instead.act!]);
    if (!opened!.ok) throw new Error(`a new ticket was refused: ${opened!.refusal}`);
    plans[plans.indexOf(plan)] = instead;
  }
  for (const { bounced } of plans) {
    if (bounced === null) continue;
    const { messageRowId, mailMessageId, error } = bounced;
    if (messageRowId === null) await markNoticeBounced(tx, mailMessageId, error, now);
    else {
      await takeBack(tx, door, messageRowId);
      await markBounced(tx, messageRowId, error, now);
    }
  }
  await keepAwaited(
    tx,
    plans.flatMap(({ awaiting }) => awaiting ?? []),
    now,
  );
  await settleIntake(
    tx,
    plans.map((plan) => plan.end),
    now,
  );
}
