import type { PlannedBreak } from '#core/agent/agent.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { FORECAST_HORIZON, type Working } from '#core/queue/forecast.ts';
import type { TeamRouting } from '#core/queue/team-routing.ts';
import type { Instant } from '#core/time.ts';

/**
 * When somebody answers tickets within the horizon: within their hours, not absent, not on a break. In a team that
 * pushes they must be available; where nobody says how they are there, whoever is on shift counts. Of several changes
 * ahead only the next is known.
 */
export function workingTimes(
  person: RosterPerson,
  breaks: PlannedBreak[],
  mode: TeamRouting['mode'],
  now: Instant,
): Working[] {
  if (!person.active || !person.hasNotificationMethod) return [];
  const end = now + FORECAST_HORIZON;
  const { kind, until } = person.presence;
  const begins = kind === 'break' && until !== null ? until : now;
  if (mode === 'push' && kind !== 'available' && begins === now) return [];
  const changes = person.nextShiftChangeAt ?? end;
  const span = person.reachable ? { from: now, until: changes } : { from: changes, until: end };
  const whole = { from: Math.max(span.from, begins), until: Math.min(span.until, end) };
  // whoever is here now comes back after a change only when it ends a break: that is known by itself
  return breaks.reduce((spans, each) => spans.flatMap((part) => without(part, each)), [whole]).filter(isSome);
}

function without(span: Working, { from, until }: Working): Working[] {
  if (until <= span.from || from >= span.until) return [span];
  return [
    { from: span.from, until: from },
    { from: until, until: span.until },
  ].filter(isSome);
}

function isSome({ from, until }: Working): boolean {
  return from < until;
}
