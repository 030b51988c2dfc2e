import type { FaceState } from '#web/sla/face.ts';

/** What the clock of one ticket showed at a look. */
export interface Seen {
  number: number;
  state: FaceState;
}

export interface Alarm {
  number: number;
  state: 'critical' | 'over';
}

const RANK: Partial<Record<FaceState, number>> = { critical: 1, over: 2 };

/** Which tickets came nearer since the last look; what is seen for the first time was told by the list already. */
export function alarms(before: ReadonlyMap<number, FaceState>, now: readonly Seen[]): Alarm[] {
  return now.flatMap(({ number, state }) => {
    const was = before.get(number);
    if (was === undefined || (state !== 'critical' && state !== 'over')) return [];
    return (RANK[was] ?? 0) < (RANK[state] ?? 0) ? [{ number, state }] : [];
  });
}
