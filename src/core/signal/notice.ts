import type { Counted, SignalKind } from '#core/escalation/escalation.ts';
import { trigger } from '#core/escalation/trigger.ts';
import type { MessageId } from '#core/ids.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import type { SignalRules } from '#core/signal/rules.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/** What the path of the ticket asks to be noticed. */
export function rulesOf({ ticket, context }: Draft): SignalRules {
  return context.config.path(pathOf(ticket, context.config)).signals ?? {};
}

/** The customer opened it again: for the n-th time that is a reason to climb. */
export function noticeReopening(draft: Draft): void {
  const { reopens: limit } = rulesOf(draft);
  const { reopens: count } = draft.ticket.watch;
  if (limit === undefined || count < limit) return;
  notice(draft, 'reopened_often', draft.context.now, { counted: { count, limit } });
}

/** The customer wrote: too often within too short a time, and nobody has answered. */
export function noticeContact(draft: Draft): void {
  const { repeatedContact } = rulesOf(draft);
  const { unanswered, noticed } = draft.ticket.watch;
  if (repeatedContact === undefined || noticed.includes('repeated_contact')) return;
  const { messages: limit, withinMs } = repeatedContact;
  const recent = unanswered.filter(({ at }) => at >= draft.context.now - withinMs);
  if (recent.length < limit) return;
  const evidence = recent.map(({ messageId }) => messageId);
  notice(draft, 'repeated_contact', draft.context.now, {
    counted: { count: recent.length, limit, withinMs },
    evidence,
  });
}

/** A reply did not arrive: once, until one does. */
export function noticeUndelivered(draft: Draft, messageId: MessageId): void {
  const { status, watch } = draft.ticket;
  if (rulesOf(draft).undeliverable !== true || watch.noticed.includes('undeliverable')) return;
  if (status === 'solved' || status === 'closed') return;
  notice(draft, 'undeliverable', draft.context.now, { counted: { count: 1, limit: 1 }, evidence: [messageId] });
}

/** Whoever had it is absent, and it lies with nobody. */
export function noticeAbsence(draft: Draft): void {
  if (rulesOf(draft).assigneeAbsent !== true) return;
  notice(draft, 'assignee_absent', draft.context.now, { counted: { count: 1, limit: 1 } });
}

/** What was counted is a reason to climb since `from`. */
export function notice(
  draft: Draft,
  kind: SignalKind,
  from: Instant,
  { counted, evidence = [] }: { counted: Counted; evidence?: MessageId[] },
): void {
  trigger(draft, { type: 'signal', kind, evidence, confidence: 1, counted }, from);
}
