export const SKIP_REASONS = ['needs_skill', 'needs_somebody', 'no_time', 'other'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Why somebody did not work the ticket that was next. */
export interface Skip {
  ticketId: number;
  number: number;
  at: number;
  reason: SkipReason;
  words: string;
}

const KEY = 'belay.skips';
const MOST = 100;

/** The reasons given on this desk, newest first. They stay on it: no event of the log tells of a skip. */
export function readSkips(): Skip[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as Skip[]) : [];
  } catch {
    return [];
  }
}

/** Keeps a reason on this desk. */
export function keepSkip(skip: Skip): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([skip, ...readSkips()].slice(0, MOST)));
  } catch {
    // Storage may be forbidden: the reason is then asked for and lost.
  }
}
