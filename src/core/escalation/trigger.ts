import { climb } from '#core/escalation/climb.ts';
import { raiseTo, stepCalledBy } from '#core/escalation/raise-to.ts';
import type { Escalation, Trigger } from '#core/escalation/escalation.ts';
import type { VersionId } from '#core/ids.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** The live escalation of a path; a ticket has at most one. */
export function liveEscalation(ticket: Ticket, pathVersionId: VersionId): Escalation | undefined {
  return ticket.escalations.find((escalation) => escalation.status !== 'ended' && isOn(escalation, pathVersionId));
}

/** Whether an escalation climbs a path, or was raised on it before another took its place. */
function isOn({ pathVersionId, beganPathVersionId }: Escalation, path: VersionId): boolean {
  return pathVersionId === path || beganPathVersionId === path;
}

/**
 * The step after which a climb of this path goes on when it is raised now; null = from the bottom. A customer does not
 * climb the stairs twice: what was raised before begins again at the step it had reached.
 */
export function climbsAfter(ticket: Ticket, pathVersionId: VersionId): number | null {
  const latest = ticket.escalations.findLast((escalation) => isOn(escalation, pathVersionId));
  if (latest === undefined || latest.stepIndex === null) return null;
  if (latest.status !== 'ended') return latest.stepIndex;
  // what another path had reached says nothing about this one
  if (latest.pathVersionId !== pathVersionId) return null;
  return latest.stepIndex > 0 ? latest.stepIndex - 1 : null;
}

/**
 * A trigger joins the live climb of its path as a further reason, never restarting it, and raises it where a step above
 * waits for it; without one it starts the climb, at that step or at the first. `from` is the moment the trigger
 * happened; `calls` is the step it calls at least, whatever it is.
 */
export function trigger(draft: Draft, cause: Trigger, from: Instant, calls: number | null = null): void {
  const { ticket, context } = draft;
  // nobody is called for what happened at another desk, or was lived before
  if (context.imported === true || context.quiet === true) return;
  const pathVersionId = pathOf(ticket, context.config);
  const live = liveEscalation(ticket, pathVersionId);
  if (live !== undefined) {
    draft.emit({ type: 'escalation_reason_added', escalationId: live.id, trigger: cause });
    const called = stepCalledBy(context.config.path(live.pathVersionId), cause, live.reasons.length + 1);
    raiseTo(draft, live.id, higher(called, calls), from);
    return;
  }
  const escalationId = ticket.escalations.length + 1;
  const called = higher(stepCalledBy(context.config.path(pathVersionId), cause, 1), calls);
  const after = higher(climbsAfter(ticket, pathVersionId), called === null || called === 0 ? null : called - 1);
  draft.emit({ type: 'escalation_started', escalationId, pathVersionId, trigger: cause, after });
  const { actor } = context;
  const isAsked = cause.type === 'request' && actor.kind === 'person' && actor.personId === cause.by;
  climb(draft, escalationId, isAsked ? 'requested' : 'trigger', from);
}

function higher(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
