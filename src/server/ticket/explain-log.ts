import type { EventReason, Explanation } from '#contract/explanation.ts';
import type { VersionId } from '#core/ids.ts';
import { countedIn, factOf, NO_FACT } from '#core/metrics/facts.ts';
import type { Config } from '#core/ticket/context.ts';
import type { LoggedEvent, TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { VersionName } from '#server/sla/config-read-store.ts';

/** Every version of a configured thing that a log names. */
export const versionsInLog = (log: readonly LoggedEvent[]): VersionId[] =>
  log.flatMap(({ event }) => {
    switch (event.type) {
      case 'ticket_opened':
      case 'plan_changed':
        return [event.policyVersionId, event.pathVersionId ?? []].flat();
      case 'policy_applied':
        return [event.from, event.to];
      case 'calendar_applied':
        return [event.to];
      case 'clock_started':
      case 'clock_carried_over':
      case 'clock_relived':
        return [event.clock.calendarVersionId];
      case 'clock_retargeted':
        return [event.calendarVersionId ?? []].flat();
      case 'merged_in':
        return event.theirs.map((clock) => clock.calendarVersionId);
      case 'escalation_carried_over':
        return [event.escalation.pathVersionId, event.escalation.beganPathVersionId];
      case 'escalation_started':
      case 'path_applied':
        return [event.pathVersionId];
      default:
        return [];
    }
  });

type Known = { config: Config; versions: ReadonlyMap<VersionId, VersionName> };

/** The rules behind a whole log, by place; what happened by somebody's choice alone has none. */
export const reasonsOf = (log: readonly LoggedEvent[], known: Known): Explanation['reasons'] => {
  let ticket: Ticket | null = null;
  const reasons: Explanation['reasons'] = [];
  for (const { seq, at, event } of log) {
    ticket = evolve(ticket, event, at);
    const because = reasonOf(event, ticket, known);
    if (because !== null) reasons.push({ seq, because });
  }
  return reasons;
};

/** `ticket` is the ticket after the event. */
const reasonOf = (event: TicketEvent, ticket: Ticket, { config, versions }: Known): EventReason | null => {
  const named = (id: VersionId): VersionName => versions.get(id)!;
  const climb = (id: number) => {
    const { pathVersionId } = ticket.escalations.find((escalation) => escalation.id === id)!;
    return { path: config.path(pathVersionId), named: { path: named(pathVersionId) } };
  };
  switch (event.type) {
    case 'clock_started': {
      const { kind, calendarVersionId, targetMs } = event.clock;
      const { targets } = config.policy(ticket.policyVersionId);
      const pauseIn = targets.find((target) => target.kind === kind)?.pauseIn ?? [];
      const policy = named(ticket.policyVersionId);
      return { rule: 'clock', clock: kind, policy, calendar: named(calendarVersionId), targetMs, pauseIn };
    }
    case 'escalation_started': {
      const { steps } = config.path(event.pathVersionId);
      const after = event.after === null ? null : (steps[event.after]?.name ?? null);
      const chosenBy = ticket.pathVersionId === null ? 'policy' : 'matrix';
      return { rule: 'path', path: named(event.pathVersionId), policy: named(ticket.policyVersionId), chosenBy, after };
    }
    case 'step_reached':
    case 'step_skipped': {
      const { path, named: withPath } = climb(event.escalationId);
      const step = path.steps[event.stepIndex]!;
      const placed = { ...withPath, step: step.name, number: event.stepIndex + 1 };
      if (event.type === 'step_skipped') return { rule: 'step_empty', ...placed };
      return { rule: 'step', ...placed, cause: event.cause, waitMs: step.waitMs, late: event.late };
    }
    case 'last_resort_reached': {
      const { path, named: withPath } = climb(event.escalationId);
      return { rule: 'last_resort', ...withPath, everyMs: path.lastResortEveryMs };
    }
    case 'escalation_acknowledged': {
      const { path, named: withPath } = climb(event.escalationId);
      const { remindAfterMs, confirmWithinMs } = path;
      const withinMs = remindAfterMs === null || confirmWithinMs === null ? null : remindAfterMs + confirmWithinMs;
      return { rule: 'loan', ...withPath, withinMs };
    }
    case 'leg_offered':
      return { rule: 'leg', reason: event.reason, acceptMs: event.acceptMs, doMs: event.doMs };
    case 'leg_passed_on': {
      const { reason, acceptMs, doMs } = ticket.legs.find(({ id }) => id === event.legId)!;
      return { rule: 'leg', reason, acceptMs, doMs };
    }
    case 'promise_made':
      return event.speed === undefined ? null : { rule: 'speed', ...event.speed };
    case 'assigned':
      return event.why.code === 'least_loaded'
        ? { rule: 'least_loaded', openTickets: event.why.openTickets ?? 0 }
        : null;
    case 'offered':
    case 'nobody_eligible':
      return event.type === 'offered' ? { rule: 'offer', ...event.why } : { rule: 'nobody', why: event.why };
    case 'clock_paused':
    case 'clock_resumed':
      return standingOf(event, ticket, named(ticket.policyVersionId));
    default:
      return null;
  }
};

/** The status by which a clock stands still or counts again. */
const standingOf = (
  { type, clock: key }: Extract<TicketEvent, { type: 'clock_paused' | 'clock_resumed' }>,
  { clocks, status }: Ticket,
  policy: VersionName,
): EventReason => ({
  rule: type === 'clock_paused' ? 'pause' : 'resume',
  clock: clocks.find((each) => each.key === key)?.kind ?? key,
  policy,
  status,
});

/** What reports count of the ticket a whole log tells, with the events that were counted. */
export const numbersOf = (log: readonly LoggedEvent[]): Explanation['numbers'] => {
  const fact = factOf(null, log) ?? NO_FACT;
  return [...countedIn(log)].map(([name, events]) => ({ name, value: fact[name]!, events }));
};
