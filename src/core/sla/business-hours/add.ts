import { refuse, type Refusal } from '#core/result.ts';
import type { Duration, Instant } from '#core/time.ts';
import type { BusinessHours } from '#core/sla/business-hours/calendar.ts';
import { EMPTY_YEARS_THAT_MEAN_NEVER, LAST_YEAR, RANGE_END, yearOf } from '#core/sla/business-hours/range.ts';
import { instantAfter, openTimeBefore, yearAt } from '#core/sla/business-hours/year.ts';

/**
 * The earliest instant at which `amount` of open time has passed since `start`. It may be a closing instant, never the
 * opening after it. `at` is null when that moment never comes. Refused unless `amount` is a whole number of
 * milliseconds above zero.
 */
export function addOpenTime(
  calendar: BusinessHours,
  start: Instant,
  amount: Duration,
): { ok: true; at: Instant | null } | Refusal<'invalid_duration'> {
  if (!Number.isSafeInteger(amount) || amount <= 0) return refuse('invalid_duration');
  return { ok: true, at: findAfter(calendar, start, amount) };
}

function findAfter(calendar: BusinessHours, start: Instant, amount: Duration): Instant | null {
  if (start >= RANGE_END) return null;
  let number = yearOf(start);
  let year = yearAt(calendar, number);
  let wanted = openTimeBefore(year, start) + amount;
  let emptyYears = 0;
  while (wanted > year.total) {
    wanted -= year.total;
    emptyYears = year.total === 0 ? emptyYears + 1 : 0;
    number += 1;
    if (emptyYears === EMPTY_YEARS_THAT_MEAN_NEVER || number > LAST_YEAR) return null;
    year = yearAt(calendar, number);
  }
  return instantAfter(year, wanted);
}
