import type { Path } from '#core/escalation/path.ts';
import { MINUTE, type Duration } from '#core/time.ts';

export const SHORTEST_WAIT: Duration = MINUTE;
export const LONGEST_WAIT: Duration = 9_000 * MINUTE;

/** What of a path cannot be right, by its field. */
export type PathFault = 'steps' | 'waitMs' | 'repeat' | 'lastResort';

/** A path as far as it is judged. */
export type JudgedPath = Pick<Path, 'repeat' | 'lastResort'> & { steps: { waitMs: Duration }[] };

/**
 * What is impossible in a path, in the order in which somebody would mend it: it has a step, each waits a minute to
 * 9,000 minutes, it repeats at most five times (−1, without end, is never offered), and somebody is its last resort.
 */
export function faultsOf({ steps, repeat, lastResort }: JudgedPath): PathFault[] {
  const faults: PathFault[] = [];
  if (steps.length === 0) faults.push('steps');
  if (steps.some(({ waitMs }) => waitMs < SHORTEST_WAIT || waitMs > LONGEST_WAIT)) faults.push('waitMs');
  if (!Number.isInteger(repeat) || repeat < -1 || repeat > 5) faults.push('repeat');
  if (lastResort.length === 0) faults.push('lastResort');
  return faults;
}
