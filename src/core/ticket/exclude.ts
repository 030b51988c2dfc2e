import { takeApprovalsFrom } from '#core/approval/run-approvals.ts';
import { stepApprovalOf } from '#core/approval/step-approval.ts';
import { callLastResort, climb } from '#core/escalation/climb.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import { endStepLeg } from '#core/leg/step-leg.ts';
import { takeLegsFrom } from '#core/leg/run-leg.ts';
import type { PersonId } from '#core/ids.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { never, refuse } from '#core/result.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Context } from '#core/ticket/context.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { giveToTeam } from '#core/ticket/move-to-team.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

type Named<Type extends TicketCommand['type']> = Extract<TicketCommand, { type: Type }>;

/**
 * Keeps a person away from the ticket: they never see it, are never given it and never called for it. What they had of
 * it goes on to others in the same act.
 */
export function exclude(draft: Draft, { personId }: Named<'exclude'>, by: PersonId): Outcome {
  const { ticket, context } = draft;
  if (personId === by) return refuse('excludes_self');
  if (ticket.excludedIds.includes(personId)) return refuse('already_excluded');
  if (!context.facts.roster.some(({ id }) => id === personId)) return refuse('person_unknown');
  if (emptiesLastResort(ticket, context, [personId])) return refuse('last_resort_excluded');
  keepAway(draft, personId, by);
  return undefined;
}

/** Somebody has nothing of the ticket any more: what they had goes on to others. */
export function keepAway(draft: Draft, personId: PersonId, by: PersonId): void {
  const { escalations: before, legs, approvals } = draft.ticket;
  draft.emit({ type: 'person_excluded', personId });
  if (draft.ticket.status === 'closed') return;
  if (draft.ticket.assigneeId === personId) giveToTeam(draft, draft.ticket.teamId, by);
  for (const escalation of before) takeFrom(draft, escalation, personId);
  takeLegsFrom(draft, legs, personId);
  takeApprovalsFrom(draft, approvals, personId);
}

/** Lets an excluded person see the ticket again, as far as their role and teams let them. */
export function readmit(draft: Draft, { personId }: Named<'readmit'>): Outcome {
  if (!draft.ticket.excludedIds.includes(personId)) return refuse('not_excluded');
  draft.emit({ type: 'person_readmitted', personId });
  return undefined;
}

/** Whether nobody would be left to call when every step has been used up. */
export function emptiesLastResort(ticket: Ticket, { config }: Context, also: readonly PersonId[]): boolean {
  if (also.length === 0) return false;
  const { escalations, excludedIds } = ticket;
  const live = escalations.filter(({ status }) => status !== 'ended').map(({ pathVersionId }) => pathVersionId);
  return [pathOf(ticket, config), ...live].some((path) =>
    config.path(path).lastResort.every((person) => also.includes(person) || excludedIds.includes(person)),
  );
}

/** What the climb loses with `person` it makes good at once. */
export function takeFrom(draft: Draft, escalation: Escalation, person: PersonId): void {
  const { id: escalationId, told } = escalation;
  const wasOnlyOne = told.length === 1 && told[0] === person;
  const { now } = draft.context;
  switch (escalation.status) {
    case 'climbing':
      // what its step asks goes on to others by itself
      if (wasOnlyOne && stepApprovalOf(draft.ticket, escalation) === undefined)
        climb(draft, escalationId, 'excluded', now);
      return;
    case 'last_resort':
      if (wasOnlyOne) callLastResort(draft, escalationId, 'excluded', now);
      return;
    case 'acknowledged':
      if (escalation.by === person) {
        draft.emit({ type: 'acknowledgement_taken', escalationId, by: person });
        endStepLeg(draft, escalation, 'expired', null);
        climb(draft, escalationId, 'excluded', now);
      } else if (escalation.handBack?.to === person) {
        draft.emit({ type: 'hand_back_withdrawn', escalationId, to: person });
      }
      return;
    case 'ended':
      return;
    default:
      never(escalation);
  }
}
