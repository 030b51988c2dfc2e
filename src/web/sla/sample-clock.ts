import type { Clock } from '#contract/ticket.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const NOON = Date.UTC(2026, 10, 20, 12);

/** A running clock of four hours with one left at noon, for tests; `given` is what is different. */
export const sampleClock = (given: Partial<Clock> = {}): Clock => ({
  key: 'first_reply',
  kind: 'first_reply',
  cycle: 1,
  state: 'running',
  dueAt: NOON + HOUR,
  remainingMs: HOUR,
  counting: true,
  nextSwitchAt: null,
  targetMs: 4 * HOUR,
  breachedAt: null,
  breachCause: null,
  breaches: 0,
  pausedAt: null,
  stoppedAt: null,
  outcome: null,
  stoppedBy: null,
  calendar: 'Zagreb office',
  policy: 'Standard',
  ...given,
});
