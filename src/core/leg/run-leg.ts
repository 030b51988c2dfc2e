import { climb } from '#core/escalation/climb.ts';
import { afterShift } from '#core/escalation/shift-end.ts';
import { trigger } from '#core/escalation/trigger.ts';
import type { PersonId } from '#core/ids.ts';
import { above } from '#core/leg/above.ts';
import type { Held, Leg, LegEnd, LegPass } from '#core/leg/leg.ts';
import { inBusiness, legLookAt } from '#core/leg/leg-time.ts';
import { isLent } from '#core/leg/step-leg.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { mayHold } from '#core/people/roster.ts';
import { never } from '#core/result.ts';
import type { Draft } from '#core/ticket/draft.ts';
import { HOUR, type Duration, type Instant } from '#core/time.ts';

/** After the reminder the holder has so long to show a sign of work; business hours. */
export const LAPSES_AFTER: Duration = HOUR;

/** Moves on every leg whose moment is at or before `upTo`: one move each, however late the look. */
export function runLegs(draft: Draft, upTo: Instant): void {
  for (const leg of draft.ticket.legs) {
    if (legLookAt(leg, draft.ticket) <= upTo) runLeg(draft, leg, upTo);
  }
}

function runLeg(draft: Draft, leg: Leg, upTo: Instant): void {
  switch (leg.status) {
    case 'offered':
      return passOn(draft, leg, leg.told, 'not_accepted');
    case 'acknowledged':
      return runHeld(draft, leg, upTo);
    case 'ended':
      return undefined;
    default:
      return never(leg);
  }
}

function runHeld(draft: Draft, leg: Held, upTo: Instant): void {
  const { id: legId, by, handBack, lapsesAt, doBy } = leg;
  if (handBack !== null && handBack.acceptBy <= upTo) {
    draft.emit({ type: 'leg_hand_back_withdrawn', legId, to: handBack.to });
  }
  if (leg.offShiftAt !== null && leg.offShiftAt <= upTo && endShift(draft, leg)) return;
  if ((lapsesAt ?? doBy) > upTo) return;
  if (lapsesAt !== null) loseHeld(draft, leg, 'not_done');
  else draft.emit({ type: 'leg_reminded', legId, by, lapsesAt: inBusiness(draft, LAPSES_AFTER) });
}

/** Whose shift has ended gives back what they hold; false when they keep it. What a step has lent its escalation ends. */
function endShift(draft: Draft, leg: Held): boolean {
  const { ticket, context } = draft;
  if (ticket.escalations.some((escalation) => isLent(leg, escalation))) return false;
  const next = afterShift(draft, leg.by, context.config.path(pathOf(ticket, context.config)), 'business');
  if (next === 'over') passOn(draft, leg, [leg.by], 'off_shift');
  else draft.emit({ type: 'leg_shift_kept', legId: leg.id, by: leg.by, offShiftAt: next.askAgainAt });
  return next === 'over';
}

/** The holder loses it: what a step had lent them goes up its path, any other leg to whoever stands above. */
function loseHeld(draft: Draft, leg: Held, cause: LegPass): void {
  const lent = draft.ticket.escalations.find((escalation) => isLent(leg, escalation));
  if (lent === undefined) return passOn(draft, leg, [leg.by], cause);
  draft.emit({ type: 'leg_ended', legId: leg.id, why: 'expired', by: null });
  draft.emit({ type: 'acknowledgement_lapsed', escalationId: lent.id, by: leg.by });
  climb(draft, lent.id, 'acknowledgement_lapsed', draft.context.now);
}

/** Somebody who can hold nothing any more loses their legs: they go on by their path, or to somebody above. */
export function moveLegsOn(draft: Draft): void {
  for (const { id } of draft.ticket.legs) {
    const leg = draft.ticket.legs.find((each) => each.id === id);
    if (leg === undefined || leg.status === 'ended') continue;
    if (leg.status === 'acknowledged') {
      const to = leg.handBack?.to ?? null;
      if (to !== null && isGone(draft, to)) draft.emit({ type: 'leg_hand_back_withdrawn', legId: id, to });
      if (isGone(draft, leg.by)) loseHeld(draft, leg, 'away');
    } else if (leg.step === null && leg.told.every((person) => isGone(draft, person))) {
      passOn(draft, leg, leg.told, 'away');
    }
  }
}

/** Known to be unable to hold anything; of whom nothing is known, nothing follows. */
function isGone({ context }: Draft, personId: PersonId): boolean {
  const person = context.facts.roster.find(({ id }) => id === personId);
  return person !== undefined && !mayHold(person);
}

/** Offers the leg to whoever stands above those who had it. When nobody is left it expires, and the ticket climbs. */
export function passOn(draft: Draft, leg: Leg, having: PersonId[], cause: LegPass): void {
  const { ticket, context } = draft;
  // a leg that nobody may take any more goes on from those who were asked last
  const from = having.length > 0 ? having : leg.asked.slice(-1);
  const told = above(leg, from, ticket, context.facts.roster);
  if (told.length > 0) {
    const acceptBy = inBusiness(draft, leg.acceptMs);
    draft.emit({ type: 'leg_passed_on', legId: leg.id, told, cause, acceptBy });
    return;
  }
  draft.emit({ type: 'leg_ended', legId: leg.id, why: 'expired', by: null });
  trigger(draft, { type: 'signal', kind: 'silence', evidence: [], confidence: 1 }, context.now);
}

/** Nobody needs the open legs any more, or not here: the ticket is solved or closed. */
export function withdrawLegs(draft: Draft, why: LegEnd = 'withdrawn'): void {
  for (const { id: legId, status } of draft.ticket.legs) {
    if (status !== 'ended') draft.emit({ type: 'leg_ended', legId, why, by: null });
  }
}

/** What the legs lose with somebody who is kept away from now on goes to others at once. */
export function takeLegsFrom(draft: Draft, before: Leg[], person: PersonId): void {
  for (const leg of before) {
    const isOver = draft.ticket.legs.some(({ id, status }) => id === leg.id && status === 'ended');
    // what a step had offered or lent went on with its climb
    if (isOver || (leg.status === 'offered' && leg.step !== null)) continue;
    const onlyOne = leg.status === 'offered' && leg.told.length === 1 && leg.told[0] === person;
    const holds = leg.status === 'acknowledged' && leg.by === person;
    if (onlyOne || holds) passOn(draft, leg, [person], 'excluded');
    else if (leg.status === 'acknowledged' && leg.handBack?.to === person) {
      draft.emit({ type: 'leg_hand_back_withdrawn', legId: leg.id, to: person });
    }
  }
}
