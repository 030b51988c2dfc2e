import { liveEscalation, trigger } from '#core/escalation/trigger.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import type { PersonId } from '#core/ids.ts';
import { retractTime } from '#core/promise/move-promise.ts';
import { refuse } from '#core/result.ts';
import type { Actor } from '#core/people/roles.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { HeldReply } from '#core/ticket/context.ts';
import type { Draft, Outcome } from '#core/ticket/draft.ts';
import { setStatus } from '#core/ticket/set-status.ts';

/**
 * Takes back a reply that nobody has begun to send. No clock heard of it yet, so none changes. What the ticket became
 * together with the reply is undone as well, unless it has become something else since.
 */
export function withdrawReply(
  draft: Draft,
  { messageId, authorId }: Extract<TicketCommand, { type: 'withdraw_reply' }>,
  by: Extract<Actor, { kind: 'person' }>,
): Outcome {
  const answersForIt = ['escalation_manager', 'admin'].includes(by.role) || by.leadOf.includes(draft.ticket.teamId);
  if (authorId !== by.personId && !answersForIt) return refuse('not_allowed');
  // somebody was quicker: what was asked for is so, and it was not sent
  if (draft.context.facts.withdrawnReplies?.includes(messageId)) return undefined;
  const held = draft.context.facts.heldReplies?.find((reply) => reply.messageId === messageId);
  if (held === undefined) return refuse('already_sent');
  draft.emit({ type: 'reply_withdrawn', messageId, authorId });
  retractTime(draft, messageId);
  if (held.became !== null && held.became.to === draft.ticket.status) undo(draft, held.became, by.personId);
  return undefined;
}

function undo(draft: Draft, became: NonNullable<HeldReply['became']>, by: PersonId): void {
  const pathVersionId = pathOf(draft.ticket, draft.context.config);
  const ended = draft.ticket.escalations.findLast((each) => each.pathVersionId === pathVersionId);
  const solvedAt = draft.ticket.status === 'solved' ? draft.ticket.solvedAt : null;
  setStatus(draft, { type: 'set_status', to: became.from }, by);
  // The escalation that solving had ended is owed again, from the step it had reached.
  const endedWithIt = ended?.status === 'ended' && ended.why === 'solved' && ended.endedAt === solvedAt;
  const reason = endedWithIt ? ended.reasons.at(-1) : undefined;
  if (reason !== undefined && liveEscalation(draft.ticket, pathVersionId) === undefined) {
    trigger(draft, reason.trigger, draft.context.now);
  }
}
