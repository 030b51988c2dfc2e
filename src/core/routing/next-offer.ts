import type { TeamId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { MINUTE, type Duration, type Instant } from '#core/time.ts';

/** What waits is looked at again at the latest after this long: room is made by many small things. */
export const LOOKS_EVERY: Duration = MINUTE;

/** When a team should look again for somebody to offer what waits: when a shift, an absence or a break changes. */
export function nextOfferAt(teamId: TeamId, roster: RosterPerson[], now: Instant): Instant {
  const edges = roster
    .filter(({ teamIds }) => teamIds.includes(teamId))
    .flatMap(({ nextShiftChangeAt, presence }) => [nextShiftChangeAt, presence.until])
    .filter((at) => at !== null && at > now);
  return Math.min(now + LOOKS_EVERY, ...(edges as Instant[]));
}
