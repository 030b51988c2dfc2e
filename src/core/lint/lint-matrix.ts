import { coveredBy, isCovered, type Conditions } from '#core/lint/cover.ts';
import { finding, type Finding } from '#core/lint/finding.ts';
import type { Matrix, MatrixConditions, MatrixRow } from '#core/matrix/matrix.ts';
import { isOpen, nextOpen, openTimeBetween, type BusinessHours } from '#core/sla/business-hours.ts';
import { CHANNELS, LANGUAGES, SEVERITIES } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

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
  const asked = matrix.rows.map(({ when }) => conditionsOf(when));
  const universe = universeOf(matrix.rows);
  const findings = matrix.rows.flatMap((row, index) => {
    const earlier = asked.slice(0, index);
    const by = coveredBy(asked[index]!, earlier);
    const at = place(`rows.${index}`);
    if (by !== null) return finding('row_shadowed', at, { row: row.id, by: matrix.rows[by]!.id });
    if (isCovered(asked[index]!, earlier, universe)) return finding('row_unreachable', at, { row: row.id });
    if (neverIn(row, sight)) {
      return finding('row_never_in_hours', place(`rows.${index}.when.hours`), {
        row: row.id,
        calendar: row.when.hours!.calendar,
        state: row.when.hours!.state,
      });
    }
    return [];
  });
  return isCovered({}, asked, universe) && matrix.rows.length > 0
    ? [...findings, finding('otherwise_unreachable', place('otherwise'))]
    : findings;
}

/** A calendar is a dimension of its own: it is open or closed whatever others are. */
function conditionsOf({ hours, ...lists }: MatrixConditions): Conditions {
  const named = Object.entries(lists).filter(([, values]) => values !== undefined);
  const conditions = Object.fromEntries(named) as Record<string, readonly string[]>;
  return hours === undefined ? conditions : { ...conditions, [hoursKey(hours.calendar)]: [hours.state] };
}

const hoursKey = (calendar: string): string => `hours ${calendar}`;

function universeOf(rows: MatrixRow[]): Record<string, readonly string[]> {
  const calendars = rows.flatMap(({ when }) => when.hours?.calendar ?? []);
  return {
    severities: SEVERITIES,
    channels: CHANNELS,
    languages: LANGUAGES,
    ...Object.fromEntries(calendars.map((each) => [hoursKey(each), ['open', 'closed']])),
  };
}

function neverIn({ when }: MatrixRow, { from, until, hoursOf }: MatrixSight): boolean {
  const hours = when.hours === undefined ? null : hoursOf(when.hours.calendar);
  if (hours === null || when.hours === undefined) return false;
  if (when.hours.state === 'closed') return openTimeBetween(hours, from, until) === until - from;
  const opens = isOpen(hours, from) ? from : nextOpen(hours, from);
  return opens === null || opens >= until;
}
