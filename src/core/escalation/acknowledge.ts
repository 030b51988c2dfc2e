import { climb } from '#core/escalation/climb.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import { untilShiftEnd } from '#core/escalation/shift-end.ts';
import { after } from '#core/escalation/wait.ts';
import { extendByWork, extendLeg } from '#core/leg/extend.ts';
import { endStepLeg, stepLegOf, takeStepLeg } from '#core/leg/step-leg.ts';
import type { PersonId } from '#core/ids.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import { refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

type Acknowledge = Extract<TicketCommand, { type: 'acknowledge' }>;
type Held = Escalation & { status: 'acknowledged' };

/**
 * Somebody takes an escalation: the step timer stops, no SLA clock does. It is a loan that must be confirmed. Of two who
 * press at once the second learns who holds it, and may then take it in their place.
 */
export function acknowledge(draft: Draft, { escalationId, instead }: Acknowledge, by: PersonId): Outcome {
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  if (escalation.status === 'acknowledged' && escalation.by !== instead) {
    return refuse('already_acknowledged', { by: escalation.by, at: escalation.acknowledgedAt });
  }
  const shift = untilShiftEnd(draft, by);
  draft.emit({ type: 'escalation_acknowledged', escalationId, by, ...loan(draft, escalation), ...shift });
  takeStepLeg(draft, escalation, by, shift);
  runClocks(draft, { type: 'handed_on' });
  return undefined;
}

/** The holder answers the reminder with "still mine"; the loan is renewed. */
export function confirm(draft: Draft, escalationId: number, by: PersonId): Outcome {
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  if (escalation.status !== 'acknowledged') return refuse('not_acknowledged');
  if (escalation.by !== by) return refuse('not_holder', { by: escalation.by });
  const leg = stepLegOf(draft.ticket, escalation);
  const reminded = leg?.status === 'acknowledged' ? leg.lapsesAt !== null : escalation.reminded;
  if (!reminded) return refuse('not_reminded');
  if (leg === undefined) renew(draft, escalation, by);
  else extendLeg(draft, leg, by);
  return undefined;
}

/** The holder gives it up: the next step is called at once. */
export function takeBack(draft: Draft, escalationId: number, by: PersonId): Outcome {
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  if (escalation.status !== 'acknowledged') return refuse('not_acknowledged');
  if (escalation.by !== by) return refuse('not_holder', { by: escalation.by });
  if (escalation.silence !== null) return refuse('escalation_silenced');
  draft.emit({ type: 'acknowledgement_taken_back', escalationId, by });
  endStepLeg(draft, escalation, 'returned', by);
  climb(draft, escalationId, 'taken_back', draft.context.now);
  return undefined;
}

/** Visible work by the holder (a reply, a note, a change of status) confirms every loan and leg that person holds. */
export function confirmByWork(draft: Draft, by: PersonId): void {
  for (const escalation of draft.ticket.escalations) {
    if (escalation.status !== 'acknowledged' || escalation.by !== by) continue;
    if (stepLegOf(draft.ticket, escalation) === undefined) renew(draft, escalation, by);
  }
  extendByWork(draft, by);
}

/** Reminds the holder, or takes the loan back and climbs on at once, when its moment is at or before `upTo`. */
export function runLoan(draft: Draft, held: Held, notBefore: Instant, upTo: Instant): void {
  const path = draft.context.config.path(held.pathVersionId);
  const remindAt = held.remindAt === null ? null : Math.max(held.remindAt, notBefore);
  const confirmBy = held.reminded || remindAt === held.remindAt ? held.confirmBy : loanAfter(draft, held, remindAt);
  const lapsesAt = confirmBy === null ? null : Math.max(confirmBy, notBefore);
  if (lapsesAt !== null && lapsesAt <= upTo) {
    draft.emit({ type: 'acknowledgement_lapsed', escalationId: held.id, by: held.by });
    climb(draft, held.id, 'acknowledgement_lapsed', lapsesAt);
  } else if (remindAt !== null && !held.reminded && remindAt <= upTo) {
    const again = path.confirmWithinMs === null;
    const next = again ? nextReminder(draft, held, remindAt) : remindAt;
    const lent = { remindAt: next, reminded: !again, confirmBy };
    draft.emit({ type: 'acknowledgement_reminded', escalationId: held.id, by: held.by, loan: lent });
  }
}

/** After a reminder that need not be answered: a whole interval on, however late this one was. */
function nextReminder(draft: Draft, held: Held, remindedAt: Instant): Instant {
  const { config, now } = draft.context;
  const path = config.path(held.pathVersionId);
  const interval = path.remindAfterMs ?? 0;
  const onTime = after(remindedAt, interval, path.loanIn, path, config);
  return onTime > now ? onTime : after(now, interval, path.loanIn, path, config);
}

function renew(draft: Draft, escalation: Escalation, by: PersonId): void {
  draft.emit({
    type: 'acknowledgement_confirmed',
    escalationId: escalation.id,
    by,
    ...loan(draft, escalation),
  });
}

/** A program that acknowledges is reminded of nothing: nobody reads it. Of a leg, its own times hold. */
export function loan(draft: Draft, escalation: Escalation): { remindAt: Instant | null; confirmBy: Instant | null } {
  const { actor, config, now } = draft.context;
  const path = config.path(escalation.pathVersionId);
  const isProgram = actor.kind === 'person' && actor.role === 'bot';
  const isLeg = stepLegOf(draft.ticket, escalation) !== undefined;
  if (path.remindAfterMs === null || isProgram || isLeg) return { remindAt: null, confirmBy: null };
  const remindAt = after(now, path.remindAfterMs, path.loanIn, path, config);
  return { remindAt, confirmBy: loanAfter(draft, escalation, remindAt) };
}

/** When a loan lapses whose holder is reminded at `remindAt`. */
function loanAfter(draft: Draft, { pathVersionId }: Escalation, remindAt: Instant | null): Instant | null {
  const { config } = draft.context;
  const path = config.path(pathVersionId);
  if (remindAt === null || path.confirmWithinMs === null) return null;
  return after(remindAt, path.confirmWithinMs, path.loanIn, path, config);
}

/** The escalation `id` if the ticket has it. */
export function findEscalation(draft: Draft, id: number): Escalation | undefined {
  return draft.ticket.escalations.find((escalation) => escalation.id === id);
}
