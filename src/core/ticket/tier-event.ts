import type { PersonId } from '#core/ids.ts';

/** `acknowledged`: somebody above holds it; `assigned`: it was given to somebody; `let_go`: nobody above holds it any more. */
export const TIER_REASONS = ['acknowledged', 'assigned', 'another_team', 'let_go'] as const;
export type TierReason = (typeof TIER_REASONS)[number];

/** The ticket stands on another tier, because of what a person did. */
export interface TierEvent {
  type: 'tier_changed';
  from: number;
  to: number;
  /** Whose tier it is; null = nobody's, it is with its team. */
  personId: PersonId | null;
  why: TierReason;
}
