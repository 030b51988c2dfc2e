import type { VersionId } from '#core/ids.ts';
import { calendarFor } from '#core/sla/calendar-renewal.ts';
import { outlook, usedTime } from '#core/sla/clock.ts';
import { adjust, hoursOf, targetOf, targetsOf } from '#core/sla/clock-acts.ts';
import { isProvisional, type SlaClock } from '#core/sla/clock-state.ts';
import { missOvertaken, warnLate } from '#core/sla/fire-clocks.ts';
import { measurePast } from '#core/sla/measure-past.ts';
import { keyOf, type Target } from '#core/sla/policy.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Duration } from '#core/time.ts';

/**
 * Gives the clocks the targets of the ticket's severity: cycle, used time and breach stay. One that had used up its
 * new target by now is missed at this instant, because the promise changed and not because somebody was late, and
 * climbs once; one that stands still waits until it runs again.
 */
export function retargetClocks(draft: Draft): void {
  for (const clock of draft.ticket.clocks) {
    const target = targetOf(draft, clock);
    if (target !== undefined) retarget(draft, clock, { target, calendarVersionId: clock.calendarVersionId });
  }
  missOvertaken(draft);
}

/**
 * Puts the ticket under the policy that `change` names. A clock of the same key takes the new target, calendar and
 * pauses; one the policy lacks ends without outcome; one it gained is measured over the ticket's log, but cannot have
 * been missed before now. Throws when it gained one and nobody gathered the log.
 */
export function adoptPolicy(
  draft: Draft,
  change: Extract<TicketEvent, { type: 'policy_applied' | 'plan_changed' }>,
): void {
  const before = draft.ticket.clocks;
  const had = targetsOf(draft).map(keyOf);
  draft.emit(change);
  const targets = targetsOf(draft);
  for (const clock of before) {
    const target = targets.find((each) => keyOf(each) === clock.key);
    if (target === undefined) draft.emit({ type: 'clock_removed', clock: clock.key });
    else retarget(draft, clock, { target, calendarVersionId: calendarFor(draft.ticket, target) });
  }
  // what ran until now is missed now, even if the new policy pauses it from here
  missOvertaken(draft);
  for (const target of targets) {
    if (!had.includes(keyOf(target))) addClock(draft, target);
    adjust(draft, target);
  }
  missOvertaken(draft);
}

/**
 * Moves every clock, and those to come, to another calendar, or only what counts by `from`: what was used stays counted
 * by the hours of then.
 */
export function applyCalendar(draft: Draft, calendarVersionId: VersionId, from?: VersionId[]): void {
  draft.emit({ type: 'calendar_applied', to: calendarVersionId, ...(from === undefined ? {} : { from }) });
  for (const clock of draft.ticket.clocks) {
    const target = targetOf(draft, clock);
    const moves = from === undefined || from.includes(clock.calendarVersionId);
    if (target !== undefined && moves) retarget(draft, clock, { target, calendarVersionId });
  }
  missOvertaken(draft);
}

/** The earlier versions of a calendar by which anything of the ticket counts, or would; none when nothing does now. */
export function renewedBy(draft: Draft, calendarVersionId: VersionId): VersionId[] {
  const { ticket, context } = draft;
  const { name } = context.config.calendar(calendarVersionId);
  const targets = targetsOf(draft);
  const isEarlier = (id: VersionId): boolean => id !== calendarVersionId && context.config.calendar(id).name === name;
  const running = ticket.clocks.filter((clock) => !isSettled(clock)).map((clock) => clock.calendarVersionId);
  const counting = [...targets.map((target) => calendarFor(ticket, target)), ...running];
  if (!counting.some(isEarlier)) return [];
  const named = [...targets.map((target) => target.calendarVersionId), ...counting].filter(isEarlier);
  return [...new Set(named)].toSorted((one, other) => one - other);
}

/**
 * Computes every moment to come anew, because the rules of a time zone changed since it was computed. One that is past
 * by the new rules is missed here and now: nobody could know it before. What was missed stays as it was.
 */
export function rezoneClocks(draft: Draft): void {
  const { now, config } = draft.context;
  if (draft.ticket.status === 'closed') return;
  for (const clock of draft.ticket.clocks) {
    const target = targetOf(draft, clock);
    const isOpen = clock.state === 'running' && clock.breachedAt === null && clock.overtakenBy === null;
    if (target === undefined || !isOpen) continue;
    const ahead = outlook(hoursOf(draft, clock), clock.segmentStart, clock, target);
    if (ahead.dueAt === clock.dueAt && ahead.warning?.at === clock.warning?.at) continue;
    const isPast = ahead.dueAt !== null && ahead.dueAt < now;
    draft.emit({
      type: 'clock_retargeted',
      clock: clock.key,
      targetMs: clock.targetMs,
      ...(config.zoneData === undefined ? {} : { zoneData: config.zoneData }),
      ...(isPast ? { overtakenBy: 'calendar_change' as const } : {}),
      outlook: isPast ? { dueAt: now, warning: null } : ahead,
    });
    if (!isPast) warnLate(draft, clock.key);
  }
  missOvertaken(draft);
}

function addClock(draft: Draft, target: Target): void {
  const { log } = draft.context.facts;
  if (log === undefined) throw new Error(`ticket ${draft.ticket.id} gains a clock without its log`);
  const clock = measurePast(draft, target, log);
  if (clock === null) return;
  draft.emit({ type: 'clock_started', clock });
  if (clock.overtakenBy === null) warnLate(draft, clock.key);
}

/** What a clock is to be measured by from now on. */
interface Wanted {
  target: Target;
  calendarVersionId: VersionId;
}

function retarget(draft: Draft, clock: SlaClock, { target, calendarVersionId }: Wanted): void {
  const targetMs = target.targetMs[draft.ticket.severity];
  const moves = calendarVersionId !== clock.calendarVersionId;
  if ((targetMs === clock.targetMs && !moves) || isSettled(clock)) return;
  const usedMs = usedTime(clock, hoursOf(draft, clock), draft.context.now);
  const isMissed = clock.breachedAt !== null;
  const isUsedUp = draft.context.imported !== true && !isMissed && usedMs >= targetMs;
  const stays = targetMs === clock.targetMs ? clock.overtakenBy : null;
  const cause = targetMs === clock.targetMs ? 'calendar_change' : 'policy_change';
  const overtakenBy = isUsedUp ? (stays ?? cause) : stays;
  draft.emit({
    type: 'clock_retargeted',
    clock: clock.key,
    targetMs,
    ...(moves ? { calendarVersionId } : {}),
    ...(moves && clock.state === 'running' ? { bankedMs: usedMs } : {}),
    ...(overtakenBy === null ? {} : { overtakenBy }),
    outlook: isMissed ? null : outlookOf(draft, clock, { target, calendarVersionId }, usedMs, overtakenBy !== null),
  });
  if (overtakenBy === null) warnLate(draft, clock.key);
}

/** Of a clock that runs; one that is used up is missed here and now. */
function outlookOf(draft: Draft, clock: SlaClock, to: Wanted, usedMs: Duration, isUsedUp: boolean) {
  const { now, config } = draft.context;
  if (clock.state !== 'running') return null;
  if (isUsedUp) return { dueAt: now, warning: null };
  const { hours } = config.calendar(to.calendarVersionId);
  const moves = to.calendarVersionId !== clock.calendarVersionId;
  const changed = { ...clock, targetMs: to.target.targetMs[draft.ticket.severity] };
  if (moves) return outlook(hours, now, { ...changed, bankedMs: usedMs }, to.target);
  return outlook(hours, clock.segmentStart, changed, to.target);
}

/** Stopped for good: what was measured stays measured. Solving stops only until a reopen. */
function isSettled(clock: SlaClock): boolean {
  return clock.state === 'stopped' && !isProvisional(clock);
}
