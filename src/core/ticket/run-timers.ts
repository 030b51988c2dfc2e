import { lapse } from '#core/escalation/acknowledge.ts';
import { callLastResort, climb } from '#core/escalation/climb.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import { fireClocks, stopClocks } from '#core/sla/run-clock.ts';
import { lookAgain, type Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/**
 * Fires everything whose moment is at or before `upTo`. A tick passes now; every other command passes the instant
 * before, so that what it finds is the same whether or not a sweep looked just before, and at one instant an act
 * comes before a timer.
 */
export function runTimers(draft: Draft, upTo: Instant): void {
  const climbing = draft.ticket.escalations;
  fireClocks(draft, upTo);
  // Only what climbed before this look: an escalation that a breach just started has moved its one step.
  for (const escalation of climbing) moveOn(draft, escalation, upTo);
  if (draft.ticket.status === 'solved' && draft.ticket.closesAt <= upTo) close(draft);
}

/** Promises the next look when nothing else moved it. */
export function look(draft: Draft): void {
  const { ticket, context } = draft;
  if (ticket.status !== 'closed' && ticket.lookAgainAt <= context.now) {
    draft.emit({ type: 'looked_again', lookAgainAt: lookAgain(context.now) });
  }
}

function moveOn(draft: Draft, escalation: Escalation, upTo: Instant): void {
  switch (escalation.status) {
    case 'climbing':
      if (escalation.nextAt <= upTo) climb(draft, escalation.id, 'waited', escalation.nextAt);
      return;
    case 'last_resort':
      if (escalation.nextAt <= upTo) callLastResort(draft, escalation.id, 'waited', escalation.nextAt);
      return;
    case 'acknowledged':
      if (escalation.confirmBy <= upTo) lapse(draft, escalation);
      else if (!escalation.reminded && escalation.remindAt <= upTo) remind(draft, escalation);
      return;
    case 'ended':
  }
}

function remind(draft: Draft, escalation: Escalation & { status: 'acknowledged' }): void {
  draft.emit({ type: 'acknowledgement_reminded', escalationId: escalation.id, by: escalation.by });
}

function close(draft: Draft): void {
  stopClocks(draft, 'close');
  draft.emit({ type: 'ticket_closed', closedAs: 'solved' });
}
