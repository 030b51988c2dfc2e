import type { VersionId } from '#core/ids.ts';
import { nearestClock } from '#core/sla/clock.ts';
import { kindOf } from '#core/sla/policy.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { clockRow, type ClockRow } from './clock-row.ts';
import type { ShownClock } from './clock-view.ts';
import { escalationRow, type EscalationRow } from './escalation-row.ts';
import { given } from './row.ts';

const CLOCK = [
  'kind',
  'calendar_version_id',
  'target_ms',
  'cycle',
  'state',
  'banked_ms',
  'due_at',
  'breached_at',
  'breach_cause',
  'earlier_breaches',
  'paused_at',
  'stopped_at',
  'outcome',
  'stopped_by',
] as const satisfies (keyof ClockRow)[];
const LIVE = ['id', 'status', 'path_version_id', 'step_index', 'told'] as const satisfies (keyof EscalationRow)[];

type ValuesOf<Row, Names extends readonly (keyof Row)[]> = { [Index in keyof Names]: Row[Names[Index]] };

/**
 * What a list shows of a ticket's child rows, kept ready in its own: of the nearest clock and of the escalation under way
 * the columns above, in their order, moments in milliseconds; between them how many other clocks run or are paused.
 */
export type Shown = [
  clock: ValuesOf<ClockRow, typeof CLOCK> | null,
  others: number,
  live: ValuesOf<LiveRow, typeof LIVE> | null,
];
type LiveRow = EscalationRow & { status: Exclude<EscalationRow['status'], 'ended'> };

/** `Shown` of a ticket. `SHOWN` reads the same of its rows. */
export const shownOf = (ticket: Ticket): Shown => {
  const clock = nearestClock(ticket.clocks);
  const live = ticket.escalations.findLast(({ status }) => status !== 'ended');
  const others = ticket.clocks.filter((each) => each.state !== 'stopped' && each.key !== clock?.key).length;
  return [
    clock === null ? null : valuesOf(CLOCK, clockRow(ticket, clock, true)),
    others,
    live === undefined ? null : valuesOf(LIVE, escalationRow(ticket.id, live) as LiveRow),
  ];
};

const valuesOf = <Row, Names extends readonly (keyof Row)[]>(names: Names, row: Row) =>
  names.map((name) => row[name]) as unknown as ValuesOf<Row, Names>;

/** SQL for a moment as the milliseconds it is in JSON; cut, as everywhere. */
const millis = (moment: string): string => `floor(date_part('epoch', ${moment}) * 1000 + 0.0005)`;

const columnsOf = (columns: readonly string[], table: string): string =>
  columns.map((name) => (name.endsWith('_at') ? millis(`${table}.${name}`) : `${table}.${name}`)).join(', ');

/** SQL for `Shown` of `ticket t` from its child rows. */
export const SHOWN_NOW = `(select json_build_array(
    (select json_build_array(${columnsOf(CLOCK, 'c')}) from sla_clock c where c.ticket_id = t.id and c.nearest limit 1),
    greatest(t.clocks_owed - (select count(*) from sla_clock c
      where c.ticket_id = t.id and c.nearest and c.state <> 'stopped'), 0),
    (select json_build_array(${columnsOf(LIVE, 'e')}) from escalation e
      where t.escalated and e.ticket_id = t.id and e.status <> 'ended' order by e.id desc limit 1)))`;

/**
 * SQL for `Shown` of `ticket t`: as it is kept, unless it is of an earlier state. So it is after an older Belay, which
 * does not know of it, has written the row.
 */
export const SHOWN = `case when t.shown_seq = t.seq then t.shown else ${SHOWN_NOW} end`;

/** The clock of `Shown`. */
export const shownClock = ([values]: Shown): ShownClock | null => {
  if (values === null) return null;
  const [key, calendarVersionId, targetMs, cycle, state, bankedMs, dueAt, breachedAt, breachCause, ...rest] = values;
  const [earlierBreaches, pausedAt, stoppedAt, outcome, stoppedBy] = rest;
  const base = {
    key,
    kind: kindOf(key),
    cycle,
    calendarVersionId,
    targetMs,
    bankedMs,
    breachedAt,
    breachCause,
    earlierBreaches,
  };
  const told = given(`a shown clock ${key}`);
  switch (state) {
    case 'running':
      return { ...base, state, dueAt };
    case 'paused':
      return { ...base, state, pausedAt: told(pausedAt, 'paused_at') };
    case 'stopped':
      return {
        ...base,
        state,
        stoppedAt: told(stoppedAt, 'stopped_at'),
        outcome: told(outcome, 'outcome'),
        stoppedBy: told(stoppedBy, 'stopped_by'),
      };
  }
};

/** The versions that `Shown` names. */
export const versionsShown = ([clock, , live]: Shown): VersionId[] => [
  ...(clock === null ? [] : [clock[1]]),
  ...(live === null ? [] : [live[2]]),
];
