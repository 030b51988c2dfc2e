import { askStepApproval, unfitFor } from '#core/approval/step-approval.ts';
import type { Escalation, StepCause } from '#core/escalation/escalation.ts';
import type { Path, Step } from '#core/escalation/path.ts';
import { quietUntil } from '#core/escalation/quiet.ts';
import { calledBy, type Called } from '#core/escalation/target.ts';
import { shiftChangeOf, tellLater } from '#core/escalation/tell.ts';
import { nextStepAt } from '#core/escalation/wait.ts';
import type { PersonId } from '#core/ids.ts';
import { expireOffered, offerStepLeg } from '#core/leg/step-leg.ts';
import type { Role } from '#core/people/roles.ts';
import { makePromise } from '#core/promise/make-promise.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/** A place of a path, and how often the path was begun again before it. */
export interface Place {
  index: number;
  loop: number;
}

/**
 * Moves a climb one step on: tells the next step that reaches somebody, skipping those that reach nobody at once, and
 * the last resort when path and repeats are used up or no step reaches anybody. `from` is the moment the move was due.
 * In maintenance nothing moves: the climb is due at once when it ends. With `to` it goes on there, not one step above.
 */
export function climb(draft: Draft, escalationId: number, cause: StepCause, from: Instant, to?: number): void {
  const current = escalationOf(draft, escalationId);
  const escalation = to === undefined ? current : { ...current, stepIndex: to - 1 };
  if (inMaintenance(draft)) return;
  const path = draft.context.config.path(escalation.pathVersionId);
  if (escalation.round > 0 && path.lastResort.length > 0) {
    callLastResort(draft, escalationId, cause, from);
    return;
  }
  for (const place of placesAfter(escalation, path, cause)) {
    if (reach(draft, escalation, path, place, cause, from)) return;
  }
  callLastResort(draft, escalationId, cause, from);
}

/** Whether planned work holds the ticket's triggers and steps back. */
export function inMaintenance({ ticket, context }: Draft): boolean {
  return ticket.maintenanceUntil !== null && ticket.maintenanceUntil > context.now;
}

/**
 * The places a climb may move on to, in order, each step once: what lies above, then the path again as often as it
 * repeats. Whoever asks at the end of a path that has no last resort begins again at the bottom.
 */
export function placesAfter(escalation: Escalation, path: Path, cause: StepCause): Place[] {
  const { stepIndex, loop: begun, round } = escalation;
  const length = path.steps.length;
  const begins = isAsked(cause) && path.lastResort.length === 0;
  const places: Place[] = [];
  if (round > 0 && !begins) return places;
  let index = round > 0 ? length : (stepIndex ?? -1) + 1;
  let loop = begun;
  for (let looked = 0; looked < length; looked++, index++) {
    if (index >= length) {
      index = 0;
      loop += 1;
      if (path.repeat >= 0 && loop > path.repeat && !begins) break;
    }
    places.push({ index, loop });
  }
  return places;
}

/** Whom the step at `place` calls now. Whoever asks, or has returned it, is not called for it. */
export function calledAt(draft: Draft, escalation: Escalation, step: Step, cause: StepCause): Called {
  const { actor, facts } = draft.context;
  const asking = isAsked(cause) && actor.kind === 'person' ? [actor.personId] : [];
  const returned = escalation.returns.map(({ by }) => by);
  return calledBy(step, draft.ticket, facts, [...asking, ...returned, ...unfitFor(step, escalation, facts)]);
}

/** Whether a person moves it, who knows the hour and whom they ask. */
function isAsked(cause: StepCause): boolean {
  return cause === 'requested' || cause === 'confirmed';
}

/**
 * Tells one step; false, and a skip in the log, when it reaches nobody or time alone may not call it. In its quiet hours
 * it is waited for.
 */
function reach(
  draft: Draft,
  escalation: Escalation,
  path: Path,
  { index: stepIndex, loop }: Place,
  cause: StepCause,
  from: Instant,
): boolean {
  const step = stepOf(path, stepIndex);
  const { config, facts, now } = draft.context;
  if (step.guarded && cause !== 'confirmed') {
    draft.emit({ type: 'step_skipped', escalationId: escalation.id, stepIndex, loop, why: 'guarded' });
    return false;
  }
  const { people: told, channels, turns } = calledAt(draft, escalation, step, cause);
  if (told.length === 0 && channels.length === 0 && path.onEmpty === 'skip') {
    draft.emit({ type: 'step_skipped', escalationId: escalation.id, stepIndex, loop, why: 'nobody' });
    return false;
  }
  const quiet = isAsked(cause) ? null : quietUntil(step.quietHours, config.calendar(path.calendarVersionId).hours, now);
  if (quiet !== null) {
    draft.emit({ type: 'step_held', escalationId: escalation.id, stepIndex, loop, until: quiet });
    return true;
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
    channels,
    turns,
    ...tellLater(told, step, draft.context),
    shiftChangesAt: shiftChangeOf(step, path, facts),
  });
  offerStepLeg(draft, escalation, step, told);
  askStepApproval(draft, escalation.id, step, told);
  makePromise(draft, escalation, { path, step, told });
  return true;
}

/** Tells the last resort, even those who are away but nobody who is excluded, and again at its interval until somebody acknowledges. */
export function callLastResort(draft: Draft, escalationId: number, cause: StepCause, from: Instant): void {
  const escalation = escalationOf(draft, escalationId);
  const path = draft.context.config.path(escalation.pathVersionId);
  const told = lastResortOf(draft, path);
  draft.emit({
    type: 'last_resort_reached',
    escalationId,
    round: escalation.round + 1,
    firing: escalation.firing + 1,
    told,
    cause,
    nextAt: againAt(path, told, from, draft.context.now),
  });
  expireOffered(draft, escalationId);
}

/**
 * Whom the last resort calls. Where all of it have left since the path was published, whoever manages escalations, else
 * who administers Belay: a climb never ends with nobody.
 */
function lastResortOf({ ticket, context }: Draft, { lastResort }: Path): PersonId[] {
  const { roster } = context.facts;
  const meant = lastResort.filter((person) => !ticket.excludedIds.includes(person));
  const isLeft = (person: PersonId): boolean => roster.some(({ id, active }) => id === person && !active);
  if (lastResort.length === 0 || !meant.every(isLeft)) return meant;
  const ofRole = (wanted: Role): PersonId[] =>
    roster
      .filter(({ id, role, active }) => role === wanted && active && !ticket.excludedIds.includes(id))
      .map(({ id }) => id);
  // the moment to look again stays, whoever may be there by then
  return [ofRole('escalation_manager'), ofRole('admin')].find((all) => all.length > 0) ?? meant;
}

function againAt(path: Path, told: PersonId[], from: Instant, now: Instant): Instant | null {
  if (path.lastResortEveryMs === null || told.length === 0) return null;
  const onTime = from + path.lastResortEveryMs;
  return onTime > now ? onTime : now + path.lastResortEveryMs;
}

/** The step at `index`; its absence is a bug. */
export function stepOf(path: Path, index: number): Step {
  const step = path.steps[index];
  if (step === undefined) throw new Error(`path ${path.versionId} has no step ${index}`);
  return step;
}

/** The escalation `id` of the draft's ticket; its absence is a bug. */
export function escalationOf(draft: Draft, id: number): Escalation {
  const found = draft.ticket.escalations.find((escalation) => escalation.id === id);
  if (found === undefined) throw new Error(`ticket ${draft.ticket.id} has no escalation ${id}`);
  return found;
}
