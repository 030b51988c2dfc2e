import { expect, test } from 'vitest';
import { FIRST_YEAR, LAST_YEAR, yearOf } from '#core/sla/business-hours/range.ts';

test('every year begins with its first millisecond and ends with its last', () => {
  const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, i) => FIRST_YEAR + i);
  expect(years.map((year) => yearOf(Date.UTC(year, 0, 1)))).toEqual(years);
  expect(years.map((year) => yearOf(Date.UTC(year, 6, 1)))).toEqual(years);
  expect(years.map((year) => yearOf(Date.UTC(year + 1, 0, 1) - 1))).toEqual(years);
});

test('what lies outside the range is pulled to its ends', () => {
  expect(yearOf(Date.UTC(1066, 0))).toBe(FIRST_YEAR);
  expect(yearOf(Number.NEGATIVE_INFINITY)).toBe(FIRST_YEAR);
  expect(yearOf(Date.UTC(2300, 0, 1))).toBe(LAST_YEAR);
  expect(yearOf(Number.POSITIVE_INFINITY)).toBe(LAST_YEAR);
});
