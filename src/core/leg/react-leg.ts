import type { PersonId } from '#core/ids.ts';
import type { Leg } from '#core/leg/leg.ts';
import type { LegEvent } from '#core/leg/leg-event.ts';
import { never } from '#core/result.ts';
import type { Effect } from '#core/ticket/effect.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** Who is told of what happens to a leg; `responsible` answers for the ticket after it. */
export function legEffects(
  event: LegEvent,
  ticket: Ticket,
  tell: (...people: (PersonId | null)[]) => Effect,
  responsible: PersonId | null,
): Effect[] {
  const leg = ticket.legs.find(({ id }) => id === event.legId);
  if (leg === undefined) throw new Error(`ticket ${ticket.id} has no leg ${event.legId}`);
  switch (event.type) {
    case 'leg_offered':
      // whom a step called, it told
      if (event.step !== undefined) return [];
      // whoever asks for help goes on seeing what becomes of it
      return [tell(...event.told), follow('told', event.told), follow('escalated', asksFor(leg))];
    case 'leg_passed_on':
      return [tell(...event.told), follow('told', event.told)];
    case 'leg_carried_over': {
      const people = havingOf(event.leg);
      return [tell(...people), follow('told', people), follow('escalated', asksFor(event.leg))];
    }
    case 'leg_acknowledged':
      // of a step's, the escalation tells
      if (leg.step !== null) return [];
      return [tell(leg.openedBy, ticket.assigneeId), follow('acknowledged', [event.by])];
    case 'leg_returned':
      return leg.step === null ? [tell(leg.openedBy, responsible)] : [];
    case 'leg_hand_back_offered':
      return [tell(event.to), follow('told', [event.to])];
    case 'leg_hand_back_returned':
    case 'leg_hand_back_withdrawn':
      return [tell(holderOf(leg))];
    case 'leg_reminded':
      return [tell(event.by)];
    case 'leg_extended':
    case 'leg_shift_kept':
      return [];
    case 'leg_ended':
      return [tell(...toldOfEnd(event, leg, responsible, ticket.assigneeId))];
    default:
      return never(event);
  }
}

/** Whoever waited for it; of one that was withdrawn, those who had it. That it was returned they know already. */
function toldOfEnd(
  { why }: Extract<LegEvent, { type: 'leg_ended' }>,
  { openedBy, asked, step, reason, target }: Leg,
  responsible: PersonId | null,
  assigneeId: PersonId | null,
): (PersonId | null)[] {
  switch (why) {
    case 'done':
      // both sides of a dispute hear how it ends
      return [openedBy ?? assigneeId, ...(reason === 'dispute' && target.type === 'person' ? [target.personId] : [])];
    case 'expired':
      return step === null ? [openedBy, responsible] : [];
    case 'withdrawn':
      return asked;
    case 'handed_back':
      return [...asked, openedBy];
    // where it goes on, they are told of it
    case 'merged':
    case 'unmerged':
    case 'returned':
      return [];
    default:
      return never(why);
  }
}

/** Who has it, or is asked to take it; of one that a step called for, the climb has told them. */
function havingOf(leg: Leg): PersonId[] {
  switch (leg.status) {
    case 'offered':
      return leg.step === null ? leg.told : [];
    case 'acknowledged':
      return [leg.by];
    case 'ended':
      return [];
    default:
      return never(leg);
  }
}

function asksFor({ openedBy }: Leg): PersonId[] {
  return openedBy === null ? [] : [openedBy];
}

function holderOf(leg: Leg): PersonId | null {
  return leg.status === 'acknowledged' ? leg.by : null;
}

function follow(why: 'told' | 'escalated' | 'acknowledged', personIds: PersonId[]): Effect {
  return { type: 'follow', personIds, why };
}
