import { runApprovals } from '#core/approval/run-approvals.ts';
import { stepApprovalOf } from '#core/approval/step-approval.ts';
import { runLoan } from '#core/escalation/acknowledge.ts';
import { callLastResort, climb, escalationOf } from '#core/escalation/climb.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import { tellAgain, tellNewcomers } from '#core/escalation/newcomers.ts';
import { raiseAtRisk } from '#core/escalation/raise.ts';
import { runShiftEnd } from '#core/escalation/shift-end.ts';
import { runSilence } from '#core/escalation/silence.ts';
import { breakPromises } from '#core/promise/run-promise.ts';
import { runQuestions } from '#core/question/run-questions.ts';
import { runLegs } from '#core/leg/run-leg.ts';
import { never } from '#core/result.ts';
import { missOffer } from '#core/routing/offer.ts';
import { runWatch } from '#core/signal/keep-watch.ts';
import { runSnooze } from '#core/snooze/snooze.ts';
import { fireClocks, runClocks } from '#core/sla/fire-clocks.ts';
import { lookAgain, type Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/**
 * Fires everything whose moment is at or before `upTo`. A tick passes now; every other command passes the instant
 * before, so that what it finds is the same whether or not a sweep looked just before, and at one instant an act
 * comes before a timer.
 */
export function runTimers(draft: Draft, upTo: Instant): void {
  const climbing = draft.ticket.escalations;
  // before anything is promised anew: what is past is no promise that still holds
  breakPromises(draft);
  fireClocks(draft, upTo);
  if (draft.events.length > 0) {
    const atRisk = draft.events.flatMap((event) => (event.type === 'target_at_risk' ? event : []));
    for (const { percent, reachedAt } of atRisk) raiseAtRisk(draft, percent, reachedAt);
  }
  // Only what climbed before this look: an escalation that a breach just started has moved its one step.
  for (const escalation of climbing) moveOn(draft, escalation, upTo);
  runWatch(draft, upTo);
  missOffer(draft, upTo);
  runLegs(draft, upTo);
  runApprovals(draft, upTo);
  runQuestions(draft, upTo);
  runSnooze(draft, upTo);
  if (draft.ticket.status === 'solved' && draft.ticket.closesAt <= upTo) close(draft);
}

/** Promises the next look when nothing else moved it. */
export function look(draft: Draft): void {
  const { ticket, context } = draft;
  if (ticket.status !== 'closed' && ticket.lookAgainAt <= context.now) {
    draft.emit({ type: 'looked_again', lookAgainAt: lookAgain(context.now) });
  }
}

function moveOn(draft: Draft, { id }: Escalation, upTo: Instant): void {
  runSilence(draft, escalationOf(draft, id), upTo);
  const escalation = escalationOf(draft, id);
  const notBefore = draft.ticket.maintenanceUntil ?? 0;
  if (escalation.status === 'ended') return;
  if (escalation.silence !== null || notBefore > upTo) {
    tellAgain(draft, escalation, upTo);
    return;
  }
  const isDue = (at: Instant | null): at is Instant => at !== null && Math.max(at, notBefore) <= upTo;
  switch (escalation.status) {
    case 'climbing':
      if (stepApprovalOf(draft.ticket, escalation) !== undefined) break;
      if (isDue(escalation.nextAt)) climb(draft, id, 'waited', Math.max(escalation.nextAt, notBefore));
      break;
    case 'last_resort':
      if (isDue(escalation.nextAt)) callLastResort(draft, id, 'waited', Math.max(escalation.nextAt, notBefore));
      break;
    case 'acknowledged':
      runLoan(draft, escalation, notBefore, upTo);
      runShiftEnd(draft, id, notBefore, upTo);
      break;
    default:
      never(escalation);
  }
  tellNewcomers(draft, escalationOf(draft, id), upTo);
  tellAgain(draft, escalationOf(draft, id), upTo);
}

function close(draft: Draft): void {
  runClocks(draft, { type: 'stopped', by: 'close' });
  draft.emit({ type: 'ticket_closed', closedAs: 'solved' });
}
