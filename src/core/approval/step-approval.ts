import { pendingApprovals, type Approval } from '#core/approval/approval.ts';
import { isWithinLimit, mayDecide, NO_APPROVAL_FACTS } from '#core/approval/approvers.ts';
import type { Money } from '#core/approval/money.ts';
import type { Escalation, FiredStep, Trigger } from '#core/escalation/escalation.ts';
import type { Path, Step } from '#core/escalation/path.ts';
import { after } from '#core/escalation/wait.ts';
import type { PersonId } from '#core/ids.ts';
import { can } from '#core/people/can.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import type { Facts } from '#core/ticket/context.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';

/** What the step that `escalation` stands at asks people to allow, while nobody has decided it. */
export function stepApprovalOf(
  { approvals }: Pick<Ticket, 'approvals'>,
  { id, firing, status }: Escalation,
): Approval | undefined {
  if (status === 'ended') return undefined;
  return pendingApprovals(approvals).find(({ step }) => step?.escalationId === id && step.firing === firing);
}

/** The live escalation that waits for this approval; undefined when none does, or it has climbed on since. */
export function askingClimb({ escalations }: Pick<Ticket, 'escalations'>, step: FiredStep | null) {
  return escalations.find(
    ({ id, firing, status }) => status !== 'ended' && id === step?.escalationId && firing === step.firing,
  );
}

/**
 * Whom a step does not call because they may not do what it needs: take its work over, or decide it, which whoever asks
 * for it never does, nor whoever may not allow so much.
 */
export function unfitFor(step: Step, escalation: Escalation, { roster, approvals }: Facts): PersonId[] {
  if (step.needs === 'acknowledge') return [];
  if (step.needs === 'take_over') return roster.filter((person) => !mayTake(person)).map(({ id }) => id);
  const { by, amount } = askOf(escalation);
  const { limits } = approvals ?? NO_APPROVAL_FACTS;
  const isFit = (person: (typeof roster)[number]): boolean =>
    person.id !== by && mayDecide(person) && isWithinLimit(person, amount, limits);
  return roster.filter((person) => !isFit(person)).map(({ id }) => id);
}

function mayTake({ id: personId, role, teamIds, leadOf }: Facts['roster'][number]): boolean {
  return can({ kind: 'person', personId, role, teamIds, leadOf }, 'ticket.acknowledge');
}

/** Who asks, for how much, and in which words: as the last person who raised it says. */
function askOf({ reasons }: Escalation): { by: PersonId | null; amount: Money | null; messageId: number | null } {
  const requests = reasons.flatMap(({ trigger }) => (trigger.type === 'request' ? trigger : []));
  const last = requests.at(-1);
  const costing: Extract<Trigger, { type: 'request' }> | undefined = requests.findLast(({ amount }) => amount);
  return { by: last?.by ?? null, amount: costing?.amount ?? null, messageId: last?.messageId ?? null };
}

/**
 * A step that wants a decision asks those it told: one of them, or each where everybody must. The climb stands there
 * until they decide. What an earlier step of it had asked is asked no longer.
 */
export function askStepApproval(draft: Draft, escalationId: number, step: Step, told: PersonId[]): void {
  if (step.needs !== 'approval' || told.length === 0) return;
  withdrawStepApprovals(draft, escalationId);
  const { ticket, context } = draft;
  const escalation = ticket.escalations.find(({ id }) => id === escalationId)!;
  const { firing, stepIndex, pathVersionId } = escalation;
  const { by, amount, messageId } = askOf(escalation);
  const target = { type: 'step' } as const;
  const path = context.config.path(pathVersionId);
  draft.emit({
    type: 'approval_asked',
    approvalId: ticket.approvals.length + 1,
    by: by ?? ticket.assigneeId,
    rule: 'all',
    amount,
    messageId,
    decideMs: step.waitMs,
    decideBy: after(context.now, step.waitMs, step.waitIn, path, context.config),
    seats: step.everyoneAcknowledges ? told.map((each) => ({ target, told: [each] })) : [{ target, told }],
    step: { escalationId, stepIndex: stepIndex ?? 0, firing },
  });
}

/** Nobody needs to allow any more what the steps of an escalation had asked. */
export function withdrawStepApprovals(draft: Draft, escalationId: number): void {
  for (const { id: approvalId, step } of pendingApprovals(draft.ticket.approvals)) {
    if (step?.escalationId !== escalationId) continue;
    draft.emit({ type: 'approval_ended', approvalId, why: 'withdrawn', by: null });
  }
}

/** By when whoever is asked now must decide. Where a step asks, each has the wait of the step, by its own hours. */
export function decideByOf(draft: Draft, approval: Approval): Instant {
  const { decideMs } = approval;
  const { config, now } = draft.context;
  return after(now, decideMs, countsIn(draft, approval), pathOfApproval(draft, approval), config);
}

/** Which time passes for whoever decides: of a step, what its wait counts. */
export function countsIn({ ticket, context }: Draft, { step }: Approval): 'business' | 'wall' {
  const climb = askingClimb(ticket, step);
  if (climb === undefined || step === null) return 'business';
  return context.config.path(climb.pathVersionId).steps[step.stepIndex]?.waitIn ?? 'business';
}

/** The path whose last resort is asked in the end: of a step, the one it belongs to. */
export function pathOfApproval({ ticket, context: { config } }: Draft, { step }: Approval): Path {
  return config.path(askingClimb(ticket, step)?.pathVersionId ?? pathOf(ticket, config));
}

/** When Belay must look at this approval again: in maintenance, or while its climb is silenced, not before that ends. */
export function approvalLookAt(approval: Approval, ticket: Ticket): Instant {
  if (approval.status === 'ended') return NEVER;
  const open = approval.seats.flatMap((seat) => (seat.state === 'open' ? seat.decideBy : []));
  return Math.max(heldUntil(approval, ticket), Math.min(...open, NEVER));
}

/** Until when nobody is pressed for a decision. */
export function heldUntil({ step }: Approval, ticket: Ticket): Instant {
  const silence = askingClimb(ticket, step)?.silence ?? null;
  return Math.max(ticket.maintenanceUntil ?? 0, silence === null ? 0 : (silence.until ?? NEVER));
}
