import { after } from '#core/escalation/wait.ts';
import type { Leg } from '#core/leg/leg.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import type { Draft } from '#core/ticket/draft.ts';
import { NEVER, type Duration, type Instant } from '#core/time.ts';

/** The moment so much business time from now, by the hours of the ticket's path. */
export function inBusiness({ ticket, context: { config, now } }: Draft, length: Duration): Instant {
  const path = config.path(pathOf(ticket, config));
  return after(now, length, 'business', path, config);
}

/** When Belay must look at this leg again; in maintenance, not before it ends. */
export function legLookAt(leg: Leg, maintenanceUntil: Instant | null): Instant {
  const notBefore = maintenanceUntil ?? 0;
  switch (leg.status) {
    case 'offered':
      return Math.max(notBefore, leg.acceptBy);
    case 'acknowledged':
      return Math.max(notBefore, leg.lapsesAt ?? leg.doBy);
    case 'ended':
      return NEVER;
  }
}
