import type { Instant } from '#core/time.ts';
import type { BusinessHours } from '#core/sla/business-hours/calendar.ts';
import { EMPTY_YEARS_THAT_MEAN_NEVER, LAST_YEAR, RANGE_END, yearOf } from '#core/sla/business-hours/range.ts';
import { lastAtMost, yearAt } from '#core/sla/business-hours/year.ts';

/** Whether `at` is within opening hours; the closing instant is not. */
export function isOpen(calendar: BusinessHours, at: Instant): boolean {
  const year = yearAt(calendar, yearOf(at));
  const span = lastAtMost(year.opens, at);
  return span >= 0 && at < year.closes[span]!;
}

/** The first open instant at or after `at`; null when there is none. */
export function nextOpen(calendar: BusinessHours, at: Instant): Instant | null {
  if (at >= RANGE_END) return null;
  if (isOpen(calendar, at)) return at;
  let number = yearOf(at);
  let emptyYears = 0;
  for (;;) {
    const year = yearAt(calendar, number);
    const opening = year.opens[lastAtMost(year.opens, at) + 1];
    if (opening !== undefined) return opening;
    emptyYears = year.total === 0 ? emptyYears + 1 : 0;
    number += 1;
    if (emptyYears === EMPTY_YEARS_THAT_MEAN_NEVER || number > LAST_YEAR) return null;
  }
}
