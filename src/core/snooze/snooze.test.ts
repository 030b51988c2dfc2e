import { describe, expect, test } from 'vitest';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import { history, PETRA, zagreb } from '#test/harness/core.ts';

const NINE = zagreb('2026-11-20 09:00');
const HALF_PAST = NINE + 30 * MINUTE;

describe('a snooze', () => {
  test('ends when its time has come, and the assignee hears of it', () => {
    const told = history(NINE);
    expect(told.at(NINE, { type: 'snooze', until: NINE + 10 * MINUTE }, PETRA).ok).toBe(true);
    expect(told.ticket.snooze).toEqual({ by: PETRA, until: NINE + 10 * MINUTE });
    expect(dueAt(told.ticket)).toBe(NINE + 10 * MINUTE);
    expect(told.tick(NINE + 10 * MINUTE)).toContainEqual({ type: 'snooze_ended', why: 'time' });
    expect(told.ticket.snooze).toBeNull();
  });

  test('never reaches past what is due: exactly at due is the longest', () => {
    const told = history(NINE);
    const due = NINE + HOUR;
    expect(told.at(NINE, { type: 'snooze', until: due + 1 }, PETRA)).toMatchObject({ refusal: 'snooze_past_due' });
    expect(told.at(NINE, { type: 'snooze', until: due }, PETRA).ok).toBe(true);
  });

  test('edge case 28: is what comes next where it ends before the clock is due; the clock wins where both are at once', () => {
    const told = history(NINE);
    told.at(NINE, { type: 'snooze', until: HALF_PAST }, PETRA);
    expect(nextEvent(told.ticket)).toEqual({ at: HALF_PAST, kind: 'snooze' });
    told.at(NINE, { type: 'snooze', until: NINE + HOUR }, PETRA);
    expect(nextEvent(told.ticket)).toEqual({ at: NINE + HOUR, kind: 'first_reply' });
    told.at(NINE, { type: 'end_snooze' }, PETRA);
    expect(nextEvent(told.ticket)).toEqual({ at: NINE + HOUR, kind: 'first_reply' });
  });

  test('gives way to the clock when what is due comes nearer afterwards', () => {
    const told = history(NINE);
    told.at(NINE, { type: 'snooze', until: NINE + HOUR }, PETRA);
    told.tick(HALF_PAST);
    expect(told.log.at(-1)?.event.type).toBe('target_at_risk');
    expect(told.ticket.snooze).toBeNull();
  });

  test('ends with a message of somebody outside, and not with one of a machine', () => {
    const told = history(NINE);
    told.at(NINE, { type: 'snooze', until: HALF_PAST }, PETRA);
    told.at(NINE + MINUTE, { type: 'receive', messageId: 2, authorId: 1, kind: 'auto_reply' });
    expect(told.ticket.snooze).not.toBeNull();
    told.at(NINE + MINUTE, { type: 'receive', messageId: 3, authorId: 1, kind: 'message' });
    expect(told.ticket.snooze).toBeNull();
  });

  test('moves no clock', () => {
    const told = history(NINE);
    const { clocks } = told.ticket;
    told.at(NINE, { type: 'snooze', until: HALF_PAST }, PETRA);
    told.at(NINE + MINUTE, { type: 'end_snooze' }, PETRA);
    expect(told.ticket.clocks).toEqual(clocks);
  });

  test('is refused into the past, for longer than anybody remembers, of what is solved, and to be ended twice', () => {
    const told = history(NINE);
    expect(told.at(NINE, { type: 'snooze', until: NINE }, PETRA)).toMatchObject({ refusal: 'moment_past' });
    expect(told.at(NINE, { type: 'snooze', until: NINE + 91 * DAY }, PETRA)).toMatchObject({
      refusal: 'snooze_too_long',
    });
    expect(told.at(NINE, { type: 'end_snooze' }, PETRA)).toMatchObject({ refusal: 'not_snoozed' });
    told.at(NINE, { type: 'set_status', to: 'solved' }, PETRA);
    expect(told.at(NINE, { type: 'snooze', until: HALF_PAST }, PETRA)).toMatchObject({ refusal: 'ticket_solved' });
  });
});
