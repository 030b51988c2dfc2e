import { DAY, type Duration, type Instant } from '#core/time.ts';
import type { BusinessHours, Year } from '#core/sla/business-hours/calendar.ts';
import { weekdayOf, type DayNumber } from '#core/sla/business-hours/dates.ts';
import { FIRST_YEAR } from '#core/sla/business-hours/range.ts';
import type { Row } from '#core/sla/business-hours/rows.ts';
import { resolveWall } from '#core/sla/business-hours/zone.ts';

/** The spans of one year between FIRST_YEAR and LAST_YEAR, computed at the first question about it. */
export function yearAt(calendar: BusinessHours, year: number): Year {
  return (calendar.years[year - FIRST_YEAR] ??= buildYear(calendar, year));
}

function rowsOn(calendar: BusinessHours, day: DayNumber): readonly Row[] {
  return calendar.dates.get(day) ?? calendar.week[weekdayOf(day)] ?? [];
}

function buildYear(calendar: BusinessHours, year: number): Year {
  const from = Date.UTC(year, 0, 1);
  const to = Date.UTC(year + 1, 0, 1);
  const opens: Instant[] = [];
  const closes: Instant[] = [];
  // local dates run up to a day ahead of and behind UTC
  for (let day = from / DAY - 1; day <= to / DAY; day++) {
    for (const row of rowsOn(calendar, day)) {
      const open = Math.max(from, resolveWall(calendar.zone, day * DAY + row.from));
      const close = Math.min(to, resolveWall(calendar.zone, day * DAY + row.to));
      if (close <= open) continue;
      if (closes.at(-1) === open) closes[closes.length - 1] = close;
      else {
        opens.push(open);
        closes.push(close);
      }
    }
  }
  return withSums(opens, closes);
}

function withSums(opens: readonly Instant[], closes: readonly Instant[]): Year {
  const openBefore = new Float64Array(opens.length);
  let total = 0;
  for (let i = 0; i < opens.length; i++) {
    openBefore[i] = total;
    total += closes[i]! - opens[i]!;
  }
  return { opens: Float64Array.from(opens), closes: Float64Array.from(closes), openBefore, total };
}

/** The last index whose value is <= `limit`, or -1; `values` ascend. */
export function lastAtMost(values: Float64Array, limit: number): number {
  let low = -1;
  let high = values.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= limit) low = middle;
    else high = middle;
  }
  return low;
}

/** Open time of the year before `at`. */
export function openTimeBefore(year: Year, at: Instant): Duration {
  const span = lastAtMost(year.opens, at);
  if (span < 0) return 0;
  return year.openBefore[span]! + Math.min(at, year.closes[span]!) - year.opens[span]!;
}

/** The earliest instant of the year before which `amount` of it was open; 0 < amount <= total. */
export function instantAfter(year: Year, amount: Duration): Instant {
  // amounts are whole milliseconds, so "strictly before" is "at most one less": a full span ends at its closing instant
  const span = lastAtMost(year.openBefore, amount - 1);
  return year.opens[span]! + (amount - year.openBefore[span]!);
}
