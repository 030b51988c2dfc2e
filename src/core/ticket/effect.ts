import type { MessageId, PersonId } from '#core/ids.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

/** Something to do about an event. The store writes it in the transaction that wrote the event. */
export type Effect =
  /**
   * Tell people, in the app and by mail: one notice per person and event. `reason_noticed` is a further reason that takes
   * the climb from nobody.
   */
  | { type: 'notify'; personIds: PersonId[]; kind: TicketEvent['type'] | 'reason_noticed' }
  /** Send a written reply by the ticket's channel, not before `notBefore`. */
  | { type: 'send_reply'; messageId: MessageId; notBefore: Instant }
  /** Tell the requester what is promised to them now, in an automatic message not before `notBefore`. */
  | { type: 'tell_promise'; notBefore: Instant }
  /** Send what was asked of a supplier or another department into its side thread, or remind them of it. */
  | { type: 'send_question'; messageId: MessageId; notBefore: Instant }
  | { type: 'remind_question'; questionId: number; notBefore: Instant }
  /** It was this person's turn in the rotation. */
  | { type: 'take_turn'; rotationId: string; personId: PersonId }
  /** What somebody did with an offer counts for how they are present. */
  | { type: 'tell_agent'; personId: PersonId; word: 'offer_missed' | 'offer_accepted' }
  /** From now on these people are not involved in the ticket any more. */
  | { type: 'unfollow'; personIds: PersonId[] }
  /** From now on these people may see the ticket. */
  | { type: 'follow'; personIds: PersonId[]; why: 'assigned' | 'told' | 'acknowledged' | 'escalated' };
