import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import type { Duration, Instant } from '#core/time.ts';

/** When what a part waits for began to be waited for. */
export interface Begun {
  at: Instant;
  /** The length of it, where the part does not say: what a silence had left. */
  lengthMs?: Duration;
  /** It waits for the end of quiet hours. */
  quiet?: true;
}

/** Names a part, as `step 1`, `loan 1`, `leg 2`, `seat 1.2`. */
export type PartName = string;

/** Since when the parts of a ticket wait, by its log; of those that came from another ticket nothing is known. */
export function begunIn(log: readonly Pick<LoggedEvent, 'event' | 'at'>[]): Map<PartName, Begun> {
  const begun = new Map<PartName, Begun>();
  const left = new Map<number, Duration | null>();
  for (const { event, at } of log) {
    if (event.type === 'escalation_silenced') left.set(event.escalationId, event.leftMs);
    const lengthMs = event.type === 'silence_ended' ? (left.get(event.escalationId) ?? null) : null;
    for (const name of namesOf(event)) {
      if (isCarried(event)) begun.delete(name);
      else
        begun.set(name, { at, ...(lengthMs === null ? {} : { lengthMs }), ...(isHeld(event) ? { quiet: true } : {}) });
    }
  }
  return begun;
}

const isHeld = ({ type }: TicketEvent): boolean => type === 'step_held';
const isCarried = ({ type }: TicketEvent): boolean => type.endsWith('_carried_over');

/** The parts that begin to wait with an event. */
function namesOf(event: TicketEvent): PartName[] {
  switch (event.type) {
    case 'step_reached':
    case 'step_held':
    case 'silence_ended':
      return [`step ${event.escalationId}`];
    case 'escalation_acknowledged':
    case 'acknowledgement_confirmed':
    case 'acknowledgement_reminded':
    case 'escalation_left':
    case 'step_decided':
      return [`loan ${event.escalationId}`];
    case 'escalation_carried_over':
      return [`step ${event.escalationId}`, `loan ${event.escalationId}`];
    case 'leg_offered':
    case 'leg_passed_on':
    case 'leg_acknowledged':
    case 'leg_extended':
    case 'leg_reminded':
    case 'leg_carried_over':
      return [`leg ${event.legId}`];
    case 'approval_asked':
      return event.seats.map((_, index) => `seat ${event.approvalId}.${index + 1}`);
    case 'approval_passed_on':
    case 'approval_delegated':
      return [`seat ${event.approvalId}.${event.seatId}`];
    case 'approval_carried_over':
      return event.approval.seats.map(({ id }) => `seat ${event.approvalId}.${id}`);
    default:
      return [];
  }
}
