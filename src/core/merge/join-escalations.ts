import { loan } from '#core/escalation/acknowledge.ts';
import { escalationOf } from '#core/escalation/climb.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import { withoutPerson } from '#core/escalation/evolve-escalation.ts';
import { liveEscalation } from '#core/escalation/trigger.ts';
import { withdrawParts } from '#core/escalation/withdraw-parts.ts';
import { stepLegOf } from '#core/leg/step-leg.ts';
import type { MergeEvent } from '#core/merge/merge-event.ts';
import type { TicketId } from '#core/ids.ts';
import { openPromise } from '#core/promise/promise.ts';
import type { Draft } from '#core/ticket/draft.ts';
import { takeFrom } from '#core/ticket/exclude.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

type Carried = Extract<MergeEvent, { type: 'merged_in' }>['carried'];

/**
 * Lets the live escalations of a merged ticket go on here as they stand. Of two on one path the higher step stays, with
 * whoever was called or holds it, and has the reasons of both.
 */
export function joinEscalations(draft: Draft, other: Ticket): Carried {
  const live = other.escalations.filter(({ status }) => status !== 'ended');
  return live.flatMap((their) => joinEscalation(draft, other, their));
}

function joinEscalation(draft: Draft, other: Ticket, their: Escalation): Carried {
  const own =
    liveEscalation(draft.ticket, their.pathVersionId) ?? liveEscalation(draft.ticket, their.beganPathVersionId);
  if (own !== undefined && !isHigher(their, own)) {
    for (const { trigger } of their.reasons) {
      draft.emit({ type: 'escalation_reason_added', escalationId: own.id, trigger });
    }
    return [];
  }
  if (own !== undefined) {
    draft.emit({ type: 'escalation_ended', escalationId: own.id, why: 'merged' });
    withdrawParts(draft, own.id, null);
  }
  const here = draft.ticket.escalations.length + 1;
  const reasons = [...(own?.reasons ?? []), ...their.reasons].toSorted((one, next) => one.at - next.at);
  const firing = Math.max(their.firing, own?.firing ?? 0);
  carryEscalation(draft, { ...their, id: here, reasons, firing }, other.id);
  return [{ there: their.id, here, replaced: own?.id ?? null }];
}

/** Lets an escalation go on here as it stands; what somebody had of it who is kept away from here goes on to others. */
export function carryEscalation(draft: Draft, escalation: Escalation, otherId: TicketId | null): void {
  const carried = withoutExcluded(draft, escalation);
  draft.emit({ type: 'escalation_carried_over', escalationId: escalation.id, escalation: carried, otherId });
  for (const person of draft.ticket.excludedIds) takeFrom(draft, escalation, person);
}

/** What somebody holds by a leg that did not come along has no moment any more: they hold it as a loan. */
export function lendAnew(draft: Draft, escalationId: number): void {
  const held = escalationOf(draft, escalationId);
  if (held.status !== 'acknowledged' || held.remindAt !== null || stepLegOf(draft.ticket, held) !== undefined) return;
  draft.emit({ type: 'acknowledgement_confirmed', escalationId, by: held.by, ...loan(draft, held) });
}

function withoutExcluded({ ticket, context }: Draft, escalation: Escalation): Escalation {
  const left = ticket.excludedIds.reduce((all, person) => withoutPerson(all, person, context.now), [escalation]);
  return left[0] ?? escalation;
}

/** Above the other: the last resort above every step, later rounds of the path above earlier ones; of the same, the one held. */
function isHigher(one: Escalation, other: Escalation): boolean {
  const places = [one, other].map(({ status, round, loop, stepIndex }) => [
    status === 'last_resort' || round > 0 ? 1 : 0,
    loop,
    stepIndex ?? -1,
    status === 'acknowledged' ? 1 : 0,
  ]);
  const [mine = [], theirs = []] = places;
  const differs = mine.findIndex((place, index) => place !== theirs[index]);
  return differs !== -1 && mine[differs]! > theirs[differs]!;
}

/** What its requester was promised holds here: the earlier of both times. Nobody is told again what they were told. */
export function joinPromise(draft: Draft, other: Ticket, carried: Carried): void {
  const their = openPromise(other.promises);
  if (their === undefined) return;
  const own = openPromise(draft.ticket.promises);
  if (own !== undefined && own.dueAt <= their.dueAt) return;
  const place = carried.find(({ there }) => there === their.escalationId)?.here;
  const { stage, dueAt, calendarVersionId } = their;
  draft.emit({
    type: 'promise_made',
    promiseId: own?.id ?? draft.ticket.promises.length + 1,
    ofEscalationId: place ?? own?.escalationId ?? null,
    stage: own?.stage ?? stage,
    dueAt,
    calendarVersionId,
    tellAt: null,
  });
}
