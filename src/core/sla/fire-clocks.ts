import { trigger } from '#core/escalation/trigger.ts';
import { isOverdue, isSilent, nextWarning } from '#core/sla/clock.ts';
import { hoursOf, targetOf } from '#core/sla/clock-acts.ts';
import { isProvisional, type BreachCause, type SlaClock } from '#core/sla/clock-state.ts';
import { followClocks, type Moment } from '#core/sla/follow-clocks.ts';
import type { ClockKey } from '#core/sla/policy.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/**
 * Fires what passed on the clocks: warnings up to and including `upTo`, each once; a breach, dated at the due
 * instant however late Belay looks, which starts the climb. A breach is a fact of the present instant, not a timer:
 * a reply one millisecond past the due instant finds it there. A warning overtaken by its breach is dropped.
 */
export function fireClocks(draft: Draft, upTo: Instant): void {
  for (const clock of inOrderOfDue(draft.ticket.clocks)) {
    if (isSilent(clock, draft.ticket.importedUntil)) continue;
    if (isOverdue(clock, draft.context.now)) {
      const breachedAt = clock.dueAt;
      draft.emit({ type: 'target_breached', clock: clock.key, breachedAt });
      trigger(draft, { type: 'breach', clock: clock.key, breachedAt }, breachedAt);
    } else {
      warn(draft, clock, upTo);
    }
  }
}

/** What was overdue first is called for first. */
function inOrderOfDue(clocks: SlaClock[]): SlaClock[] {
  const dueOf = (clock: SlaClock): Instant =>
    clock.state === 'running' ? (clock.dueAt ?? Number.MAX_VALUE) : Number.MAX_VALUE;
  return clocks.length < 2 ? clocks : clocks.toSorted((one, other) => dueOf(one) - dueOf(other));
}

function warn(draft: Draft, first: SlaClock, upTo: Instant, isLate = false): void {
  const points = targetOf(draft, first) ?? { warnPercents: [] };
  let clock: SlaClock | undefined = first;
  while (clock?.state === 'running' && clock.warning !== null && clock.warning.at <= upTo) {
    const { at: reachedAt, ...point } = clock.warning;
    const warned: SlaClock =
      point.beforeMs === undefined
        ? { ...clock, warned: [...clock.warned, point.percent] }
        : { ...clock, warnedBefore: [...clock.warnedBefore, point.beforeMs] };
    const next = nextWarning(hoursOf(draft, clock), clock.segmentStart, warned, points);
    const late = isLate ? ({ late: true } as const) : {};
    draft.emit({ type: 'target_at_risk', clock: clock.key, ...point, reachedAt, next, ...late });
    clock = draft.ticket.clocks.find(({ key }) => key === first.key);
  }
}

/** Fires, marked late, the warnings of a clock that a change has put into the past. */
export function warnLate(draft: Draft, key: ClockKey): void {
  const clock = draft.ticket.clocks.find((each) => each.key === key);
  if (clock !== undefined && !isSilent(clock, draft.ticket.importedUntil)) warn(draft, clock, draft.context.now, true);
}

/**
 * Lets the clocks follow what happened just now. A target that was changed to less than was used is missed at the
 * instant it runs again; one that was missed before it was solved and is owed again calls somebody.
 */
export function runClocks(draft: Draft, moment: Moment): void {
  const before = draft.ticket.clocks;
  followClocks(draft, moment);
  missOvertaken(draft);
  if (moment.type === 'reopened') callAgain(draft, before);
}

/** Misses, at this instant, every running clock whose target became shorter than what it had used by then. */
export function missOvertaken(draft: Draft): void {
  for (const clock of draft.ticket.clocks) {
    if (clock.state !== 'running' || clock.breachedAt !== null || clock.overtakenBy === null) continue;
    miss(draft, clock, draft.context.now, clock.overtakenBy);
  }
}

/** Marks a clock as missed for a reason other than time, and climbs if that reason may. */
export function miss(draft: Draft, clock: SlaClock, breachedAt: Instant, cause: BreachCause): void {
  const { ticket, context } = draft;
  if (context.imported === true || isSilent(clock, ticket.importedUntil)) return;
  draft.emit({ type: 'target_breached', clock: clock.key, breachedAt, cause });
  const { policyChangeClimbs = true } = context.config.policy(ticket.policyVersionId);
  if (cause === 'policy_change' && !policyChangeClimbs) return;
  trigger(draft, { type: 'breach', clock: clock.key, breachedAt }, context.now);
}

function callAgain(draft: Draft, before: SlaClock[]): void {
  for (const clock of before) {
    const { breachedAt } = clock;
    if (!isProvisional(clock) || breachedAt === null) continue;
    const goesOn = draft.ticket.clocks.find(({ key }) => key === clock.key);
    if (goesOn === undefined || goesOn.state === 'stopped' || goesOn.cycle !== clock.cycle) continue;
    trigger(draft, { type: 'breach', clock: clock.key, breachedAt }, draft.context.now);
  }
}
