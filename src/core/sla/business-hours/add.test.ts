import { expect, test } from 'vitest';
import { addOpenTime, nextOpen, openTimeBetween, type CalendarDefinition } from '#core/sla/business-hours.ts';
import { RANGE_END } from '#core/sla/business-hours/range.ts';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import { compiled } from '#test/random-calendar.ts';

const hours = [['09:00', '17:00']] as const;
const office: CalendarDefinition = {
  timeZone: 'Europe/Zagreb',
  week: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
};
const friday = Date.parse('2026-06-05T16:30:00+02:00');
const monday = Date.parse('2026-06-08T09:00:00+02:00');

/** Every date from `first`, `days` long, as a holiday. */
function closure(first: string, days: number): string[] {
  return Array.from({ length: days }, (_, day) => new Date(Date.parse(first) + day * DAY).toISOString().slice(0, 10));
}

test('what is left on Friday is used before Monday', () => {
  expect(addOpenTime(compiled(office), friday, HOUR)).toEqual({ ok: true, at: monday + HOUR / 2 });
});

test('time that ends with the day is due at closing, not at the next opening', () => {
  expect(addOpenTime(compiled(office), friday, HOUR / 2)).toEqual({ ok: true, at: friday + HOUR / 2 });
  expect(addOpenTime(compiled(office), friday, HOUR / 2 + 1)).toEqual({ ok: true, at: monday + 1 });
});

test.each([0, -1, -MINUTE, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('an amount of %s is refused', (amount) => {
  expect(addOpenTime(compiled(office), friday, amount)).toEqual({ ok: false, refusal: 'invalid_duration' });
});

test('after a closure of 1,500 days, of four years and of ten years the rest runs on', () => {
  for (const days of [1_500, 1_461, 3_650]) {
    const calendar = compiled({ ...office, holidays: closure('2026-06-06', days) });
    const reopens = nextOpen(calendar, friday + HOUR)!;
    expect(reopens).toBeGreaterThanOrEqual(Date.parse('2026-06-06') + days * DAY);
    expect(addOpenTime(calendar, friday, HOUR)).toEqual({ ok: true, at: reopens + HOUR / 2 });
    expect(openTimeBetween(calendar, friday, reopens)).toBe(HOUR / 2);
  }
});

test('a calendar that never opens, or not for eleven years, has no moment', () => {
  const never = compiled({ timeZone: 'UTC', week: {} });
  const later = compiled({ ...office, week: {}, overrides: { '2037-06-05': hours } });
  for (const calendar of [never, later]) {
    expect(addOpenTime(calendar, friday, 1)).toEqual({ ok: true, at: null });
    expect(nextOpen(calendar, friday)).toBeNull();
  }
  expect(openTimeBetween(never, friday, friday + 365 * DAY)).toBe(0);
  expect(openTimeBetween(later, friday, Date.UTC(2038, 0))).toBe(8 * HOUR);
});

test('an opening of one hour a year is found year after year', () => {
  const yearly = Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [`${2026 + i}-12-31`, [['12:00', '13:00']] as const]),
  );
  const calendar = compiled({ timeZone: 'UTC', overrides: yearly });
  expect(addOpenTime(calendar, Date.UTC(2026, 0), 20 * HOUR)).toEqual({ ok: true, at: Date.UTC(2045, 11, 31, 13) });
  expect(addOpenTime(calendar, Date.UTC(2026, 0), 20 * HOUR + 1)).toEqual({ ok: true, at: null });
});

test('a night open over New Year counts on', () => {
  const always = compiled({ timeZone: 'America/New_York', alwaysOpen: true });
  expect(addOpenTime(always, Date.UTC(2026, 11, 31, 23), 2 * HOUR)).toEqual({ ok: true, at: Date.UTC(2027, 0, 1, 1) });
  expect(openTimeBetween(always, Date.UTC(2020, 0), Date.UTC(2030, 0))).toBe(Date.UTC(2030, 0) - Date.UTC(2020, 0));
});

test('searches end at the end of the range', () => {
  const always = compiled({ timeZone: 'UTC', alwaysOpen: true });
  expect(addOpenTime(always, RANGE_END - DAY, DAY)).toEqual({ ok: true, at: RANGE_END });
  expect(addOpenTime(always, RANGE_END - DAY, DAY + 1)).toEqual({ ok: true, at: null });
  expect(addOpenTime(always, RANGE_END, 1)).toEqual({ ok: true, at: null });
  expect(nextOpen(always, RANGE_END)).toBeNull();
  expect(openTimeBetween(always, RANGE_END - DAY, Number.POSITIVE_INFINITY)).toBe(DAY);
});

test('a moment that is no number is a bug, not a closed hour', () => {
  expect(() => addOpenTime(compiled(office), Number.NaN, HOUR)).toThrow(TypeError);
});
