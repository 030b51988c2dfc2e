import type { TicketRow as ListedTicket } from '#contract/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';
import type { Config } from '#core/ticket/context.ts';
import type { NextEventKind } from '#core/ticket/due.ts';
import type { PersonId, TeamId, VersionId } from '#core/ids.ts';
import { kindOf } from '#core/sla/policy.ts';
import type { Role } from '#core/people/roles.ts';
import type { ClockRow } from './clock-row.ts';
import { clockView, type ShownClock } from './clock-view.ts';
import { given, type TicketRow } from './row.ts';

/** What a list shows of a ticket, with names, as `LISTED` reads it. */
export type ListedRow = Pick<
  TicketRow,
  | 'id'
  | 'status'
  | 'severity'
  | 'topic'
  | 'tags'
  | 'channel'
  | 'language'
  | 'requester_id'
  | 'team_id'
  | 'tier'
  | 'assignee_id'
  | 'policy_version_id'
  | 'first_contact_at'
  | 'last_event_at'
> & {
  number: number;
  subject: string;
  next_event_at: Instant | null;
  next_event_kind: NextEventKind | null;
  requester_name: string;
  requester_role: Role;
  team_name: string;
  assignee_name: string | null;
  assignee_role: Role | null;
  last_line: string | null;
  live_id: number | null;
  live_status: 'climbing' | 'acknowledged' | 'last_resort' | null;
  live_path_version_id: VersionId | null;
  live_step_index: number | null;
  live_told: PersonId[] | null;
  clock_others: number | null;
} & { [column in ClockColumn as `clock_${column}`]: ClockRow[column] | null };

type ClockColumn = (typeof CLOCK_COLUMNS)[number];

/** What a list shows of the nearest clock. */
const CLOCK_COLUMNS = [
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

// a message may be a megabyte: of what is long only the beginning is unpacked
const FIRST_LINE = `left(split_part(ltrim(left(last_message.visible_text, 1000), E' \\t\\r\\n'), E'\\n', 1), 200)`;

/**
 * Columns and joins for `ListedRow`; `t` is the ticket. Everything by primary key: no row costs another statement. Of the
 * clocks it is the nearest, as it is marked, and the number of others that are owed, however many kinds there are.
 */
export const LISTED = {
  columns: `t.id, t.number, t.subject, t.status, t.severity, t.topic, t.tags, t.channel, t.language, t.requester_id,
    t.team_id, t.tier, t.assignee_id, t.policy_version_id, t.first_contact_at, t.last_event_at, t.next_event_at,
    t.next_event_kind, requester.name as requester_name, requester.role as requester_role, team.name as team_name,
    assignee.name as assignee_name, assignee.role as assignee_role, ${FIRST_LINE} as last_line,
    live.id as live_id, live.status as live_status, live.path_version_id as live_path_version_id,
    live.step_index as live_step_index, live.told as live_told,
    greatest(t.clocks_owed - case when clock.state <> 'stopped' then 1 else 0 end, 0) as clock_others,
    ${CLOCK_COLUMNS.map((column) => `clock.${column} as clock_${column}`).join(', ')}`,
  joins: `join person requester on requester.id = t.requester_id
    join team on team.id = t.team_id
    left join person assignee on assignee.id = t.assignee_id
    left join message last_message on last_message.id = t.last_message_id
    left join lateral (select c.* from sla_clock c where c.ticket_id = t.id and c.nearest limit 1) clock on true
    left join lateral (select e.* from escalation e
      where t.escalated and e.ticket_id = t.id and e.status <> 'ended' order by e.id desc limit 1) live on true`,
};

/** The versions a row names, to be read before it is shown. */
export const versionsOf = (row: ListedRow): VersionId[] =>
  [row.policy_version_id, row.clock_calendar_version_id, row.live_path_version_id].filter((id) => id !== null);

/** How `reader` sees a row at `now`. */
export const listed = (row: ListedRow, reader: PersonId, config: Config, now: Instant): ListedTicket => {
  const clock = clockOf(row);
  return {
    id: row.id,
    number: row.number,
    subject: row.subject,
    lastLine: row.last_line?.trimEnd() ?? '',
    status: row.status,
    severity: row.severity,
    topic: row.topic,
    tags: row.tags,
    channel: row.channel,
    language: row.language,
    requester: { id: row.requester_id, name: row.requester_name, role: row.requester_role },
    team: { id: row.team_id as TeamId, name: row.team_name },
    tier: row.tier,
    assignee:
      row.assignee_id === null
        ? null
        : { id: row.assignee_id, name: row.assignee_name ?? '', role: row.assignee_role ?? 'agent' },
    firstContactAt: row.first_contact_at,
    lastEventAt: row.last_event_at,
    nextEvent: nextOf(row),
    clock: clock === null ? null : clockView(clock, config.policy(row.policy_version_id).name, config, now),
    otherClocks: row.clock_others ?? 0,
    escalation: liveOf(row, reader, config),
  };
};

const clockOf = (row: ListedRow): ShownClock | null => {
  const { clock_kind: key, clock_state: state } = row;
  if (key === null || state === null) return null;
  const told = given(`clock ${key} of ticket ${row.id}`);
  const base = {
    key,
    kind: kindOf(key),
    cycle: told(row.clock_cycle, 'cycle'),
    calendarVersionId: told(row.clock_calendar_version_id, 'calendar_version_id'),
    targetMs: told(row.clock_target_ms, 'target_ms'),
    bankedMs: told(row.clock_banked_ms, 'banked_ms'),
    breachedAt: row.clock_breached_at,
    breachCause: row.clock_breach_cause,
    earlierBreaches: told(row.clock_earlier_breaches, 'earlier_breaches'),
  };
  switch (state) {
    case 'running':
      return { ...base, state, dueAt: row.clock_due_at };
    case 'paused':
      return { ...base, state, pausedAt: told(row.clock_paused_at, 'paused_at') };
    case 'stopped':
      return {
        ...base,
        state,
        stoppedAt: told(row.clock_stopped_at, 'stopped_at'),
        outcome: told(row.clock_outcome, 'outcome'),
        stoppedBy: told(row.clock_stopped_by, 'stopped_by'),
      };
  }
};

const nextOf = (row: ListedRow): ListedTicket['nextEvent'] => {
  const { next_event_at: at, next_event_kind: kind } = row;
  return at === null || at === NEVER || kind === null ? null : { at, kind };
};

const liveOf = (row: ListedRow, reader: PersonId, config: Config): ListedTicket['escalation'] => {
  if (row.live_id === null || row.live_status === null || row.live_path_version_id === null) return null;
  return {
    id: row.live_id,
    status: row.live_status,
    stepIndex: row.live_step_index,
    stepCount: config.path(row.live_path_version_id).steps.length,
    toldMe: row.live_told?.includes(reader) ?? false,
  };
};
