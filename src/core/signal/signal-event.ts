import type { AttemptEvent } from '#core/escalation/attempt.ts';
import type { SignalKind } from '#core/escalation/escalation.ts';
import type { MessageId, PersonId } from '#core/ids.ts';
import type { AutomaticCause } from '#core/signal/budget.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Instant } from '#core/time.ts';

/** Something that happened to what is counted about a ticket, and to the programs that change it. */
export type SignalEvent =
  | AttemptEvent
  /** From when on a silence, or an open promise, is noticed; null: nothing of the kind lies ahead. */
  | { type: 'watch_moved'; silentAt: Instant | null; promiseRiskAt: Instant | null }
  /** Somebody was not sure enough of what they noticed: it is shown, and calls nobody. */
  | { type: 'signal_hinted'; kind: SignalKind; evidence: MessageId[]; confidence: number; least: number }
  /** What happened just before was the act of a program. */
  | { type: 'automation_acted'; command: TicketCommand['type']; cause: AutomaticCause }
  /** Programs have changed the ticket too often: what was asked is not done, nor is anything else until it is resumed. */
  | { type: 'automation_parked'; told: PersonId[]; cause: AutomaticCause }
  | { type: 'automation_resumed'; by: PersonId };

const TYPES: Record<SignalEvent['type'], true> = {
  attempt_recorded: true,
  watch_moved: true,
  signal_hinted: true,
  automation_acted: true,
  automation_parked: true,
  automation_resumed: true,
};

/** Whether an event is one of these: all that it changes of a ticket is its watch. */
export function isSignalEvent<Event extends { type: string }>(event: Event): event is Event & SignalEvent {
  return event.type in TYPES;
}
