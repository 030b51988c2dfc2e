import type { PersonId } from '#core/ids.ts';
import { ACCEPT_MS, DO_MS, MOST_LEGS, type Leg } from '#core/leg/leg.ts';
import type { LegCommand } from '#core/leg/leg-command.ts';
import { inBusiness, tookInBusiness } from '#core/leg/leg-time.ts';
import { superiorOf } from '#core/leg/superior.ts';
import { refuse } from '#core/result.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';

type Named<Type extends LegCommand['type']> = Extract<LegCommand, { type: Type }>;

/**
 * Two colleagues, or two teams, cannot agree about the ticket: somebody above both who belongs to neither decides, by a
 * time that no work moves on. Neither side is ever asked to decide it. Who answers for the ticket stays the same.
 */
export function openDispute(draft: Draft, command: Named<'open_dispute'>, by: PersonId): Outcome {
  const { ticket, context } = draft;
  const { against, messageId, decideMs = DO_MS } = command;
  const { roster } = context.facts;
  if (ticket.status === 'closed') return refuse('ticket_closed');
  if (ticket.status === 'solved') return refuse('ticket_solved');
  const open = ticket.legs.filter(({ status }) => status !== 'ended');
  if (open.some(({ reason }) => reason === 'dispute')) return refuse('dispute_open');
  if (open.length >= MOST_LEGS) return refuse('too_many_legs');
  const opener = roster.find(({ id }) => id === by);
  if (against.type === 'person' && against.personId === by) return refuse('receiver_unknown');
  const ofTeams = (teams: readonly number[]): PersonId[] =>
    roster.filter(({ teamIds }) => teamIds.some((team) => teams.includes(team))).map(({ id }) => id);
  const sides =
    against.type === 'person'
      ? { parties: [by, against.personId], barred: [] }
      : {
          parties: [by, ...roster.filter(({ leadOf }) => leadOf.includes(against.teamId)).map(({ id }) => id)],
          barred: ofTeams([against.teamId, ...(opener?.teamIds ?? [])]),
        };
  if (!sides.parties.every((party) => roster.some(({ id }) => id === party))) return refuse('receiver_unknown');
  const told = superiorOf(sides.parties, ticket, roster, sides.barred);
  if (told.length === 0) return refuse('nobody_neutral');
  draft.emit({
    type: 'leg_offered',
    legId: ticket.legs.length + 1,
    by,
    direction: 'functional',
    target: against,
    told,
    reason: 'dispute',
    messageId,
    acceptMs: ACCEPT_MS,
    doMs: decideMs,
    acceptBy: inBusiness(draft, ACCEPT_MS),
    barred: [...new Set([...sides.parties, ...sides.barred])],
  });
  return undefined;
}

/** Whoever took a dispute says how it ends. */
export function decideDispute(draft: Draft, leg: Leg, command: Named<'decide_dispute'>, by: PersonId): Outcome {
  if (leg.reason !== 'dispute') return refuse('not_disputed');
  if (leg.status !== 'acknowledged') return refuse('not_acknowledged');
  if (leg.by !== by) return refuse('not_holder', { by: leg.by });
  const { decision, messageId } = command;
  const tookMs = tookInBusiness(draft, leg.acknowledgedAt);
  draft.emit({ type: 'leg_ended', legId: leg.id, why: 'done', by, decision: { decision, messageId }, tookMs });
  return undefined;
}
