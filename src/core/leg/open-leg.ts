import { canReceive } from '#core/escalation/hand-back.ts';
import type { PersonId } from '#core/ids.ts';
import { ACCEPT_MS, DO_MS, MOST_LEGS } from '#core/leg/leg.ts';
import type { LegCommand } from '#core/leg/leg-command.ts';
import { inBusiness } from '#core/leg/leg-time.ts';
import { preferring, type RosterPerson } from '#core/people/roster.ts';
import { never, refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

type OpenLeg = Extract<LegCommand, { type: 'open_leg' }>;

/**
 * Somebody asks others for a part of the work, or somebody above for a decision. Until one of them acknowledges it
 * whoever answered for the ticket goes on answering; no clock moves.
 */
export function openLeg(draft: Draft, command: OpenLeg, by: PersonId): Outcome {
  const { ticket, context } = draft;
  if (ticket.status === 'closed') return refuse('ticket_closed');
  if (ticket.status === 'solved') return refuse('ticket_solved');
  if (ticket.legs.filter(({ status }) => status !== 'ended').length >= MOST_LEGS) return refuse('too_many_legs');
  const { target, direction, reason, messageId, acceptMs = ACCEPT_MS, doMs = DO_MS } = command;
  const meant = meantBy(target, context.facts.roster, by).filter(
    (person) => canReceive(person) && person.id !== by && !ticket.excludedIds.includes(person.id),
  );
  if (meant.length === 0) return refuse(target.type === 'person' ? 'receiver_unknown' : 'nobody_to_tell');
  const there = preferring(
    meant.filter(({ reachable }) => reachable),
    'colleague',
  );
  draft.emit({
    type: 'leg_offered',
    legId: ticket.legs.length + 1,
    by,
    direction,
    target,
    // a team of which nobody is there just now is asked all the same: the leg goes on when nobody takes it
    told: (there.length === 0 ? meant : there).map(({ id }) => id),
    reason,
    messageId,
    acceptMs,
    doMs,
    acceptBy: inBusiness(draft, acceptMs),
  });
  return undefined;
}

function meantBy(target: OpenLeg['target'], roster: RosterPerson[], by: PersonId): RosterPerson[] {
  switch (target.type) {
    case 'person':
      return roster.filter(({ id }) => id === target.personId);
    case 'team':
      return roster.filter(({ teamIds }) => teamIds.includes(target.teamId));
    case 'manager': {
      const opener = roster.find(({ id }) => id === by);
      return roster.filter(({ id }) => id === opener?.managerId);
    }
    default:
      return never(target);
  }
}
