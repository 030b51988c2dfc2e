import { highestCalled, raiseTo } from '#core/escalation/raise-to.ts';
import { liveEscalation, trigger } from '#core/escalation/trigger.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/** A target of which so much is used: where a step of the path waits for that, the climb begins or is raised to it. */
export function raiseAtRisk(draft: Draft, percent: number, reachedAt: Instant): void {
  const { ticket, context } = draft;
  const pathVersionId = pathOf(ticket, context.config);
  const live = liveEscalation(ticket, pathVersionId);
  const path = context.config.path(live?.pathVersionId ?? pathVersionId);
  const step = highestCalled(path, (each) => each.type === 'at_risk' && each.percent <= percent);
  if (step === null || step <= (live?.stepIndex ?? -1)) return;
  trigger(draft, { type: 'signal', kind: 'about_to_breach', evidence: [], confidence: 1 }, reachedAt, step);
}

/** The requester wrote again: every live climb that waits for that is raised. */
export function raiseByMessage(draft: Draft): void {
  for (const { id, pathVersionId } of draft.ticket.escalations) {
    const path = draft.context.config.path(pathVersionId);
    raiseTo(
      draft,
      id,
      highestCalled(path, ({ type }) => type === 'customer_wrote'),
      draft.context.now,
    );
  }
}
