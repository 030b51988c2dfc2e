import type { Path } from '#core/escalation/path.ts';
import { MINUTE, type Duration } from '#core/time.ts';

const SHORTEST_WAIT: Duration = MINUTE;
const LONGEST_WAIT: Duration = 9_000 * MINUTE;

/** What of a path cannot be right: its field, and of which step, counted from 0. */
export type PathFault = { field: 'steps' | 'repeat' | 'lastResort' } | { field: 'waitMs'; step: number };

/** A path as far as it is judged. */
export type JudgedPath = Pick<Path, 'repeat' | 'lastResort'> & { steps: { waitMs: Duration }[] };

/**
 * What is impossible in a path, in the order in which somebody would mend it: it has a step, each waits a minute to
 * 9,000 minutes, it repeats at most five times (−1, without end, is never offered), and somebody is its last resort.
 */
export function faultsOf({ steps, repeat, lastResort }: JudgedPath): PathFault[] {
  const faults: PathFault[] = [];
  if (steps.length === 0) faults.push({ field: 'steps' });
  for (const [step, { waitMs }] of steps.entries()) {
    if (waitMs < SHORTEST_WAIT || waitMs > LONGEST_WAIT) faults.push({ field: 'waitMs', step });
  }
  if (!Number.isInteger(repeat) || repeat < -1 || repeat > 5) faults.push({ field: 'repeat' });
  if (lastResort.length === 0) faults.push({ field: 'lastResort' });
  return faults;
}
