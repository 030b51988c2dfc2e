import type { Explanation } from '#contract/explanation.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readPeople } from './read-ticket.ts';

/** On which tier a ticket stands, and what moved it there, as far as this log says. */
export const explainTier = async (
  tx: Tx,
  ticket: Ticket,
  log: readonly LoggedEvent[],
): Promise<Explanation['tier']> => {
  const { tier: stands, assignedTier: assigned } = ticket;
  const moved = log.findLast(({ event }) => event.type === 'tier_changed');
  if (moved?.event.type !== 'tier_changed') return { stands, assigned, moved: null };
  const { at, seq, event } = moved;
  const people = await readPeople(tx, event.personId === null ? [] : [event.personId]);
  return { stands, assigned, moved: { at, seq, why: event.why, person: people.get(event.personId ?? 0) ?? null } };
};
