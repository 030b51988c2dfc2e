import type { PersonId } from '#core/ids.ts';
import { never } from '#core/result.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

/** Why somebody is not offered a ticket; in the order in which it is asked. */
export const NOT_OFFERED = [
  'inactive',
  'cannot_be_told',
  'excluded',
  'away',
  'off_shift',
  'offline',
  'on_break',
  'focus',
  'transfer_only',
  'other_tier',
  'language',
  'skill',
  'at_capacity',
  'passed',
] as const;
export type NotOffered = (typeof NOT_OFFERED)[number];

/** Why a ticket waits: what stands in the way of whoever comes nearest, or that there is nobody at all. */
export type WaitReason = NotOffered | 'empty_team';

/** Where a ticket that nobody holds stands on its way to somebody. */
export type Distribution =
  | {
      state: 'waiting';
      /** Since it is with this team. */
      since: Instant;
      /** Null until it was looked for somebody. */
      why: WaitReason | null;
      /** Who declined or let an offer pass in this round. */
      passed: PersonId[];
      /** It came from another team that was too busy, and goes to no third. */
      overflowed: boolean;
    }
  | {
      state: 'offered';
      since: Instant;
      to: PersonId;
      offeredAt: Instant;
      expiresAt: Instant;
      passed: PersonId[];
      overflowed: boolean;
    };

export type DistributionEvent = Extract<
  TicketEvent,
  {
    type:
      | 'queued'
      | 'unqueued'
      | 'offered'
      | 'offer_accepted'
      | 'offer_declined'
      | 'offer_missed'
      | 'offer_withdrawn'
      | 'nobody_eligible';
  }
>;

/** Where the ticket stands after an event that happened at `at`. */
export function evolveDistribution(
  now: Distribution | null,
  event: DistributionEvent,
  at: Instant,
): Distribution | null {
  if (event.type === 'queued') {
    return { state: 'waiting', since: at, why: null, passed: [], overflowed: event.overflowed };
  }
  if (now === null) return null;
  const { since, passed, overflowed } = now;
  const back = { state: 'waiting' as const, since, why: null, overflowed };
  switch (event.type) {
    case 'unqueued':
      return null;
    case 'offered':
      return {
        state: 'offered',
        since,
        to: event.personId,
        offeredAt: at,
        expiresAt: event.expiresAt,
        passed,
        overflowed,
      };
    // who accepts is assigned by the event after it
    case 'offer_accepted':
    case 'offer_withdrawn':
      return { ...back, passed };
    case 'offer_declined':
    case 'offer_missed':
      return { ...back, passed: [...passed, event.personId] };
    case 'nobody_eligible':
      // everybody had their turn: the next round begins
      return { ...back, why: event.why, passed: event.why === 'passed' ? [] : passed };
    default:
      return never(event);
  }
}
