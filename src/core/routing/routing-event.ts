import type { PersonId, TeamId } from '#core/ids.ts';
import type { WaitReason } from '#core/routing/distribution.ts';
import type { Instant } from '#core/time.ts';

/** Who holds the ticket, and who is asked to. */
export type RoutingEvent =
  | {
      type: 'assigned';
      assigneeId: PersonId | null;
      teamId: TeamId;
      by: PersonId | null;
      /** Where it stands from here while nobody above holds it; without it, where it stood. */
      tier?: number;
      /** Why this person: a code with its facts; the words live in locales. */
      why: {
        code:
          | 'requested'
          | 'least_loaded'
          | 'taken'
          | 'handed_back'
          | 'offer_accepted'
          | 'overflowed'
          | 'stands_in'
          | 'holder_away';
        openTickets?: number;
      };
    }
  /** With its team, until somebody takes it; `overflowed`: it came from a team that was too busy. */
  | { type: 'queued'; overflowed: boolean }
  /** Nobody is looked for any more. */
  | { type: 'unqueued' }
  | {
      type: 'offered';
      personId: PersonId;
      expiresAt: Instant;
      /** What they held then and their limit, and how many could have been asked. */
      why: { held: number; most: number | null; eligible: number };
    }
  | { type: 'offer_accepted'; personId: PersonId }
  | { type: 'offer_declined'; personId: PersonId }
  | { type: 'offer_missed'; personId: PersonId }
  /** They could not take it any more. */
  | { type: 'offer_withdrawn'; personId: PersonId }
  | { type: 'nobody_eligible'; why: WaitReason };
