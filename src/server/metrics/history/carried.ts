import { HOUR } from '#core/time.ts';
import type { HistoryRow } from './row.ts';

/** What the other desk says of itself, by the columns it carried along. Hours are rounded to hundredths, rates to four digits. */
export interface CarriedFigures {
  incidents: number;
  events: number;
  states: Record<string, number>;
  made_sla_true: number;
  sla_attainment: number;
  any_event_sla_false: number;
  reassigned_ge1: number;
  reassigned_ge3: number;
  reassigned_rate: number;
  groups_ge2: number;
  reopened: number;
  reopened_rate: number;
  no_touch_fcr_proxy: number;
  resolution_hours: { n: number; mean: number; median: number; p90: number };
  by_priority: Record<string, { incidents: number; sla_attainment: number }>;
  channels: Record<string, number>;
  priority_changed: number;
  first_opened: string;
  last_opened: string;
}

/** Computes them from a history's rows, which are in the order of time: what a ticket's last row carries counts. */
export function carriedFigures(rows: readonly HistoryRow[]): CarriedFigures {
  const tickets = [...Map.groupBy(rows, (row) => row.number).values()];
  const lasts = tickets.map((list) => list.at(-1)!);
  const count = (holds: (row: HistoryRow) => boolean): number => lasts.filter(holds).length;
  const share = (part: number, of: number): number => Number((part / of).toFixed(4));
  const attained = (list: HistoryRow[]): number =>
    share(list.filter(({ carried }) => carried.madeSla === true).length, list.length);
  const reassigned = (atLeast: number) => count(({ carried }) => (carried.reassignments ?? 0) >= atLeast);
  const reopened = count(({ carried }) => (carried.reopenings ?? 0) >= 1);
  const opened = lasts.flatMap(({ openedAt }) => openedAt ?? []).toSorted((one, other) => one - other);
  return {
    incidents: tickets.length,
    events: rows.length,
    states: tally(rows.map(({ carried }) => carried.state)),
    made_sla_true: count(({ carried }) => carried.madeSla === true),
    sla_attainment: attained(lasts),
    any_event_sla_false: tickets.filter((list) => list.some(({ carried }) => carried.madeSla === false)).length,
    reassigned_ge1: reassigned(1),
    reassigned_ge3: reassigned(3),
    reassigned_rate: share(reassigned(1), tickets.length),
    groups_ge2: tickets.filter((list) => new Set(list.flatMap(({ team }) => team ?? [])).size >= 2).length,
    reopened,
    reopened_rate: share(reopened, tickets.length),
    no_touch_fcr_proxy: count(({ carried }) => carried.reassignments === 0 && carried.reopenings === 0),
    resolution_hours: spread(
      lasts.flatMap(({ openedAt, carried: { resolvedAt } }) =>
        openedAt === null || resolvedAt === null ? [] : (resolvedAt - openedAt) / HOUR,
      ),
    ),
    by_priority: Object.fromEntries(
      [...Map.groupBy(lasts, ({ carried }) => carried.priority)].map(([priority, list]) => [
        priority,
        { incidents: list.length, sla_attainment: attained(list) },
      ]),
    ),
    channels: tally(lasts.map(({ carried }) => carried.contactType)),
    priority_changed: tickets.filter((list) => new Set(list.flatMap(({ severity }) => severity ?? [])).size >= 2)
      .length,
    first_opened: wall(opened[0]),
    last_opened: wall(opened.at(-1)),
  };
}

function tally(names: string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, list]) => [name, list.length]));
}

/** Median by interpolation, p90 by the nearest rank. */
function spread(hours: number[]): CarriedFigures['resolution_hours'] {
  const sorted = hours.toSorted((one, other) => one - other);
  const n = sorted.length;
  const at = (rank: number): number => sorted[rank] ?? 0;
  const rounded = (value: number): number => Number(value.toFixed(2));
  return {
    n,
    mean: n === 0 ? 0 : rounded(sorted.reduce((sum, each) => sum + each, 0) / n),
    median: rounded((at(Math.floor((n - 1) / 2)) + at(Math.floor(n / 2))) / 2),
    p90: rounded(at(Math.ceil(0.9 * n) - 1)),
  };
}

const wall = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString().slice(0, 19));
