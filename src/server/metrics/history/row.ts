import type { Channel, Severity, TicketStatus } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** One line of a desk's history: how a ticket stood after somebody changed it. null = the history does not say. */
export interface HistoryRow {
  /** Of the file, from 1; the header is the first. */
  line: number;
  number: string;
  at: Instant;
  openedAt: Instant | null;
  status: TicketStatus | null;
  severity: Severity | null;
  channel: Channel;
  topic: string | null;
  team: string | null;
  assignee: string | null;
  caller: string | null;
  /** Whoever made the change. */
  by: string | null;
  carried: Carried;
}

/** What the other desk had counted itself; Belay's own figures never look at it. */
export interface Carried {
  state: string;
  priority: string;
  contactType: string;
  reassignments: number | null;
  reopenings: number | null;
  madeSla: boolean | null;
  resolvedAt: Instant | null;
}

/** Why a line is no row: its cells are not as many as its columns, or a cell says something impossible. */
export type BadRow = { line: number; why: 'columns' | 'broken' | Column; text: string };

const STATUS_OF: Record<string, TicketStatus> = {
  New: 'new',
  Active: 'open',
  'Awaiting User Info': 'waiting_on_customer',
  'Awaiting Problem': 'on_hold',
  'Awaiting Vendor': 'on_hold',
  'Awaiting Evidence': 'on_hold',
  Resolved: 'solved',
  Closed: 'closed',
};

const SEVERITY_OF: Record<string, Severity> = { '1': 'S1', '2': 'S2', '3': 'S3', '4': 'S4' };

const CHANNEL_OF: Record<string, Channel> = { Phone: 'voice', IVR: 'voice', Email: 'email', 'Self service': 'portal' };

/** The columns that are read; a file without one of them is no such history. */
export const COLUMNS = [
  'number',
  'incident_state',
  'sys_updated_at',
  'sys_updated_by',
  'opened_at',
  'caller_id',
  'contact_type',
  'category',
  'priority',
  'assignment_group',
  'assigned_to',
  'reassignment_count',
  'reopen_count',
  'made_sla',
  'resolved_at',
] as const;
export type Column = (typeof COLUMNS)[number];

/** The row in a line of ServiceNow's event log, or the column that makes it none. */
export function parseRow(line: number, cells: Record<Column, string>): HistoryRow | { bad: Column } {
  const moments = { at: momentOf(cells.sys_updated_at), openedAt: momentOf(cells.opened_at) };
  const resolvedAt = momentOf(cells.resolved_at);
  const counts = { reassignments: countOf(cells.reassignment_count), reopenings: countOf(cells.reopen_count) };
  const state = cells.incident_state;
  const severity = cells.priority === '' ? null : SEVERITY_OF[cells.priority[0]!];
  if (cells.number === '') return { bad: 'number' };
  if (moments.at === null || moments.at === undefined) return { bad: 'sys_updated_at' };
  if (moments.openedAt === undefined) return { bad: 'opened_at' };
  if (resolvedAt === undefined) return { bad: 'resolved_at' };
  if (state !== '' && STATUS_OF[state] === undefined) return { bad: 'incident_state' };
  if (severity === undefined) return { bad: 'priority' };
  if (counts.reassignments === undefined) return { bad: 'reassignment_count' };
  if (counts.reopenings === undefined) return { bad: 'reopen_count' };
  return {
    line,
    number: cells.number,
    at: moments.at,
    openedAt: moments.openedAt,
    status: STATUS_OF[state] ?? null,
    severity,
    channel: CHANNEL_OF[cells.contact_type] ?? 'api',
    topic: cells.category || null,
    team: cells.assignment_group || null,
    assignee: cells.assigned_to || null,
    caller: cells.caller_id || null,
    by: cells.sys_updated_by || null,
    carried: {
      state,
      priority: cells.priority,
      contactType: cells.contact_type,
      reassignments: counts.reassignments,
      reopenings: counts.reopenings,
      madeSla: cells.made_sla === '' ? null : cells.made_sla === 'true',
      resolvedAt,
    },
  };
}

/** Times are ISO minutes without a zone and count as UTC; null = empty, undefined = no time. */
function momentOf(cell: string): Instant | null | undefined {
  if (cell === '') return null;
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(cell) ? Date.parse(`${cell}Z`) : Number.NaN;
  return Number.isFinite(at) ? at : undefined;
}

function countOf(cell: string): number | null | undefined {
  if (cell === '') return null;
  return /^\d{1,6}$/.test(cell) ? Number(cell) : undefined;
}
