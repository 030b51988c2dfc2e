import { coveredBy, isCovered, type Conditions } from '#core/lint/cover.ts';
import { finding, type Finding } from '#core/lint/finding.ts';
import type { Matrix, MatrixConditions, MatrixRow } from '#core/matrix/matrix.ts';
import { isOpen, nextOpen, openSpans, openTimeBetween, type BusinessHours } from '#core/sla/business-hours.ts';
import { CHANNELS, LANGUAGES, SEVERITIES } from '#core/ticket/ticket.ts';
import { DAY, type Duration, type Instant } from '#core/time.ts';

/** Hours are looked at so far ahead: a holiday of another country may be the only day on which they differ. */
const COMING: Duration = 4 * 365 * DAY;

/** What the lint of a matrix looks at. */
export interface MatrixSight {
  from: Instant;
  until: Instant;
  /** The hours of a calendar by its name; null when there is none. */
  hoursOf(calendar: string): BusinessHours | null;
}

/** Rows that no ticket can come to. */
export function lintMatrix(matrix: Pick<Matrix, 'name' | 'rows' | 'otherwise'>, sight: MatrixSight): Finding[] {
  const place = (field: string) => ({ kind: 'matrix' as const, name: matrix.name, field });
  const together = hoursTogether(matrix.rows, sight);
  const asked = matrix.rows.map(({ when }) => conditionsOf(when, together));
  const universe = { severities: SEVERITIES, channels: CHANNELS, languages: LANGUAGES, ...together.universe };
  const findings = matrix.rows.flatMap((row, index) => {
    const earlier = asked.slice(0, index);
    const at = place(`rows.${index}`);
    if (neverIn(row, sight)) {
      return finding('row_never_in_hours', place(`rows.${index}.when.hours`), {
        row: row.id,
        calendar: row.when.hours!.calendar,
        state: row.when.hours!.state,
      });
    }
    const by = coveredBy(asked[index]!, earlier);
    if (by !== null) return finding('row_shadowed', at, { row: row.id, by: matrix.rows[by]!.id });
    if (isCovered(asked[index]!, earlier, universe)) return finding('row_unreachable', at, { row: row.id });
    return [];
  });
  return isCovered({}, asked, universe) && matrix.rows.length > 0
    ? [...findings, finding('otherwise_unreachable', place('otherwise'))]
    : findings;
}

/** Which hours of the named calendars are open at once: whether two of them ever are is a matter of their hours. */
interface Together {
  /** The values of a row's condition on hours, by the calendar and its state; undefined = no such calendar is known. */
  of(calendar: string, state: 'open' | 'closed'): readonly string[] | undefined;
  universe: Record<string, readonly string[]>;
}

/** Every way in which the calendars that rows name are open and closed at one moment of the coming years. */
function hoursTogether(rows: readonly MatrixRow[], { from, hoursOf }: MatrixSight): Together {
  const named = [...new Set(rows.flatMap(({ when }) => when.hours?.calendar ?? []))];
  const known = named.flatMap((name) => {
    const hours = hoursOf(name);
    return hours === null ? [] : [{ name, hours }];
  });
  const unknown = named.filter((name) => hoursOf(name) === null);
  const ways = waysOf(
    known.map(({ hours }) => hours),
    from,
  );
  return {
    of(calendar, state) {
      const place = known.findIndex(({ name }) => name === calendar);
      return place === -1 ? undefined : ways.filter((way) => way.split(' ')[place] === state);
    },
    universe: {
      ...Object.fromEntries(unknown.map((name) => [hoursKey(name), ['open', 'closed']])),
      ...(known.length === 0 ? {} : { hours: ways }),
    },
  };
}

/** A word a calendar, in their order, for every moment at which one of them opens or closes. */
function waysOf(calendars: readonly BusinessHours[], from: Instant): string[] {
  const switches = calendars.flatMap((hours) =>
    openSpans(hours, from, from + COMING, Infinity).spans.flatMap(({ opens, closes }) => [opens, closes]),
  );
  const wayAt = (at: Instant) => calendars.map((hours) => (isOpen(hours, at) ? 'open' : 'closed')).join(' ');
  return [...new Set([from, ...switches.filter((at) => at < from + COMING)].map(wayAt))];
}

function conditionsOf({ hours, ...lists }: MatrixConditions, together: Together): Conditions {
  const named = Object.entries(lists).filter(([, values]) => values !== undefined);
  const conditions = Object.fromEntries(named) as Record<string, readonly string[]>;
  if (hours === undefined) return conditions;
  const ways = together.of(hours.calendar, hours.state);
  return ways === undefined
    ? { ...conditions, [hoursKey(hours.calendar)]: [hours.state] }
    : { ...conditions, hours: ways };
}

const hoursKey = (calendar: string): string => `hours ${calendar}`;

function neverIn({ when }: MatrixRow, { from, until, hoursOf }: MatrixSight): boolean {
  const hours = when.hours === undefined ? null : hoursOf(when.hours.calendar);
  if (hours === null || when.hours === undefined) return false;
  if (when.hours.state === 'closed') return openTimeBetween(hours, from, until) === until - from;
  const opens = isOpen(hours, from) ? from : nextOpen(hours, from);
  return opens === null || opens >= until;
}
