import type { Explanation } from '#contract/explanation.ts';
import type { TicketId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** Most refusals that are told, the newest. */
const MOST_REFUSALS = 20;

/** What was asked of a ticket and refused, the oldest first; only acts that came with an id of their own are kept. */
export const readRefusals = async (tx: Tx, ticketId: TicketId): Promise<Explanation['refusals']> => {
  const { rows } = await tx.query<Explanation['refusals'][number]>({
    name: 'command_refusals',
    text: `select at, seq, refusal as code from ticket_command
           where ticket_id = $1 and refusal is not null order by at desc, command_id limit $2`,
    values: [ticketId, MOST_REFUSALS],
  });
  return rows.toReversed();
};
