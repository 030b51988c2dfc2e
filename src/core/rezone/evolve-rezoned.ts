import type { Approval } from '#core/approval/approval.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import type { Leg } from '#core/leg/leg.ts';
import { never } from '#core/result.ts';
import type { Moved, RezoneEvent } from '#core/rezone/rezone-event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** The ticket with the moments that new rules of time zones moved. */
export function evolveRezoned(ticket: Ticket, { moved }: RezoneEvent): Ticket {
  return moved.reduce(withMoved, ticket);
}

function withMoved(ticket: Ticket, moved: Moved): Ticket {
  const { escalations, legs, approvals } = ticket;
  switch (moved.part) {
    case 'step':
    case 'loan':
      return { ...ticket, escalations: escalations.map((each) => (each.id === moved.id ? waits(each, moved) : each)) };
    case 'leg':
      return { ...ticket, legs: legs.map((each) => (each.id === moved.id ? lasts(each, moved) : each)) };
    case 'approval':
      return { ...ticket, approvals: approvals.map((each) => (each.id === moved.id ? asks(each, moved) : each)) };
    default:
      return never(moved);
  }
}

function waits(escalation: Escalation, moved: Extract<Moved, { part: 'step' | 'loan' }>): Escalation {
  if (moved.part === 'step') return escalation.status === 'climbing' ? { ...escalation, nextAt: moved.at } : escalation;
  const { remindAt, confirmBy } = moved;
  return escalation.status === 'acknowledged' ? { ...escalation, remindAt, confirmBy } : escalation;
}

function lasts(leg: Leg, { at }: Extract<Moved, { part: 'leg' }>): Leg {
  if (leg.status === 'offered') return { ...leg, acceptBy: at };
  if (leg.status === 'ended') return leg;
  return leg.lapsesAt === null ? { ...leg, doBy: at } : { ...leg, lapsesAt: at };
}

function asks(approval: Approval, { seatId, at }: Extract<Moved, { part: 'approval' }>): Approval {
  const seats = approval.seats.map((seat) =>
    seat.id === seatId && seat.state === 'open' ? { ...seat, decideBy: at } : seat,
  );
  return { ...approval, seats };
}
