import type { Instant } from '#core/time.ts';

export const PRESENCES = ['available', 'focus', 'break', 'transfer_only', 'offline'] as const;
/**
 * What somebody may be given: anything; nothing new, they work on what they have; nothing for a while; only what a
 * colleague gives them; nothing, they are not there.
 */
export type PresenceKind = (typeof PRESENCES)[number];

/**
 * Why somebody is present as they are: they said so, a planned break came, offers were missed, what kept them away
 * ended, nobody heard of them.
 */
export type PresenceCause = 'asked' | 'planned' | 'missed_offers' | 'ended' | 'unseen';

/** How somebody is there, and until when; `until: null` has no end of its own. */
export interface Presence {
  kind: PresenceKind;
  since: Instant | null;
  until: Instant | null;
  because: PresenceCause;
}
