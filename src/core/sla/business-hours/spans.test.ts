import { expect, test } from 'vitest';
import { isOpen, nextOpen, openSpans } from '#core/sla/business-hours.ts';
import { DAY, HOUR } from '#core/time.ts';
import { compiled } from '#test/random-calendar.ts';

const calendar = compiled({
  timeZone: 'UTC',
  week: {
    mon: [
      ['09:00', '12:00'],
      ['13:00', '17:00'],
    ],
    tue: [['09:00', '17:00']],
  },
});
const monday = Date.UTC(2026, 0, 5);

test('the spans of a week are cut at its ends', () => {
  expect(openSpans(calendar, monday + 10 * HOUR, monday + DAY + 10 * HOUR)).toEqual({
    spans: [
      { opens: monday + 10 * HOUR, closes: monday + 12 * HOUR },
      { opens: monday + 13 * HOUR, closes: monday + 17 * HOUR },
      { opens: monday + DAY + 9 * HOUR, closes: monday + DAY + 10 * HOUR },
    ],
    complete: true,
  });
});

test('there are none from a closing to the next opening, nor backwards', () => {
  const nothing = { spans: [], complete: true };
  expect(openSpans(calendar, monday + 12 * HOUR, monday + 13 * HOUR)).toEqual(nothing);
  expect(openSpans(calendar, monday + DAY, monday)).toEqual(nothing);
});

test('a list that was cut short says so', () => {
  const { spans, complete } = openSpans(calendar, monday, monday + 70 * DAY, 3);
  expect(spans).toHaveLength(3);
  expect(complete).toBe(false);
  expect(openSpans(calendar, monday, monday + 2 * DAY, 3).complete).toBe(true);
  expect(openSpans(calendar, 0, Number.POSITIVE_INFINITY).spans).toHaveLength(1_000);
});

test('a span over New Year is one', () => {
  const always = compiled({ timeZone: 'Asia/Manila', alwaysOpen: true });
  const from = Date.UTC(2025, 5);
  const to = Date.UTC(2029, 5);
  expect(openSpans(always, from, to)).toEqual({ spans: [{ opens: from, closes: to }], complete: true });
});

test('opening is open, closing is not, and the next opening may be now', () => {
  const opening = monday + 9 * HOUR;
  expect(isOpen(calendar, opening - 1)).toBe(false);
  expect(isOpen(calendar, opening)).toBe(true);
  expect(isOpen(calendar, monday + 12 * HOUR - 1)).toBe(true);
  expect(isOpen(calendar, monday + 12 * HOUR)).toBe(false);
  expect(nextOpen(calendar, opening - 1)).toBe(opening);
  expect(nextOpen(calendar, opening)).toBe(opening);
  expect(nextOpen(calendar, monday + 12 * HOUR)).toBe(monday + 13 * HOUR);
  expect(nextOpen(calendar, Date.UTC(2025, 11, 31))).toBe(opening);
});
