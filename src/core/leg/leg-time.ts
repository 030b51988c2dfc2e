import { after } from '#core/escalation/wait.ts';
import type { Leg } from '#core/leg/leg.ts';
import { isLent } from '#core/leg/step-leg.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { openTimeBetween } from '#core/sla/business-hours.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Duration, type Instant } from '#core/time.ts';

/** The moment so much business time from now, by the hours of the ticket's path. */
export function inBusiness({ ticket, context: { config, now } }: Draft, length: Duration): Instant {
  const path = config.path(pathOf(ticket, config));
  return after(now, length, 'business', path, config);
}

/** Business time from `since` until now, by the hours of the ticket's path. */
export function tookInBusiness({ ticket, context: { config, now } }: Draft, since: Instant): Duration {
  const path = config.path(pathOf(ticket, config));
  return openTimeBetween(config.calendar(path.calendarVersionId).hours, since, now);
}

/**
 * When Belay must look at this leg again; in maintenance, or while what its holder was lent is silenced, not before that
 * ends. One that a step offers has no moment of its own: the climb goes on by its own clock and takes the leg with it.
 */
export function legLookAt(leg: Leg, ticket: Ticket): Instant {
  const asked = legDueAt(leg, ticket);
  if (leg.status !== 'acknowledged' || leg.offShiftAt === null) return asked;
  // of what a step has lent, the end of the shift is the escalation's
  const isLentNow = ticket.escalations.some((escalation) => isLent(leg, escalation));
  return isLentNow ? asked : Math.min(asked, Math.max(ticket.maintenanceUntil ?? 0, leg.offShiftAt));
}

/** By when whoever has it, or is asked, must answer; what people see of `legLookAt`. */
export function legDueAt(leg: Leg, ticket: Ticket): Instant {
  const notBefore = Math.max(ticket.maintenanceUntil ?? 0, silentUntil(leg, ticket));
  switch (leg.status) {
    case 'offered':
      return leg.step === null ? Math.max(notBefore, leg.acceptBy) : NEVER;
    case 'acknowledged':
      return Math.max(notBefore, Math.min(leg.lapsesAt ?? leg.doBy, leg.handBack?.acceptBy ?? NEVER));
    case 'ended':
      return NEVER;
  }
}

function silentUntil(leg: Leg, { escalations }: Ticket): Instant {
  const lent = escalations.find((escalation) => isLent(leg, escalation));
  return lent?.silence == null ? 0 : (lent.silence.until ?? NEVER);
}
