import type { MessageId } from '#core/ids.ts';
import type { HeldReply } from '#core/ticket/context.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { TicketAct } from './act.ts';

/**
 * Of the replies that `acts` would withdraw, those that were withdrawn before, and those that nobody has begun to send,
 * each with what its ticket became in the same transaction. Their outbox rows stay locked, so that nobody begins meanwhile; one that a sender has in hand
 * is not waited for, because it is on its way.
 */
export async function holdReplies(
  tx: Tx,
  acts: TicketAct[],
): Promise<{ heldReplies: HeldReply[]; withdrawnReplies: MessageId[] }> {
  const wanted = acts.flatMap(({ command }) => (command.type === 'withdraw_reply' ? [command.messageId] : []));
  if (wanted.length === 0) return { heldReplies: [], withdrawnReplies: [] };
  const { rows } = await tx.query<{ messageId: MessageId }>({
    name: 'outbox_hold',
    text: `select message_id as "messageId" from outbox
           where message_id = any($1) and kind = 'reply' and state = 'queued' and attempts = 0
           order by id for update skip locked`,
    values: [wanted],
  });
  const held = rows.map(({ messageId }) => messageId);
  const became = await whatBecame(tx, held);
  const withdrawn = await tx.query<{ id: MessageId }>({
    name: 'message_withdrawn',
    text: `select id from message where id = any($1) and delivery = 'cancelled'`,
    values: [wanted],
  });
  return {
    heldReplies: held.map((messageId) => ({ messageId, became: became.get(messageId) ?? null })),
    withdrawnReplies: withdrawn.rows.map(({ id }) => id),
  };
}

type Became = { messageId: MessageId; event: Extract<TicketEvent, { type: 'status_changed' | 'ticket_solved' }> };

/** The last change of status written with each reply, unless the ticket's status changed again later. */
async function whatBecame(tx: Tx, held: MessageId[]): Promise<Map<MessageId, NonNullable<HeldReply['became']>>> {
  const { rows } = await tx.query<Became>({
    name: 'outbox_hold_became',
    text: `select o.message_id as "messageId", jsonb_build_object('type', s.type) || s.body as event
           from outbox o
             join ticket_event w on w.ticket_id = o.ticket_id and w.seq = o.event_seq
             join lateral (
               select e.type, e.body, e.xact from ticket_event e
               where e.ticket_id = o.ticket_id and e.seq > o.event_seq
                 and e.type in ('status_changed', 'ticket_solved', 'ticket_reopened', 'ticket_closed')
               order by e.seq desc limit 1) s on s.xact = w.xact
           where o.message_id = any($1) and s.type in ('status_changed', 'ticket_solved')`,
    values: [held],
  });
  const became = new Map<MessageId, NonNullable<HeldReply['became']>>();
  for (const { messageId, event } of rows) {
    const { from } = event;
    // what a reply does to a new ticket by itself was not asked for, and is not undone
    if (from === 'new' || from === 'solved' || from === 'closed') continue;
    became.set(messageId, { from, to: event.type === 'ticket_solved' ? 'solved' : event.to });
  }
  return became;
}
