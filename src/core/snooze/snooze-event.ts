import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';

/** What happens to a ticket that somebody put aside for a while. */
export type SnoozeEvent =
  | { type: 'snoozed'; by: PersonId; until: Instant }
  /** Its time came, or somebody took it up before. What happens to the ticket meanwhile ends it without a word. */
  | { type: 'snooze_ended'; why: 'time' | 'by_hand' };

export type SnoozeCommand =
  /** Nothing of its clocks changes: whatever is due before ends it. */
  { type: 'snooze'; until: Instant } | { type: 'end_snooze' };

export type SnoozeRefusal = 'snooze_past_due' | 'snooze_too_long' | 'not_snoozed';
