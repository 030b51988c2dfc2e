import type { TicketDetail } from '#contract/ticket.ts';

/** Whether anything is asked, handed over, awaited or put aside on a ticket. */
export const isAnyUnderWay = ({ legs, approvals, questions, ...ticket }: TicketDetail): boolean =>
  legs.some(({ status }) => status !== 'ended') ||
  approvals.some(({ status }) => status === 'pending') ||
  questions.some(({ status }) => status === 'open') ||
  ticket.snoozedUntil !== null ||
  ticket.maintenanceUntil !== null ||
  ticket.hints.length + ticket.followUps.length > 0 ||
  ticket.follows !== null ||
  ticket.mergedInto !== null ||
  ticket.closedAs === 'spam';
