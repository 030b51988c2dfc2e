import { rechoose, rechooseAsThen } from '#core/matrix/rechoose.ts';
import { recheck } from '#core/routing/move-on.ts';
import { rezoneClocks } from '#core/sla/retarget.ts';
import { rezoneParts } from '#core/rezone/rezone.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft } from '#core/ticket/draft.ts';

/** What is looked at again depends on what changed around the ticket: rules, or the people. */
export function recheckFor(draft: Draft, cause: Extract<TicketCommand, { type: 'recheck' }>['cause']): void {
  if (cause === 'zone_data') {
    rezoneClocks(draft);
    rezoneParts(draft);
  } else if (cause === 'matrix') rechooseAsThen(draft);
  else recheck(draft);
  if (cause === 'customer_tier') rechoose(draft, 'customerTiers');
}

/** While a ticket is solved or closed it stays with whoever had it: who has left since is seen when it is taken up again. */
export function recheckTakenUp(draft: Draft): void {
  const { events, context } = draft;
  // another desk's history is not worked on here
  if (context.imported === true) return;
  if (events.some(({ type }) => type === 'ticket_reopened' || type === 'ticket_restored')) recheck(draft);
}
