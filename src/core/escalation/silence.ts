import { stepApprovalOf } from '#core/approval/step-approval.ts';
import { findEscalation } from '#core/escalation/acknowledge.ts';
import { isOnTime, after } from '#core/escalation/wait.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import type { PersonId } from '#core/ids.ts';
import { refuse } from '#core/result.ts';
import { openTimeBetween } from '#core/sla/business-hours.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { HOUR, type Duration, type Instant } from '#core/time.ts';

/** The longest silence a person may ask for: nobody forgets a customer for more than a day. */
export const LONGEST_SILENCE: Duration = 24 * HOUR;

/**
 * Nothing of the escalation moves for so long; what was left of its wait begins then. A second silence takes the
 * place of the first. No clock hears of it.
 */
export function silence(
  draft: Draft,
  { escalationId, lengthMs }: Extract<TicketCommand, { type: 'silence' }>,
  by: PersonId,
): Outcome {
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  if (isSpent(draft, escalation)) return refuse('nobody_to_tell');
  const leftMs = escalation.silence === null ? left(draft, escalation) : escalation.silence.leftMs;
  const until = lengthMs === null ? null : draft.context.now + lengthMs;
  draft.emit({ type: 'escalation_silenced', escalationId, by, until, leftMs });
  return undefined;
}

/** Somebody ends a silence before its time. */
export function endSilence(draft: Draft, escalationId: number, by: PersonId): Outcome {
  const escalation = findEscalation(draft, escalationId);
  if (escalation === undefined || escalation.status === 'ended') return refuse('not_escalated');
  if (escalation.silence === null) return refuse('not_silenced');
  goOn(draft, escalation, by, draft.context.now);
  return undefined;
}

/** A silence whose end is at or before `upTo` ends. Found late, what was left counts from now. */
export function runSilence(draft: Draft, escalation: Escalation, upTo: Instant): void {
  const until = escalation.silence?.until ?? null;
  if (until === null || until > upTo) return;
  const { now } = draft.context;
  goOn(draft, escalation, null, isOnTime(until, now) ? until : now);
}

function goOn(draft: Draft, escalation: Escalation, by: PersonId | null, from: Instant): void {
  const leftMs = escalation.silence?.leftMs ?? null;
  const { id: escalationId } = escalation;
  draft.emit({
    type: 'silence_ended',
    escalationId,
    by,
    nextAt: leftMs === null ? null : resume(draft, escalation, from, leftMs),
  });
}

/** What is left of the wait, in the time that the wait counts. */
function left(draft: Draft, escalation: Escalation): Duration | null {
  if (!('nextAt' in escalation)) return null;
  // A last resort that is told only once is told again when the silence ends: nobody has acknowledged.
  // What a step asks somebody to allow waits by a time of its own.
  if (escalation.nextAt === null || stepApprovalOf(draft.ticket, escalation) !== undefined) return 0;
  const { config, now } = draft.context;
  const { nextAt } = escalation;
  const path = config.path(escalation.pathVersionId);
  if (countsIn(draft, escalation) === 'wall') return Math.max(0, nextAt - now);
  return openTimeBetween(config.calendar(path.calendarVersionId).hours, now, nextAt);
}

function resume(draft: Draft, escalation: Escalation, from: Instant, leftMs: Duration): Instant {
  const { config } = draft.context;
  const path = config.path(escalation.pathVersionId);
  return leftMs === 0 ? from : after(from, leftMs, countsIn(draft, escalation), path, config);
}

/** The last resort waits by the wall clock, a step by what it says. */
function countsIn(draft: Draft, { status, stepIndex, pathVersionId }: Escalation): 'business' | 'wall' {
  if (status !== 'climbing' || stepIndex === null) return 'wall';
  return draft.context.config.path(pathVersionId).steps[stepIndex]?.waitIn ?? 'wall';
}

/** Whether there is nothing to silence: the path is used up and nobody is its last resort. */
function isSpent(draft: Draft, { status, pathVersionId }: Escalation): boolean {
  return status === 'last_resort' && draft.context.config.path(pathVersionId).lastResort.length === 0;
}
