import { addOpenTime, openTimeBetween, type BusinessHours } from '#core/sla/business-hours.ts';
import type { SlaClock, Warning } from '#core/sla/clock-state.ts';
import type { Target } from '#core/sla/policy.ts';
import { NEVER, type Duration, type Instant } from '#core/time.ts';

/** Where a running segment leads: its due instant and the next warning before it. */
export interface Outlook {
  dueAt: Instant | null;
  warning: Warning | null;
}

/** What an outlook is computed from. */
type Measured = Pick<SlaClock, 'targetMs' | 'bankedMs' | 'warned' | 'warnedBefore'>;
/** The points at which a target warns. */
export type WarningPoints = Pick<Target, 'warnPercents' | 'warnBeforeMs'>;

/**
 * The due instant and next warning of a segment that starts at `segmentStart` with `bankedMs` already used.
 * A target that is used up is due at once.
 */
export function outlook(hours: BusinessHours, segmentStart: Instant, clock: Measured, points: WarningPoints): Outlook {
  return {
    dueAt: after(hours, segmentStart, clock.targetMs - clock.bankedMs),
    warning: nextWarning(hours, segmentStart, clock, points),
  };
}

/** The first warning point not fired yet; one that lies in the past of the segment is due at its start. */
export function nextWarning(
  hours: BusinessHours,
  segmentStart: Instant,
  clock: Measured,
  points: WarningPoints,
): Warning | null {
  const next = pointsLeft(clock, points)[0];
  if (next === undefined) return null;
  const { usedMs, ...point } = next;
  const at = after(hours, segmentStart, usedMs - clock.bankedMs);
  return at === null ? null : { at, ...point };
}

/** The points still to fire, in the order of the business time used at them. */
function pointsLeft({ targetMs, warned, warnedBefore }: Measured, { warnPercents, warnBeforeMs = [] }: WarningPoints) {
  const percents = warnPercents
    .filter((percent) => !warned.includes(percent))
    .map((percent) => ({ usedMs: Math.ceil((targetMs * percent) / 100), percent }));
  if (warnBeforeMs.length === 0) return percents;
  const before = warnBeforeMs
    .filter((beforeMs) => beforeMs < targetMs && !warnedBefore.includes(beforeMs))
    .map((beforeMs) => {
      const usedMs = targetMs - beforeMs;
      return { usedMs, percent: Math.floor((100 * usedMs) / targetMs), beforeMs };
    });
  return [...percents, ...before].toSorted((one, other) => one.usedMs - other.usedMs);
}

/** Business time used in this cycle up to `at`. */
export function usedTime(clock: SlaClock, hours: BusinessHours, at: Instant): Duration {
  return clock.state === 'running' ? clock.bankedMs + openTimeBetween(hours, clock.segmentStart, at) : clock.bankedMs;
}

/** Whether time is strictly past the due instant of a running clock that has not been marked yet. */
export function isOverdue(clock: SlaClock, now: Instant): clock is SlaClock & { state: 'running'; dueAt: Instant } {
  return clock.state === 'running' && clock.breachedAt === null && clock.dueAt !== null && now > clock.dueAt;
}

/**
 * Whether the clock only measures: it began in what was carried over from elsewhere, so it warns nobody, is never
 * marked as missed and calls nobody.
 */
export function isSilent(clock: SlaClock, importedUntil: Instant | null): boolean {
  return importedUntil !== null && clock.startedAt <= importedUntil;
}

/** When Belay must look at this clock again: its next warning, or the first instant past its due. */
export function clockLookAt(clock: SlaClock): Instant {
  if (clock.state !== 'running' || clock.breachedAt !== null) return NEVER;
  return Math.min(clock.warning?.at ?? NEVER, clock.dueAt === null ? NEVER : clock.dueAt + 1);
}

/**
 * The clock people look at first: of those that run, the one due first, missed or not; else one that stands still; else
 * the one that stopped last. Null without clocks.
 */
export function nearestClock(clocks: SlaClock[]): SlaClock | null {
  const [nearest] = clocks.toSorted((one, other) => rank(one) - rank(other) || moment(one) - moment(other));
  return nearest ?? null;
}

function rank({ state }: SlaClock): number {
  return ['running', 'paused', 'stopped'].indexOf(state);
}

function moment(clock: SlaClock): Instant {
  switch (clock.state) {
    case 'running':
      return clock.dueAt ?? Number.MAX_VALUE;
    case 'paused':
      return clock.pausedAt;
    case 'stopped':
      return -clock.stoppedAt;
  }
}

function after(hours: BusinessHours, start: Instant, amount: Duration): Instant | null {
  if (amount <= 0) return start;
  const added = addOpenTime(hours, start, amount);
  if (!added.ok) throw new Error(`not a length of time: ${amount}`);
  return added.at;
}
