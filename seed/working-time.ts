import { compileCalendar, openSpans } from '#core/sla/business-hours.ts';
import { DAY, type Duration, type Instant } from '#core/time.ts';
import type { CalendarBody } from '#server/sla/store.ts';

/**
 * The instant so much working time before `now`, so that the demonstration looks alive whenever it is begun: a
 * ticket 40 working minutes old is that on a Sunday night as well.
 */
export function workingTimeAgo(calendar: CalendarBody, now: Instant): (length: Duration) => Instant {
  const compiled = compileCalendar(calendar as Parameters<typeof compileCalendar>[0]);
  if (!compiled.ok) throw new Error('the demonstration hours are invalid');
  const spans = openSpans(compiled.calendar, now - 30 * DAY, now).spans.toReversed();
  return (length) => {
    let left = length;
    for (const span of spans) {
      const open = span.closes - span.opens;
      if (left < open) return span.closes - left;
      left -= open;
    }
    throw new Error('the demonstration has no past this long');
  };
}
