import type { RosterPerson } from '#core/people/roster.ts';
import type { TeamRouting } from '#core/queue/team-routing.ts';
import { LOOKS_EVERY } from '#core/routing/next-offer.ts';
import type { ScriptedAct } from '#core/simulate/script.ts';
import type { Assumed } from '#core/simulate/will.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { DAY, NEVER, type Instant } from '#core/time.ts';

/**
 * When somebody is looked for whom the ticket may be offered to, after `command` at `now`; NEVER when it waits for
 * nobody. The desk looks each minute; here what only a shift, an absence or the time of the overflow can change waits for
 * that, and not a night of minutes.
 */
export function looksAt(
  { before, ticket, command }: { before: Ticket | null; ticket: Ticket; command: TicketCommand['type'] },
  { routing, roster, now }: { routing: readonly TeamRouting[]; roster: readonly RosterPerson[]; now: Instant },
): Instant | 'as before' {
  const { distribution, teamId } = ticket;
  if (distribution?.state !== 'waiting') return NEVER;
  if (command !== 'offer' && before?.distribution === distribution) return 'as before';
  if (distribution.why === null) return now;
  if (distribution.why === 'at_capacity' || distribution.why === 'passed') return now + LOOKS_EVERY;
  const team = routing.find((each) => each.teamId === teamId);
  const helps = team !== undefined && team.overflowTeamId !== null && !distribution.overflowed;
  const edges = roster
    .filter(({ teamIds }) => teamIds.includes(teamId))
    .flatMap(({ nextShiftChangeAt, presence }) => [nextShiftChangeAt ?? NEVER, presence.until ?? NEVER]);
  const moments = [...edges, ...(helps ? [distribution.since + team.overflowAfterMs] : [])];
  return Math.min(now + DAY, ...moments.filter((at) => at > now));
}

/**
 * What whoever is offered a ticket does: they take it when half of their time is over, unless the past says who took it
 * later. 'as before' when the event changes nothing about it.
 */
export function acceptanceOf(
  event: TicketEvent,
  at: Instant,
  { script, done, actor: actorOf }: Assumed,
): ScriptedAct | null | 'as before' {
  switch (event.type) {
    case 'offered': {
      const actor = actorOf(event.personId);
      const isTold = script.acts.slice(done).some(({ command }) => command.type === 'assign');
      if (actor === null || isTold) return null;
      const answersAt = at + Math.floor((event.expiresAt - at) / 2);
      return { at: answersAt, actor, command: { type: 'accept_offer' }, imported: false };
    }
    case 'offer_missed':
    case 'offer_withdrawn':
    case 'offer_accepted':
    case 'unqueued':
    case 'assigned':
      return null;
    default:
      return 'as before';
  }
}
