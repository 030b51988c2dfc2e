import { openQuestions, type Question } from '#core/question/question.ts';
import { runClocks } from '#core/sla/fire-clocks.ts';
import { lookAgain, type Draft } from '#core/ticket/draft.ts';

/** A ticket that waited on hold for a question is open again when the last of those has ended. */
export function resume(draft: Draft, { holds }: Question): void {
  const { ticket, context } = draft;
  const waits = openQuestions(ticket.questions).some((each) => each.holds);
  if (!holds || waits || ticket.status !== 'on_hold') return;
  draft.emit({ type: 'status_changed', from: 'on_hold', to: 'open', lookAgainAt: lookAgain(context.now) });
  runClocks(draft, { type: 'status' });
}
