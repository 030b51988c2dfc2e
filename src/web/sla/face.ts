import type { Clock, NextEvent, TicketRow } from '#contract/ticket.ts';

/** How a deadline looks: each state has its own colour, shape and word. */
export type FaceState = 'ok' | 'soon' | 'critical' | 'over' | 'paused' | 'met' | 'late';
export type FaceKind = NextEvent['kind'];

/** What a chip shows: a length that runs (`ms`, negative when over) or a moment it names (`at`). */
export interface Face {
  kind: FaceKind;
  state: FaceState;
  ms: number | null;
  at: number | null;
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

/** `critical` below 10 % or 15 min, `soon` below 25 % or 1 h, whichever is less; `over` strictly past due. */
export function urgency(remainingMs: number, targetMs: number): FaceState {
  if (remainingMs < 0) return 'over';
  if (remainingMs <= Math.min(targetMs * 0.1, 15 * MINUTE)) return 'critical';
  if (remainingMs <= Math.min(targetMs * 0.25, HOUR)) return 'soon';
  return 'ok';
}

/** The face of one SLA clock; null for one that was voided. */
export function clockFace(clock: Clock, statedAt: number, now: number): Face | null {
  const kind = clock.kind;
  if (clock.state === 'stopped') {
    if (clock.outcome === 'met') return { kind, state: 'met', ms: null, at: clock.stoppedAt };
    if (clock.outcome === 'late') return { kind, state: 'late', ms: null, at: clock.stoppedAt };
    return null;
  }
  if (clock.state === 'paused') return { kind, state: 'paused', ms: null, at: clock.pausedAt };
  const ms = remainingAt(clock, statedAt, now);
  if (ms === null) return { kind, state: 'paused', ms: null, at: null };
  return { kind, state: clock.breachedAt === null ? urgency(ms, clock.targetMs) : 'over', ms, at: null };
}

/** A timer that runs by the wall clock towards `at`: a step, the last resort, a confirmation. */
export function timerFace(kind: FaceKind, at: number, now: number): Face {
  const ms = at - now;
  return {
    kind,
    ms,
    at: null,
    state: ms < 0 ? 'over' : ms <= 5 * MINUTE ? 'critical' : ms <= 15 * MINUTE ? 'soon' : 'ok',
  };
}

/**
 * The one face of a row: its next event, which is also what the list is sorted by. A step or a confirmation
 * comes before the SLA clock behind it; a ticket that waits for nobody names the moment it closes.
 */
export function rowFace(row: TicketRow, statedAt: number, now: number): Face | null {
  const next = row.nextEvent;
  if (next?.kind === 'step' || next?.kind === 'last_resort' || next?.kind === 'confirm') {
    return timerFace(next.kind, next.at, now);
  }
  if (row.status === 'solved' && next !== null) return { kind: 'close', state: 'paused', ms: null, at: next.at };
  return row.clock === null ? null : clockFace(row.clock, statedAt, now);
}
