import { expect, test } from 'vitest';
import { dutyAt, type Shift } from '#core/people/duty.ts';

const DAYS: Shift = {
  dutyListId: 7,
  isWorkingHours: true,
  timeZone: 'Europe/Zagreb',
  weekday: 1,
  date: null,
  opensMinute: 8 * 60,
  closesMinute: 16 * 60,
};
const at = (iso: string) => Date.parse(iso);
const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ ...DAYS, weekday }));

test('a shift holds from its first instant up to, not including, its last', () => {
  // Monday 2026-11-23, Zagreb is an hour ahead of UTC
  expect(dutyAt([DAYS], at('2026-11-23T06:59:59.999Z'))).toEqual({
    onDutyIds: [],
    onShift: false,
    nextChangeAt: at('2026-11-23T07:00:00Z'),
    works: [
      { from: at('2026-11-23T07:00:00Z'), until: at('2026-11-23T15:00:00Z') },
      { from: at('2026-11-30T07:00:00Z'), until: at('2026-11-30T15:00:00Z') },
    ],
  });
  expect(dutyAt([DAYS], at('2026-11-23T07:00:00Z'))).toMatchObject({
    onDutyIds: [7],
    onShift: true,
    nextChangeAt: at('2026-11-23T15:00:00Z'),
  });
  expect(dutyAt([DAYS], at('2026-11-23T15:00:00Z')).onShift).toBe(false);
});

test('on Friday evening the next change is Monday morning', () => {
  expect(dutyAt(weekdays, at('2026-11-20T17:00:00Z')).nextChangeAt).toBe(at('2026-11-23T07:00:00Z'));
});

test('a night written as two shifts has no seam at midnight', () => {
  const night: Shift[] = [
    { ...DAYS, weekday: 1, opensMinute: 22 * 60, closesMinute: 24 * 60 },
    { ...DAYS, weekday: 2, opensMinute: 0, closesMinute: 6 * 60 },
  ];
  expect(dutyAt(night, at('2026-11-23T22:59:00Z'))).toMatchObject({
    onDutyIds: [7],
    onShift: true,
    nextChangeAt: at('2026-11-24T05:00:00Z'),
  });
});

test('who is on duty for something does not thereby have working hours', () => {
  const weekend: Shift = { ...DAYS, dutyListId: 9, isWorkingHours: false, weekday: 6 };
  expect(dutyAt([weekend], at('2026-11-23T09:00:00Z'))).toMatchObject({ onDutyIds: [], onShift: true });
  expect(dutyAt([weekend, ...weekdays], at('2026-11-28T09:00:00Z'))).toMatchObject({ onDutyIds: [9], onShift: false });
  expect(dutyAt([], at('2026-11-28T09:00:00Z'))).toEqual({
    onDutyIds: [],
    onShift: true,
    nextChangeAt: null,
    works: null,
  });
});

test('a shift on a date is worked on that date, in the zone of its list', () => {
  const dated: Shift = { ...DAYS, timeZone: 'Asia/Manila', weekday: null, date: '2026-12-24' };
  // eight hours ahead of UTC
  expect(dutyAt([dated], at('2026-12-23T23:59:00Z')).onShift).toBe(false);
  expect(dutyAt([dated], at('2026-12-24T00:00:00Z')).onShift).toBe(true);
  expect(dutyAt([dated], at('2026-12-31T00:00:00Z')).onShift).toBe(false);
});

test('in the night the clocks go forward, a shift begins when they jump over its beginning', () => {
  const early: Shift = { ...DAYS, weekday: 7, opensMinute: 150, closesMinute: 8 * 60 };
  // 2027-03-28: 02:00 becomes 03:00
  expect(dutyAt([early], at('2027-03-28T00:30:00Z')).nextChangeAt).toBe(at('2027-03-28T01:00:00Z'));
});
