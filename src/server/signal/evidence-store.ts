import type { MessageId, TicketId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** Which of these messages are not the ticket's. */
export async function strangersTo(tx: Tx, ticketId: TicketId, messageIds: MessageId[]): Promise<MessageId[]> {
  if (messageIds.length === 0) return [];
  const { rows } = await tx.query<{ id: MessageId }>({
    name: 'signal_evidence',
    text: 'select id from message where ticket_id = $1 and id = any($2)',
    values: [ticketId, messageIds],
  });
  const known = new Set(rows.map(({ id }) => id));
  return messageIds.filter((id) => !known.has(id));
}
