import { approvalsWithout, evolveApprovals } from '#core/approval/evolve-approval.ts';
import type { EscalationEvent } from '#core/escalation/escalation-event.ts';
import { evolveEscalations, withoutPerson } from '#core/escalation/evolve-escalation.ts';
import type { StatusBefore } from '#core/merge/merge-event.ts';
import { evolvePromises } from '#core/promise/evolve-promise.ts';
import { isLinkEvent, linksAfter } from '#core/link/link.ts';
import { evolveLegs, legsWithout } from '#core/leg/evolve-leg.ts';
import { evolveQuestions } from '#core/question/evolve-question.ts';
import { never } from '#core/result.ts';
import { evolveRezoned } from '#core/rezone/evolve-rezoned.ts';
import { evolveDistribution } from '#core/routing/distribution.ts';
import { isSignalEvent } from '#core/signal/signal-event.ts';
import { evolveWatch, UNWATCHED } from '#core/signal/watch.ts';
import { snoozeAfter } from '#core/snooze/snooze.ts';
import { movedTo } from '#core/sla/calendar-renewal.ts';
import { evolveClocks } from '#core/sla/evolve-clock.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/**
 * The ticket after one event that happened at `at`. The store, the simulator and the replay test all use it.
 * Throws on a first event that does not open the ticket: a log that begins otherwise is damaged.
 */
export function evolve(ticket: Ticket | null, event: TicketEvent, at: Instant): Ticket {
  if (event.type === 'ticket_opened') return opened(event, at);
  if (ticket === null) throw new Error(`a log cannot begin with ${event.type}`);
  const watch = evolveWatch(ticket, event, at);
  const snooze = snoozeAfter(ticket.snooze, event);
  const links = linksAfter(ticket.links, event);
  const next = changed(ticket, event, at);
  // copied once: a simulation lives through millions of events
  const own = next === ticket ? { ...ticket } : next;
  own.watch = watch;
  own.snooze = snooze;
  own.links = links;
  own.seq += 1;
  own.lastEventAt = at;
  return own;
}

function opened(event: Extract<TicketEvent, { type: 'ticket_opened' }>, at: Instant): Ticket {
  const {
    type: _,
    ticketId,
    sorted: _sorted,
    matched: _matched,
    openedBy: _by,
    splitFrom,
    splitAt: _at,
    waitsSince: _since,
    importedUntil = null,
    followsId = null,
    ...fields
  } = event;
  return {
    ...fields,
    importedUntil,
    followsId,
    assignedTier: fields.tier,
    answers: 0,
    calendarVersionId: null,
    calendarRenewals: [],
    id: ticketId,
    seq: 1,
    status: 'new',
    pathVersionId: event.pathVersionId ?? null,
    assigneeId: null,
    tags: [],
    excludedIds: [],
    snooze: null,
    links: splitFrom === undefined ? [] : [{ otherId: splitFrom, kind: 'split_from' }],
    lastEventAt: at,
    maintenanceUntil: null,
    clocks: [],
    escalations: [],
    distribution: null,
    promises: [],
    watch: UNWATCHED,
    legs: [],
    approvals: [],
    questions: [],
  };
}

function changed(ticket: Ticket, event: Exclude<TicketEvent, { type: 'ticket_opened' }>, at: Instant): Ticket {
  if ('escalationId' in event) return raised(ticket, event, at);
  if ('clock' in event) return { ...ticket, clocks: evolveClocks(ticket.clocks, event, at) };
  if (isSignalEvent(event) || isLinkEvent(event)) return ticket;
  if ('promiseId' in event) return { ...ticket, promises: evolvePromises(ticket.promises, event, at) };
  if ('approvalId' in event) return { ...ticket, approvals: evolveApprovals(ticket.approvals, event, at) };
  if ('questionId' in event) return { ...ticket, questions: evolveQuestions(ticket.questions, event, at) };
  if ('legId' in event) return { ...ticket, legs: evolveLegs(ticket.legs, event, at) };
  switch (event.type) {
    case 'message_received':
    case 'reply_written':
    case 'reply_failed':
    case 'reply_withdrawn':
    case 'note_added':
    case 'words_erased':
    case 'contact_offered':
    case 'contact_picked_up':
    case 'contact_abandoned':
    case 'merged_in':
    case 'message_split_off':
    case 'snoozed':
    case 'snooze_ended':
      return ticket;
    case 'reply_accepted':
    case 'reply_retracted':
    case 'policy_applied':
    case 'calendar_applied':
      return measured(ticket, event);
    case 'assigned':
    case 'tier_changed':
    case 'severity_changed':
    case 'topic_changed':
    case 'requester_changed':
    case 'plan_changed':
    case 'tags_changed':
    case 'person_excluded':
    case 'person_readmitted':
      return marked(ticket, event, at);
    case 'status_changed':
    case 'ticket_reopened':
      return { ...lasting(ticket), status: 'to' in event ? event.to : 'open', lookAgainAt: event.lookAgainAt };
    case 'ticket_solved':
      return solved(ticket, event, at);
    case 'ticket_closed':
      return closed(ticket, event, at);
    case 'ticket_restored':
      return backTo(ticket, event.was, event.lookAgainAt);
    case 'merge_released':
      return event.was === null ? ticket : backTo(ticket, event.was, event.lookAgainAt);
    case 'looked_again':
      return ticket.status === 'closed' ? ticket : { ...ticket, lookAgainAt: event.lookAgainAt };
    case 'maintenance_began':
    case 'maintenance_ended':
      return { ...ticket, maintenanceUntil: 'until' in event ? event.until : at };
    case 'moments_rezoned':
      return evolveRezoned(ticket, event);
    default:
      return { ...ticket, distribution: evolveDistribution(ticket.distribution, event, at) };
  }
}

function raised(ticket: Ticket, event: EscalationEvent, at: Instant): Ticket {
  const escalations = evolveEscalations(ticket.escalations, event, at);
  if (event.type !== 'escalation_returned') return { ...ticket, escalations };
  // whoever gives it back decides nothing of it either
  return { ...ticket, escalations, approvals: approvalsWithout(ticket.approvals, event.by, at, event.escalationId) };
}

function solved(ticket: Ticket, event: Extract<TicketEvent, { type: 'ticket_solved' }>, at: Instant): Ticket {
  const { closesAt, lookAgainAt, tier: assignedTier = ticket.assignedTier } = event;
  return { ...lasting(ticket), assignedTier, status: 'solved', solvedAt: at, closesAt, lookAgainAt };
}

function closed(ticket: Ticket, event: Extract<TicketEvent, { type: 'ticket_closed' }>, at: Instant): Ticket {
  const { closedAs, mergedInto = null } = event;
  return { ...lasting(ticket), status: 'closed', closedAt: at, closedAs, mergedInto };
}

/** The status that an act which is undone had taken it from. */
function backTo(ticket: Ticket, was: StatusBefore, lookAgainAt: Instant): Ticket {
  return { ...lasting(ticket), ...was, lookAgainAt };
}

type Marking = Extract<
  TicketEvent,
  {
    type:
      | 'assigned'
      | 'tier_changed'
      | 'severity_changed'
      | 'topic_changed'
      | 'requester_changed'
      | 'plan_changed'
      | 'tags_changed'
      | 'person_excluded'
      | 'person_readmitted';
  }
>;

type Measuring = Extract<
  TicketEvent,
  { type: 'reply_accepted' | 'reply_retracted' | 'policy_applied' | 'calendar_applied' }
>;

/** What the clocks go by: whether anybody was answered, by which policy and which hours. */
function measured(ticket: Ticket, event: Measuring): Ticket {
  switch (event.type) {
    case 'reply_accepted':
      return event.automatic === true ? ticket : { ...ticket, answers: ticket.answers + 1 };
    case 'reply_retracted':
      return { ...ticket, answers: ticket.answers - 1 };
    case 'policy_applied':
      return { ...ticket, policyVersionId: event.to, calendarVersionId: null };
    case 'calendar_applied':
      return { ...ticket, ...movedTo(ticket, event.to, event.from) };
    default:
      return never(event);
  }
}

/** What people say about a ticket: how bad, about what, whose, and whom it is kept from. */
function marked(ticket: Ticket, event: Marking, at: Instant): Ticket {
  switch (event.type) {
    case 'assigned':
      return assigned(ticket, event);
    case 'tier_changed':
      return { ...ticket, tier: event.to };
    case 'severity_changed':
      return { ...ticket, severity: event.to };
    case 'topic_changed':
      return { ...ticket, topic: event.to };
    case 'requester_changed':
      return { ...ticket, requesterId: event.to, organisationId: event.organisationTo };
    case 'plan_changed':
      return {
        ...ticket,
        policyVersionId: event.policyVersionId,
        pathVersionId: event.pathVersionId,
        calendarVersionId: event.policyVersionId === ticket.policyVersionId ? ticket.calendarVersionId : null,
      };
    case 'tags_changed':
      return { ...ticket, tags: retagged(ticket.tags, event) };
    case 'person_excluded':
      return {
        ...ticket,
        excludedIds: [...ticket.excludedIds, event.personId].toSorted((one, other) => one - other),
        escalations: withoutPerson(ticket.escalations, event.personId, at),
        legs: legsWithout(ticket.legs, event.personId, at),
        approvals: approvalsWithout(ticket.approvals, event.personId, at),
      };
    case 'person_readmitted':
      return { ...ticket, excludedIds: ticket.excludedIds.filter((id) => id !== event.personId) };
    default:
      return never(event);
  }
}

function retagged(tags: string[], { added, removed }: { added: string[]; removed: string[] }): string[] {
  return [...tags.filter((tag) => !removed.includes(tag)), ...added].toSorted();
}

/** What a ticket keeps whatever its status. */
function lasting(ticket: Ticket) {
  const { id, seq, severity, topic, channel, language, requesterId, organisationId, teamId } = ticket;
  const { tier, assignedTier, assigneeId, tags, excludedIds, firstContactAt, lastEventAt } = ticket;
  const { policyVersionId, pathVersionId } = ticket;
  const { maintenanceUntil, clocks, escalations, distribution, promises, legs, watch, approvals } = ticket;
  const { answers, calendarVersionId, calendarRenewals, snooze, links, importedUntil, followsId, questions } = ticket;
  return {
    id,
    seq,
    severity,
    topic,
    channel,
    language,
    requesterId,
    organisationId,
    teamId,
    tier,
    assignedTier,
    assigneeId,
    tags,
    excludedIds,
    firstContactAt,
    lastEventAt,
    policyVersionId,
    pathVersionId,
    maintenanceUntil,
    answers,
    calendarVersionId,
    calendarRenewals,
    importedUntil,
    followsId,
    snooze,
    links,
    clocks,
    escalations,
    distribution,
    promises,
    legs,
    watch,
    approvals,
    questions,
  };
}

/** Who was given it ends its wait; back with the same team it goes on waiting. */
function assigned(ticket: Ticket, event: Extract<Marking, { type: 'assigned' }>): Ticket {
  const { assigneeId, teamId, tier: assignedTier = ticket.assignedTier } = event;
  const distribution = assigneeId === null && teamId === ticket.teamId ? ticket.distribution : null;
  return { ...ticket, assigneeId, teamId, assignedTier, distribution };
}
