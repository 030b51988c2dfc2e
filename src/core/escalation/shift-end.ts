import { climb, escalationOf } from '#core/escalation/climb.ts';
import type { Path } from '#core/escalation/path.ts';
import type { PersonId } from '#core/ids.ts';
import { endStepLeg } from '#core/leg/step-leg.ts';
import { isOpen, nextOpen } from '#core/sla/business-hours.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/** The end of the shift of whoever takes something, as its event says it; nothing for who has none, or is outside of it. */
export function untilShiftEnd(draft: Draft, personId: PersonId): { offShiftAt?: Instant } {
  const offShiftAt = shiftEndOf(draft, personId);
  return offShiftAt === null ? {} : { offShiftAt };
}

function shiftEndOf({ context }: Draft, personId: PersonId): Instant | null {
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
  const { config, now } = draft.context;
  const { by } = held;
  const path = config.path(held.pathVersionId);
  const next = afterShift(draft, by, path, path.loanIn);
  if (next !== 'over') {
    draft.emit({ type: 'shift_kept', escalationId, by, offShiftAt: next.askAgainAt });
    return;
  }
  endStepLeg(draft, held, 'expired', null);
  draft.emit({ type: 'acknowledgement_lapsed', escalationId, by });
  climb(draft, escalationId, 'acknowledgement_lapsed', now);
}

/**
 * Whether somebody whose shift was to end has gone, or when that is asked again: they work on, or what they hold counts
 * business hours and nobody works now.
 */
export function afterShift(
  { context: { config, facts, now } }: Draft,
  by: PersonId,
  path: Path,
  countsIn: Path['loanIn'],
): 'over' | { askAgainAt: Instant | null } {
  const person = facts.roster.find(({ id }) => id === by);
  if (person === undefined || person.onShift) return { askAgainAt: later(person?.nextShiftChangeAt ?? null, now) };
  const { hours } = config.calendar(path.calendarVersionId);
  return countsIn === 'business' && !isOpen(hours, now) ? { askAgainAt: later(nextOpen(hours, now), now) } : 'over';
}

function later(moment: Instant | null, now: Instant): Instant | null {
  return moment !== null && moment > now ? moment : null;
}
