import type { Escalation } from '#core/escalation/escalation.ts';
import type { Path } from '#core/escalation/path.ts';
import { peopleOf } from '#core/escalation/target.ts';
import { nextStepAt } from '#core/escalation/wait.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { StepCause } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

/**
 * Moves a climb one step on: tells the next step that reaches somebody, skipping those that reach nobody at once,
 * and the last resort when path and repeats are used up. `from` is the moment the move was due.
 */
export function climb(draft: Draft, escalationId: number, cause: StepCause, from: Instant): void {
  const escalation = escalationOf(draft, escalationId);
  const path = draft.context.config.path(escalation.pathVersionId);
  let index = (escalation.stepIndex ?? -1) + 1;
  for (let loop = escalation.loop; loop <= path.repeat; loop++) {
    for (; index < path.steps.length; index++) {
      if (reach(draft, escalation, path, index, loop, cause, from)) return;
    }
    index = 0;
  }
  callLastResort(draft, escalationId, cause, from);
}

/** Tells one step; false, and a skip in the log, when it reaches nobody. */
function reach(
  draft: Draft,
  escalation: Escalation,
  path: Path,
  stepIndex: number,
  loop: number,
  cause: StepCause,
  from: Instant,
): boolean {
  const step = path.steps[stepIndex];
  if (step === undefined) throw new Error(`path ${path.versionId} has no step ${stepIndex}`);
  const { actor, config, facts, now } = draft.context;
  const asking = cause === 'requested' && actor.kind === 'person' ? [actor.personId] : [];
  const returned = escalation.returns.map(({ by }) => by);
  const told = peopleOf(step, draft.ticket, facts.roster, [...asking, ...returned]);
  if (told.length === 0) {
    draft.emit({ type: 'step_skipped', escalationId: escalation.id, stepIndex, loop, why: 'nobody' });
    return false;
  }
  draft.emit({
    type: 'step_reached',
    escalationId: escalation.id,
    stepIndex,
    loop,
    firing: escalation.firing + 1,
    told,
    cause,
    ...nextStepAt(step, path, config, from, now),
  });
  return true;
}

/** Tells the last resort, even those who are away but nobody who is excluded, and again at its interval until somebody acknowledges. */
export function callLastResort(draft: Draft, escalationId: number, cause: StepCause, from: Instant): void {
  const escalation = escalationOf(draft, escalationId);
  const path = draft.context.config.path(escalation.pathVersionId);
  const { now } = draft.context;
  const onTime = from + path.lastResortEveryMs;
  draft.emit({
    type: 'last_resort_reached',
    escalationId,
    round: escalation.status === 'last_resort' ? escalation.round + 1 : 1,
    firing: escalation.firing + 1,
    told: path.lastResort.filter((person) => !draft.ticket.excludedIds.includes(person)),
    cause,
    nextAt: onTime > now ? onTime : now + path.lastResortEveryMs,
  });
}

/** The escalation `id` of the draft's ticket; its absence is a bug. */
export function escalationOf(draft: Draft, id: number): Escalation {
  const found = draft.ticket.escalations.find((escalation) => escalation.id === id);
  if (found === undefined) throw new Error(`ticket ${draft.ticket.id} has no escalation ${id}`);
  return found;
}
