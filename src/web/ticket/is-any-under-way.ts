import type { TicketDetail } from '#contract/ticket.ts';
import { shownLegs } from '#web/leg/shown-legs.ts';

/** Whether anything is asked, handed over, awaited or put aside on a ticket. */
export const isAnyUnderWay = (ticket: TicketDetail): boolean =>
  shownLegs(ticket).length > 0 ||
  ticket.approvals.some(({ status }) => status === 'pending') ||
  ticket.questions.some(({ status }) => status === 'open') ||
  ticket.snoozedUntil !== null ||
  ticket.maintenanceUntil !== null ||
  ticket.hints.length + ticket.followUps.length > 0 ||
  ticket.follows !== null ||
  ticket.mergedInto !== null ||
  ticket.closedAs === 'spam';
