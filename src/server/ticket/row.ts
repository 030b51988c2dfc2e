import type { Escalation } from '#core/escalation/escalation.ts';
import { UNWATCHED, type Watch } from '#core/signal/watch.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import type { Ticket, TicketStatus } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Parts } from './part-store.ts';

/** The columns of `ticket` that say what state it is in. */
export interface TicketRow {
  id: number;
  seq: number;
  status: TicketStatus;
  severity: Ticket['severity'];
  topic: string;
  channel: Ticket['channel'];
  language: Ticket['language'];
  requester_id: number;
  organisation_id: number | null;
  team_id: number;
  tier: number;
  assigned_tier: number;
  assignee_id: number | null;
  tags: string[];
  excluded: number[];
  policy_version_id: number;
  path_version_id: number | null;
  first_contact_at: Instant;
  last_event_at: Instant;
  look_again_at: Instant | null;
  maintenance_until: Instant | null;
  solved_at: Instant | null;
  closes_at: Instant | null;
  closed_at: Instant | null;
  closed_as: 'solved' | 'merged' | 'spam' | null;
  merged_into: number | null;
  snooze: Ticket['snooze'];
  links: Ticket['links'];
  distribution: Ticket['distribution'];
  answers: number;
  calendar_version_id: number | null;
  imported_until: Instant | null;
  follows_id: number | null;
  calendar_renewals: Ticket['calendarRenewals'];
  /** Null or without a field: as of a ticket nothing has happened to. */
  watch: Partial<Watch> | null;
}

/** The state held by a ticket's row and its child rows. */
export function ticketFrom(row: TicketRow, clocks: SlaClock[], escalations: Escalation[], parts: Parts): Ticket {
  const base = {
    id: row.id,
    seq: row.seq,
    severity: row.severity,
    topic: row.topic,
    channel: row.channel,
    language: row.language,
    requesterId: row.requester_id,
    organisationId: row.organisation_id,
    teamId: row.team_id,
    tier: row.tier,
    assignedTier: row.assigned_tier,
    assigneeId: row.assignee_id,
    tags: row.tags,
    excludedIds: row.excluded,
    firstContactAt: row.first_contact_at,
    lastEventAt: row.last_event_at,
    maintenanceUntil: row.maintenance_until,
    policyVersionId: row.policy_version_id,
    pathVersionId: row.path_version_id,
    answers: row.answers,
    calendarVersionId: row.calendar_version_id,
    importedUntil: row.imported_until,
    followsId: row.follows_id,
    calendarRenewals: row.calendar_renewals,
    snooze: row.snooze,
    links: row.links,
    clocks,
    escalations,
    distribution: row.distribution,
    ...parts,
    watch: { ...UNWATCHED, ...row.watch },
  };
  const told = given(`ticket ${row.id}`);
  switch (row.status) {
    case 'closed':
      return { ...base, status: row.status, ...closingOf(row) };
    case 'solved':
      return {
        ...base,
        status: row.status,
        solvedAt: told(row.solved_at, 'solved_at'),
        closesAt: told(row.closes_at, 'closes_at'),
        lookAgainAt: told(row.look_again_at, 'look_again_at'),
      };
    default:
      return { ...base, status: row.status, lookAgainAt: told(row.look_again_at, 'look_again_at') };
  }
}

/** When and how a ticket was closed. */
function closingOf(row: TicketRow) {
  const told = given(`ticket ${row.id}`);
  return {
    closedAt: told(row.closed_at, 'closed_at'),
    closedAs: told(row.closed_as, 'closed_as'),
    mergedInto: row.merged_into,
  };
}

/** The columns that hold a ticket's own state. */
export function rowOf(ticket: Ticket): TicketRow {
  return {
    id: ticket.id,
    seq: ticket.seq,
    status: ticket.status,
    severity: ticket.severity,
    topic: ticket.topic,
    channel: ticket.channel,
    language: ticket.language,
    requester_id: ticket.requesterId,
    organisation_id: ticket.organisationId,
    team_id: ticket.teamId,
    tier: ticket.tier,
    assigned_tier: ticket.assignedTier,
    assignee_id: ticket.assigneeId,
    tags: ticket.tags,
    excluded: ticket.excludedIds,
    policy_version_id: ticket.policyVersionId,
    path_version_id: ticket.pathVersionId,
    first_contact_at: ticket.firstContactAt,
    last_event_at: ticket.lastEventAt,
    maintenance_until: ticket.maintenanceUntil,
    look_again_at: ticket.status === 'closed' ? null : ticket.lookAgainAt,
    solved_at: ticket.status === 'solved' ? ticket.solvedAt : null,
    closes_at: ticket.status === 'solved' ? ticket.closesAt : null,
    closed_at: ticket.status === 'closed' ? ticket.closedAt : null,
    closed_as: ticket.status === 'closed' ? ticket.closedAs : null,
    merged_into: ticket.status === 'closed' ? ticket.mergedInto : null,
    distribution: ticket.distribution,
    answers: ticket.answers,
    calendar_version_id: ticket.calendarVersionId,
    imported_until: ticket.importedUntil,
    follows_id: ticket.followsId,
    calendar_renewals: ticket.calendarRenewals,
    snooze: ticket.snooze,
    links: ticket.links,
    watch: ticket.watch,
  };
}

/** Reads a column that the row's state says must be there; its absence is a bug or a hand's work. */
export const given =
  (row: string) =>
  <T>(value: T | null, column: string): T => {
    if (value === null) throw new Error(`${row} has no ${column}`);
    return value;
  };
