import { calledAt, climb, escalationOf, inMaintenance, placesAfter, stepOf } from '#core/escalation/climb.ts';
import { askGate, refuseByGate } from '#core/escalation/gate.ts';
import type { Escalation, Trigger } from '#core/escalation/escalation.ts';
import type { PersonId } from '#core/ids.ts';
import { liveEscalation, trigger } from '#core/escalation/trigger.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

/**
 * A person raises the ticket: to the first step, or one step on when it climbs already. The command names the
 * firing it saw, so that of two people who press at once exactly one moves the climb.
 */
export function request(draft: Draft, command: Extract<TicketCommand, { type: 'escalate' }>, by: PersonId): Outcome {
  const { ticket, context } = draft;
  if (ticket.status === 'closed') return refuse('ticket_closed');
  if (ticket.status === 'solved') return refuse('ticket_solved');
  const pathVersionId = pathOf(ticket, context.config);
  const live = liveEscalation(ticket, pathVersionId);
  if (live !== undefined && inMaintenance(draft))
    return refuse('in_maintenance', { until: ticket.maintenanceUntil ?? 0 });
  if (live !== undefined && isEmpty(draft, live)) return refuse('nobody_to_tell');
  if ((live?.firing ?? null) !== command.firing) {
    return live === undefined ? refuse('not_escalated') : refuse('already_escalated', { firing: live.firing });
  }
  const tooEarly = refuseByGate(askGate(ticket, context.config, command.reason, context.now));
  if (tooEarly !== undefined) return tooEarly;
  if (live !== undefined && tellsNobody(draft, live)) return refuse('nobody_to_tell');
  const confirmed = command.confirmed === true;
  if (live !== undefined && !confirmed && isGuarded(draft, live)) return refuse('step_guarded');
  const { reason, messageId, amount, need, untold } = command;
  const cause: Trigger = {
    type: 'request',
    by,
    reason,
    messageId,
    ...(amount === undefined ? {} : { amount }),
    ...(need === undefined ? {} : { need }),
    ...(untold === true ? { untold } : {}),
  };
  trigger(draft, cause, context.now);
  // where the reason itself calls a higher step it has moved already
  const isRaised = live !== undefined && escalationOf(draft, live.id).firing > live.firing;
  if (live !== undefined && !isRaised) climb(draft, live.id, confirmed ? 'confirmed' : 'requested', context.now);
  return undefined;
}

/** Whether the next step may only be called by somebody who says so twice. */
function isGuarded(draft: Draft, live: Escalation): boolean {
  const path = draft.context.config.path(live.pathVersionId);
  const next = placesAfter(live, path, 'requested')[0];
  return next !== undefined && stepOf(path, next.index).guarded;
}

/** Whether its path names nobody at all. */
function isEmpty(draft: Draft, { pathVersionId }: Escalation): boolean {
  const { steps, lastResort } = draft.context.config.path(pathVersionId);
  return steps.length === 0 && lastResort.length === 0;
}

/** Whether it has come to its end with nobody as last resort, and beginning again would reach nobody either. */
function tellsNobody(draft: Draft, live: Escalation): boolean {
  const path = draft.context.config.path(live.pathVersionId);
  if (live.status !== 'last_resort' || path.lastResort.length > 0 || path.onEmpty === 'wait') return false;
  return placesAfter(live, path, 'requested').every(({ index }) => {
    const { people, channels } = calledAt(draft, live, stepOf(path, index), 'requested');
    return people.length === 0 && channels.length === 0;
  });
}
