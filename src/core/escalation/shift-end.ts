import { climb, escalationOf } from '#core/escalation/climb.ts';
import type { PersonId } from '#core/ids.ts';
import { endStepLeg } from '#core/leg/step-leg.ts';
import { isOpen, nextOpen } from '#core/sla/business-hours.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/** When the shift of whoever takes something ends; null for who has none, or takes it outside of it. */
export function shiftEndOf({ context }: Draft, personId: PersonId): Instant | null {
  const person = context.facts.roster.find(({ id }) => id === personId);
  return person === undefined || !person.onShift ? null : later(person.nextShiftChangeAt, context.now);
}

/**
 * Whose shift has ended gives back what they hold: the climb goes on. A loan that counts business hours rests with them:
 * when nobody works, it is asked again as soon as somebody does.
 */
export function runShiftEnd(draft: Draft, escalationId: number, notBefore: Instant, upTo: Instant): void {
  const held = escalationOf(draft, escalationId);
  if (held.status !== 'acknowledged' || held.offShiftAt === null) return;
  if (Math.max(held.offShiftAt, notBefore) > upTo) return;
  const { config, facts, now } = draft.context;
  const { by } = held;
  const person = facts.roster.find(({ id }) => id === by);
  const path = config.path(held.pathVersionId);
  const { hours } = config.calendar(path.calendarVersionId);
  if (person === undefined || person.onShift) {
    draft.emit({ type: 'shift_kept', escalationId, by, offShiftAt: later(person?.nextShiftChangeAt ?? null, now) });
  } else if (path.loanIn === 'business' && !isOpen(hours, now)) {
    draft.emit({ type: 'shift_kept', escalationId, by, offShiftAt: later(nextOpen(hours, now), now) });
  } else {
    endStepLeg(draft, held, 'expired', null);
    draft.emit({ type: 'acknowledgement_lapsed', escalationId, by });
    climb(draft, escalationId, 'acknowledgement_lapsed', now);
  }
}

function later(moment: Instant | null, now: Instant): Instant | null {
  return moment !== null && moment > now ? moment : null;
}
