import type { Duration, Instant } from '#core/time.ts';
import type { BusinessHours } from '#core/sla/business-hours/calendar.ts';
import { yearOf } from '#core/sla/business-hours/range.ts';
import { openTimeBefore, yearAt } from '#core/sla/business-hours/year.ts';

/** The open time within [from, to), in milliseconds; 0 when `to` is not after `from`. */
export function openTimeBetween(calendar: BusinessHours, from: Instant, to: Instant): Duration {
  if (to <= from) return 0;
  const first = yearOf(from);
  const last = yearOf(to);
  let sum = openTimeBefore(yearAt(calendar, last), to) - openTimeBefore(yearAt(calendar, first), from);
  for (let number = first; number < last; number++) sum += yearAt(calendar, number).total;
  return sum;
}
