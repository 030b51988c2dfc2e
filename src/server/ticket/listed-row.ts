import type { TicketRow as ListedTicket } from '#contract/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';
import type { Config } from '#core/ticket/context.ts';
import type { NextEventKind } from '#core/ticket/due.ts';
import type { PersonId, TeamId, VersionId } from '#core/ids.ts';
import type { Role } from '#core/people/roles.ts';
import { clockFrom, type ClockRow } from './clock-row.ts';
import { clockView } from './clock-view.ts';
import type { TicketRow } from './row.ts';

/** A ticket with the names one look at it needs, as `LISTED` reads it. */
export type ListedRow = TicketRow & {
  number: number;
  subject: string;
  next_event_at: Instant | null;
  next_event_kind: NextEventKind | null;
  requester_name: string;
  requester_role: Role;
  requester_email: string | null;
  team_name: string;
  assignee_name: string | null;
  assignee_role: Role | null;
  last_line: string | null;
  live_id: number | null;
  live_status: 'climbing' | 'acknowledged' | 'last_resort' | null;
  live_path_version_id: VersionId | null;
  live_step_index: number | null;
  live_told: PersonId[] | null;
} & { [column in keyof ClockRow as `clock_${column}`]: ClockRow[column] | null };

const CLOCK_COLUMNS = [
  'ticket_id',
  'kind',
  'calendar_version_id',
  'target_ms',
  'cycle',
  'state',
  'started_at',
  'banked_ms',
  'segment_start',
  'due_at',
  'warning_at',
  'warning_percent',
  'warned',
  'breached_at',
  'paused_at',
  'stopped_at',
  'outcome',
  'stopped_by',
] as const satisfies (keyof ClockRow)[];

/** Columns and joins for `ListedRow`; `t` is the ticket. Everything by primary key: no row costs another statement. */
export const LISTED = {
  columns: `t.id, t.number, t.subject, t.seq, t.status, t.severity, t.topic, t.channel, t.language, t.requester_id,
    t.organisation_id, t.team_id, t.tier, t.assignee_id, t.tags, t.excluded, t.policy_version_id, t.path_version_id, t.first_contact_at, t.last_event_at,
    t.look_again_at, t.solved_at, t.closes_at, t.closed_at, t.closed_as, t.next_event_at, t.next_event_kind,
    requester.name as requester_name, requester.role as requester_role, requester.email as requester_email,
    team.name as team_name, assignee.name as assignee_name, assignee.role as assignee_role,
    left(split_part(ltrim(last_message.visible_text, E' \\t\\r\\n'), E'\\n', 1), 200) as last_line,
    live.id as live_id, live.status as live_status, live.path_version_id as live_path_version_id,
    live.step_index as live_step_index, live.told as live_told,
    ${CLOCK_COLUMNS.map((column) => `clock.${column} as clock_${column}`).join(', ')}`,
  joins: `join person requester on requester.id = t.requester_id
    join team on team.id = t.team_id
    left join person assignee on assignee.id = t.assignee_id
    left join message last_message on last_message.id = t.last_message_id
    left join sla_clock clock on clock.ticket_id = t.id and clock.kind = 'first_reply'
    left join lateral (select e.* from escalation e
      where e.ticket_id = t.id and e.status <> 'ended' order by e.id desc limit 1) live on true`,
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
    escalation: liveOf(row, reader, config),
  };
};

const clockOf = (row: ListedRow) => {
  if (row.clock_kind === null) return null;
  const clock = Object.fromEntries(CLOCK_COLUMNS.map((column) => [column, row[`clock_${column}`]]));
  return clockFrom(clock as unknown as ClockRow);
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
