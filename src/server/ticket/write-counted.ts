import type { TicketId } from '#core/ids.ts';
import { cyclesOf } from '#core/metrics/cycles.ts';
import { factOf, NO_FACT } from '#core/metrics/facts.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { writeCycles, type TicketCycles } from '#server/metrics/cycle-store.ts';
import { writeFacts, type FactChange } from '#server/metrics/fact-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** What was added to one ticket's log; null before its first event. */
interface Stretch {
  ticketId: TicketId;
  before: Ticket | null;
  events: LoggedEvent[];
}

/** Writes what a batch adds to what reports count: facts, and cycles of clocks that are over. In the order of acts. */
export async function writeCounted(tx: Tx, acts: readonly Stretch[]): Promise<void> {
  const stretches = [...Map.groupBy(acts, ({ ticketId }) => ticketId)].map(([ticketId, list]) => ({
    ticketId,
    before: list[0]!.before,
    events: list.flatMap(({ events }) => events),
  }));
  await writeFacts(tx, stretches.flatMap(factsOf));
  await writeCycles(tx, stretches.flatMap(endedCyclesOf));
}

function factsOf({ ticketId, before, events }: Stretch): FactChange[] {
  const fact = factOf(before, events);
  const opened = before === null;
  return fact === null && !opened ? [] : [{ ticketId, opened, fact: fact ?? NO_FACT }];
}

function endedCyclesOf({ ticketId, before, events }: Stretch): TicketCycles[] {
  if (!events.some(({ event }) => 'clock' in event)) return [];
  const change = cyclesOf(before, events);
  return change === null ? [] : [{ ticketId, ...change }];
}
