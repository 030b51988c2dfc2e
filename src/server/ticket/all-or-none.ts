import type { RefusalCode } from '#core/ticket/command.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { handle, type Door, type HandledDecision, type TicketAct } from './handle.ts';
import { lockTickets } from './ticket-store.ts';

/** What came of acts that are one: the decisions of all, or why none was done. */
export type Outcome = { ok: true; decisions: HandledDecision[] } | { ok: false; refusal: RefusalCode };

/**
 * Passes acts through the door that are done together or not at all. A refused one takes the others with it; what came of
 * it all the same (programs that went in circles are stopped) stays, so whoever calls commits before they throw.
 */
export const allOrNone = async (tx: Tx, door: Door, acts: TicketAct[]): Promise<Outcome> => {
  // what the savepoint gives up must not be anybody else's in between
  await lockTickets(tx, [...new Set(acts.map(({ ticketId }) => ticketId))]);
  await tx.query('savepoint none');
  const decisions = await handle(tx, door, acts);
  const index = decisions.findIndex(({ ok }) => !ok);
  const decision = decisions[index];
  if (decision === undefined || decision.ok) return { ok: true, decisions };
  await tx.query('rollback to savepoint none');
  if (decision.events !== undefined) await handle(tx, door, [acts[index]!]);
  return { ok: false, refusal: decision.refusal };
};
