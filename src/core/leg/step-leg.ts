import type { Escalation } from '#core/escalation/escalation.ts';
import type { Step } from '#core/escalation/path.ts';
import { after } from '#core/escalation/wait.ts';
import type { PersonId } from '#core/ids.ts';
import { DO_MS, type Leg, type LegEnd } from '#core/leg/leg.ts';
import { openTimeBetween } from '#core/sla/business-hours.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

type Acknowledged = Escalation & { status: 'acknowledged' };

/** The open leg of the step that `escalation` stands at; undefined when that step opened none. */
export function stepLegOf({ legs }: Ticket, { id, firing }: Escalation): Leg | undefined {
  return legs.find(({ step, status }) => status !== 'ended' && step?.escalationId === id && step.firing === firing);
}

/** Whether somebody holds `escalation` because they took this leg: then the leg's times count, and not the loan's. */
export function isLent(leg: Leg, escalation: Escalation): escalation is Acknowledged {
  const { step } = leg;
  if (leg.status !== 'acknowledged' || escalation.status !== 'acknowledged') return false;
  return step?.escalationId === escalation.id && step.firing === escalation.firing && leg.by === escalation.by;
}

/**
 * A step that wants its work taken over offers a leg to those it told. What an earlier step offered and nobody took is
 * over; what somebody took stays theirs, so that both directions may be open at once.
 */
export function offerStepLeg(draft: Draft, escalation: Escalation, step: Step, told: PersonId[]): void {
  expireOffered(draft, escalation.id);
  if (step.needs !== 'take_over' || told.length === 0) return;
  const { stepIndex, firing } = draft.ticket.escalations.find(({ id }) => id === escalation.id) ?? escalation;
  const { config, now } = draft.context;
  const path = config.path(escalation.pathVersionId);
  draft.emit({
    type: 'leg_offered',
    legId: draft.ticket.legs.length + 1,
    by: null,
    direction: step.direction,
    target: { type: 'step' },
    told,
    reason: 'path',
    messageId: null,
    acceptMs: step.waitMs,
    doMs: step.doMs ?? DO_MS,
    acceptBy: after(now, step.waitMs, step.waitIn, path, config),
    step: { escalationId: escalation.id, stepIndex: stepIndex ?? 0, firing },
  });
}

/** The climb went on: what its steps offered and nobody took is over. */
export function expireOffered(draft: Draft, escalationId: number): void {
  for (const { id: legId, status, step } of draft.ticket.legs) {
    if (status !== 'offered' || step?.escalationId !== escalationId) continue;
    draft.emit({ type: 'leg_ended', legId, why: 'expired', by: null });
  }
}

/** Whoever acknowledges an escalation takes the leg of its step, if it has one. */
export function takeStepLeg(draft: Draft, escalation: Escalation, by: PersonId, shift: { offShiftAt?: Instant }): void {
  const leg = stepLegOf(draft.ticket, escalation);
  if (leg === undefined) return;
  const { config, facts, now } = draft.context;
  const path = config.path(escalation.pathVersionId);
  const height = facts.roster.find(({ id }) => id === by)?.tier ?? 0;
  const doBy = after(now, leg.doMs, 'business', path, config);
  const tookMs = openTimeBetween(config.calendar(path.calendarVersionId).hours, leg.openedAt, now);
  draft.emit({ type: 'leg_acknowledged', legId: leg.id, by, height, doBy, tookMs, ...shift });
}

/** The leg of the step that the escalation stands at is over with it. */
export function endStepLeg(draft: Draft, escalation: Escalation, why: LegEnd, by: PersonId | null): void {
  const leg = stepLegOf(draft.ticket, escalation);
  if (leg !== undefined) draft.emit({ type: 'leg_ended', legId: leg.id, why, by });
}

/** Nobody needs what the steps of an escalation had handed over. */
export function withdrawStepLegs(draft: Draft, escalationId: number, by: PersonId | null): void {
  for (const { id: legId, status, step } of draft.ticket.legs) {
    if (status === 'ended' || step?.escalationId !== escalationId) continue;
    draft.emit({ type: 'leg_ended', legId, why: 'withdrawn', by });
  }
}
