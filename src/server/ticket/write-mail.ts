import type { Effect } from '#core/ticket/effect.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Door } from './act.ts';
import type { TicketLogged } from './event-store.ts';
import {
  drawMailMessageId,
  queuePromises,
  queueReminders,
  queueReplies,
  type QueuedMail,
  type QueuedReply,
} from './outbox-store.ts';

/** What is to be done about an event, as far as mail goes. */
interface Caused {
  logged: Pick<TicketLogged, 'ticketId' | 'seq'>;
  effect: Effect;
}

/** What people wrote that is to be sent, replies and questions: held back, so that they may be withdrawn. */
export function repliesOf(door: Door, effects: Caused[]): QueuedReply[] {
  return effects.flatMap(({ logged, effect }) => {
    if (effect.type !== 'send_reply' && effect.type !== 'send_question') return [];
    const isReply = effect.type === 'send_reply';
    return {
      kind: isReply ? ('reply' as const) : ('question' as const),
      ticketId: logged.ticketId,
      messageId: effect.messageId,
      eventSeq: logged.seq,
      notBefore: effect.notBefore + (door.undoSendMs ?? 0),
      mailMessageId: drawMailMessageId(door),
    };
  });
}

function mailsOf(effects: Caused[], type: 'tell_promise' | 'remind_question'): QueuedMail[] {
  return effects.flatMap(({ logged: { ticketId, seq: eventSeq }, effect }) =>
    effect.type === type ? { ticketId, eventSeq, notBefore: effect.notBefore } : [],
  );
}

/** Queues what goes out to people who are none of ours. */
export async function queueMails(
  tx: Tx,
  door: Door,
  { replies, effects, now }: { replies: QueuedReply[]; effects: Caused[]; now: Instant },
): Promise<void> {
  await queueReplies(tx, door, replies, now);
  await queuePromises(tx, door, mailsOf(effects, 'tell_promise'), now);
  await queueReminders(tx, door, mailsOf(effects, 'remind_question'), now);
}
