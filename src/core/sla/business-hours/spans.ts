import type { Instant } from '#core/time.ts';
import type { BusinessHours } from '#core/sla/business-hours/calendar.ts';
import { yearOf } from '#core/sla/business-hours/range.ts';
import { lastAtMost, yearAt } from '#core/sla/business-hours/year.ts';

/** Open from `opens` until, not including, `closes`. */
export interface OpenSpan {
  readonly opens: Instant;
  readonly closes: Instant;
}

export const MOST_SPANS = 1_000;

/**
 * The open spans within [from, to), in order, for explaining and drawing; at most `limit` of them.
 * `complete` is false when there are more.
 */
export function openSpans(
  calendar: BusinessHours,
  from: Instant,
  to: Instant,
  limit: number = MOST_SPANS,
): { readonly spans: readonly OpenSpan[]; readonly complete: boolean } {
  const spans: OpenSpan[] = [];
  for (let number = yearOf(from); to > from && number <= yearOf(to); number++) {
    const year = yearAt(calendar, number);
    const first = Math.max(0, lastAtMost(year.opens, from));
    for (let i = first; i < year.opens.length && year.opens[i]! < to; i++) {
      const opens = Math.max(from, year.opens[i]!);
      const closes = Math.min(to, year.closes[i]!);
      if (closes <= opens) continue;
      const last = spans.at(-1);
      // a span over New Year is cut in two where it is stored
      if (last?.closes === opens) spans[spans.length - 1] = { opens: last.opens, closes };
      else if (spans.length === limit) return { spans, complete: false };
      else spans.push({ opens, closes });
    }
  }
  return { spans, complete: true };
}
