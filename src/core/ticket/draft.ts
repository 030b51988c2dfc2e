import type { RefusalCode } from '#core/ticket/command.ts';
import type { Context } from '#core/ticket/context.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Refusal } from '#core/result.ts';
import { DAY, type Duration, type Instant } from '#core/time.ts';

/** The longest Belay leaves an open ticket without looking at it. */
export const LOOK_AGAIN_AFTER: Duration = DAY;

/** How long a solved ticket may still be reopened before it closes, if its policy does not say. */
export const CLOSES_AFTER: Duration = 30 * DAY;

/** A decision being made: each event is applied at once, so that the next part sees its effect. */
export interface Draft {
  readonly ticket: Ticket;
  readonly events: TicketEvent[];
  /** The ticket after each of them. */
  readonly tickets: Ticket[];
  readonly context: Context;
  emit(event: TicketEvent): void;
}

/** What a verb answers: nothing when it was done, a refusal when it cannot be. */
export type Outcome = Refusal<RefusalCode> | undefined;

/** Begins a decision about `ticket`. */
export function draftOn(ticket: Ticket, context: Context): Draft {
  return new Growing(ticket, context);
}

// a class, because each object literal with a getter has a shape of its own and every reader of it is slow
class Growing implements Draft {
  ticket: Ticket;
  readonly events: TicketEvent[] = [];
  readonly tickets: Ticket[] = [];
  readonly context: Context;

  constructor(ticket: Ticket, context: Context) {
    this.ticket = ticket;
    this.context = context;
  }

  emit(event: TicketEvent): void {
    this.events.push(event);
    this.ticket = evolve(this.ticket, event, this.context.now);
    this.tickets.push(this.ticket);
  }
}

/** The next look when nothing earlier is due. */
export function lookAgain(now: Instant): Instant {
  return now + LOOK_AGAIN_AFTER;
}
