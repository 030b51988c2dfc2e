import type { NextEvent } from '#contract/next-event.ts';
import type { Clock, TicketRow } from '#contract/ticket.ts';

/** How a deadline looks: each state has its own colour, shape and word. */
export type FaceState = 'ok' | 'soon' | 'critical' | 'over' | 'paused' | 'met' | 'late';
export type FaceKind = NextEvent['kind'];

/** What a chip shows: a length that runs (`ms`, negative when over) or a moment it names (`at`). */
export interface Face {
  kind: FaceKind;
  state: FaceState;
  ms: number | null;
  at: number | null;
  /** How `ms` was counted. */
  counted: 'business' | 'wall';
  /** It runs, but business hours are closed: the length stands still for now. */
  isClosed: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Working time left at `now`, in milliseconds, from what the server stated at `statedAt`. Between two
 * switches of the calendar the length shrinks with the wall clock or stands still; past the switch it does
 * the other, until the server states it anew. Null when the clock has no due moment.
 */
export function remainingAt(clock: Clock, statedAt: number, now: number): number | null {
  if (clock.remainingMs === null || clock.state !== 'running') return clock.remainingMs;
  const passed = Math.max(0, now - statedAt);
  const untilSwitch = clock.nextSwitchAt === null ? Infinity : Math.max(0, clock.nextSwitchAt - statedAt);
  const counted = clock.counting ? Math.min(passed, untilSwitch) : Math.max(0, passed - untilSwitch);
  return clock.remainingMs - counted;
}

/** Whether a running clock stands still at `now` because business hours are closed. */
export const isClosedAt = (clock: Clock, now: number): boolean =>
  clock.counting === (clock.nextSwitchAt !== null && now >= clock.nextSwitchAt);

/** `critical` below 10 % or 15 min, `soon` below 25 % or 1 h, whichever is less; `over` strictly past due. */
export function urgency(remainingMs: number, targetMs: number): FaceState {
  if (remainingMs < 0) return 'over';
  if (remainingMs <= Math.min(targetMs * 0.1, 15 * MINUTE)) return 'critical';
  if (remainingMs <= Math.min(targetMs * 0.25, HOUR)) return 'soon';
  return 'ok';
}

/** The face of one SLA clock; null for one that was voided. */
export function clockFace(clock: Clock, statedAt: number, now: number): Face | null {
  // where nothing switches the hours are always open: their days are days
  const counted = clock.counting && clock.nextSwitchAt === null ? 'wall' : 'business';
  const still = { kind: clock.kind, ms: null, at: null, counted, isClosed: false } as const;
  if (clock.state === 'stopped') {
    if (clock.outcome === 'met') return { ...still, state: 'met', at: clock.stoppedAt };
    if (clock.outcome === 'late') return { ...still, state: 'late', at: clock.stoppedAt };
    return null;
  }
  if (clock.state === 'paused') return { ...still, state: 'paused', at: clock.pausedAt };
  const ms = remainingAt(clock, statedAt, now);
  if (ms === null) return { ...still, state: 'paused' };
  const state = clock.breachedAt === null ? urgency(ms, clock.targetMs) : 'over';
  return { ...still, state, ms, isClosed: isClosedAt(clock, now) };
}

/** A timer that runs by the wall clock towards `at`: a step, the last resort, a confirmation, what was promised. */
export function timerFace(kind: FaceKind, at: number, now: number): Face {
  const ms = at - now;
  const state = ms < 0 ? 'over' : ms <= 5 * MINUTE ? 'critical' : ms <= 15 * MINUTE ? 'soon' : 'ok';
  return { kind, state, ms, at: null, counted: 'wall', isClosed: false };
}

/** What people answer by a moment, and no SLA clock counts. */
const TIMERS = new Set<FaceKind>([
  'step',
  'last_resort',
  'confirm',
  'approval',
  'question',
  'leg',
  'offer',
  'hand_back',
  'promise',
]);

/**
 * The one face of a row: its next event, which is also what the list is sorted by. A step or a confirmation
 * comes before the SLA clock behind it; a ticket that waits for nobody names the moment it closes, and one that was put
 * aside the moment it is back.
 */
export function rowFace(row: TicketRow, statedAt: number, now: number): Face | null {
  const next = row.nextEvent;
  if (next !== null && TIMERS.has(next.kind)) return timerFace(next.kind, next.at, now);
  if (next !== null && (row.status === 'solved' || next.kind === 'snooze')) {
    const kind = next.kind === 'snooze' ? next.kind : 'close';
    return { kind, state: 'paused', ms: null, at: next.at, counted: 'wall', isClosed: false };
  }
  return row.clock === null ? null : clockFace(row.clock, statedAt, now);
}
