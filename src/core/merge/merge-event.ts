import type { MessageId, TicketId } from '#core/ids.ts';
import type { LoggedClock } from '#core/sla/clock-state.ts';
import type { ActiveStatus } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** What a closed ticket was before, as far as its status goes. */
export type StatusBefore = { status: ActiveStatus } | { status: 'solved'; solvedAt: Instant; closesAt: Instant };

/**
 * What merging writes. `since` is the ticket's sequence number before the act whose last event this is, so that the act
 * can be lived without; `undoes` is the sequence number of the event that ended the act which it takes back.
 */
export type MergeEvent =
  /** Another ticket was merged into this one; `theirs` are its clocks as they stood. */
  | {
      type: 'merged_in';
      mergedId: TicketId;
      since: number;
      theirs: LoggedClock[];
      /** Escalations of it that go on here: the id it had there and has here, and the own one whose place it took. */
      carried: { there: number; here: number; replaced: number | null }[];
      /** Approvals of it that go on here, by the id there and here; without it, none did. */
      approvals?: { there: number; here: number }[];
      /** The same of what it had handed to others, and of what it had asked suppliers. */
      legs?: { there: number; here: number }[];
      questions?: { there: number; here: number }[];
    }
  /** A message of it stands in a ticket of its own from now on. */
  | { type: 'message_split_off'; messageId: MessageId; splitInto: TicketId }
  /** It stands for itself again. `was` is the status that the merge had woken this one from; null when it had not. */
  | {
      type: 'merge_released';
      mergedId: TicketId;
      since: number;
      undoes: number;
      lookAgainAt: Instant;
      was: StatusBefore | null;
    }
  /** Closed by mistake: it is again what it was. */
  | {
      type: 'ticket_restored';
      closedAs: 'merged' | 'spam';
      since: number;
      undoes: number;
      lookAgainAt: Instant;
      was: StatusBefore;
    };
