import type { SkillId, TeamId } from '#core/ids.ts';
import type { Duration } from '#core/time.ts';

/** How the tickets of a team that nobody holds find somebody. */
export interface TeamRouting {
  teamId: TeamId;
  /** `direct` gives each at once to the least loaded of the front line; `push` offers it, and waits for an answer. */
  mode: 'direct' | 'push';
  /** How long somebody has to answer an offer. */
  offerMs: Duration;
  /** Who gets what waited too long; null = nobody else. */
  overflowTeamId: TeamId | null;
  overflowAfterMs: Duration;
  /** What a topic needs somebody to be able to do. */
  skills: { topic: string; skillId: SkillId; level: number }[];
  /** More comes than goes: higher tiers help, and the overflow team is asked at once. */
  isOverloaded: boolean;
}
