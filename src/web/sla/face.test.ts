import { expect, test } from 'vitest';
import type { TicketRow } from '#contract/ticket.ts';
import { clockFace, isClosedAt, remainingAt, rowFace, timerFace, urgency } from '#web/sla/face.ts';
import { HOUR, MINUTE, NOON, sampleClock as clock } from '#web/sla/sample-clock.ts';

test('an open clock shrinks with the wall clock', () => {
  expect(remainingAt(clock(), NOON, NOON + 10 * MINUTE)).toBe(50 * MINUTE);
});

test('a clock stands still from the closing hour on', () => {
  const closing = clock({ nextSwitchAt: NOON + 5 * MINUTE });
  expect(remainingAt(closing, NOON, NOON + HOUR)).toBe(55 * MINUTE);
});

test('a closed clock begins to shrink when the hours open', () => {
  const closed = clock({ counting: false, nextSwitchAt: NOON + 30 * MINUTE });
  expect(remainingAt(closed, NOON, NOON + 20 * MINUTE)).toBe(HOUR);
  expect(remainingAt(closed, NOON, NOON + 40 * MINUTE)).toBe(50 * MINUTE);
});

test('a clock says when the hours are closed, also past the switch it was told of', () => {
  const closing = clock({ nextSwitchAt: NOON + 5 * MINUTE });
  expect(isClosedAt(closing, NOON)).toBe(false);
  expect(isClosedAt(closing, NOON + 6 * MINUTE)).toBe(true);
  const opening = clock({ counting: false, nextSwitchAt: NOON + 5 * MINUTE });
  expect(isClosedAt(opening, NOON)).toBe(true);
  expect(isClosedAt(opening, NOON + 6 * MINUTE)).toBe(false);
});

test('a paused clock does not move', () => {
  expect(remainingAt(clock({ state: 'paused' }), NOON, NOON + HOUR)).toBe(HOUR);
});

test('exactly due is not over yet', () => {
  expect(urgency(0, HOUR)).toBe('critical');
  expect(urgency(-1, HOUR)).toBe('over');
});

test('warning points are the lesser of the share and the length', () => {
  expect(urgency(61 * MINUTE, 8 * HOUR)).toBe('ok');
  expect(urgency(60 * MINUTE, 8 * HOUR)).toBe('soon');
  expect(urgency(15 * MINUTE, 8 * HOUR)).toBe('critical');
  expect(urgency(7 * MINUTE, HOUR)).toBe('soon');
  expect(urgency(6 * MINUTE, HOUR)).toBe('critical');
});

test('a breached clock stays over even where the stated rest is not negative', () => {
  expect(clockFace(clock({ breachedAt: NOON, remainingMs: 0 }), NOON, NOON)?.state).toBe('over');
});

test('a clock stopped in time is met, stopped late is late, voided shows nothing', () => {
  const stopped = { state: 'stopped', stoppedAt: NOON } as const;
  expect(clockFace(clock({ ...stopped, outcome: 'met' }), NOON, NOON)?.state).toBe('met');
  expect(clockFace(clock({ ...stopped, outcome: 'late' }), NOON, NOON)?.state).toBe('late');
  expect(clockFace(clock({ ...stopped, outcome: 'void' }), NOON, NOON)).toBeNull();
});

test('what a clock counts is business time, unless its hours are always open; what a timer counts never is', () => {
  expect(clockFace(clock({ nextSwitchAt: NOON + HOUR }), NOON, NOON)?.counted).toBe('business');
  expect(clockFace(clock({ counting: false }), NOON, NOON)?.counted).toBe('business');
  expect(clockFace(clock({ nextSwitchAt: null }), NOON, NOON)?.counted).toBe('wall');
  expect(timerFace('step', NOON + 90 * HOUR, NOON).counted).toBe('wall');
});

test('a timer is critical in its last five minutes', () => {
  expect(timerFace('step', NOON + 20 * MINUTE, NOON).state).toBe('ok');
  expect(timerFace('step', NOON + 12 * MINUTE, NOON).state).toBe('soon');
  expect(timerFace('step', NOON + 5 * MINUTE, NOON).state).toBe('critical');
  expect(timerFace('step', NOON - 1, NOON).state).toBe('over');
});

test('a row shows the step that comes before the clock that is already over', () => {
  const row = {
    status: 'open',
    nextEvent: { at: NOON + 12 * MINUTE, kind: 'step' },
    clock: clock({ remainingMs: -HOUR, breachedAt: NOON - HOUR }),
  } as TicketRow;
  const face = { kind: 'step', state: 'soon', ms: 12 * MINUTE, at: null, counted: 'wall', isClosed: false };
  expect(rowFace(row, NOON, NOON)).toEqual(face);
});

test('a row whose next event is a promise shows the promise', () => {
  const row = { status: 'open', nextEvent: { at: NOON + HOUR, kind: 'promise' }, clock: clock() } as TicketRow;
  expect(rowFace(row, NOON, NOON)).toMatchObject({ kind: 'promise', state: 'ok', ms: HOUR });
});

test('a solved row names when it closes', () => {
  const row = { status: 'solved', nextEvent: { at: NOON + HOUR, kind: 'close' }, clock: null } as TicketRow;
  expect(rowFace(row, NOON, NOON)).toEqual({
    kind: 'close',
    state: 'paused',
    ms: null,
    at: NOON + HOUR,
    counted: 'wall',
    isClosed: false,
  });
});
