import { trigger } from '#core/escalation/trigger.ts';
import { outlook, usedTime } from '#core/sla/clock.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import type { Policy } from '#core/sla/policy.ts';
import type { Severity } from '#core/ticket/ticket.ts';
import type { Draft } from '#core/ticket/draft.ts';

/**
 * Gives the clocks the targets of another severity: cycle, used time and breach stay. One that had used up its new
 * target by now is missed at this instant, because the promise changed and not because somebody was late, and climbs
 * once; one that stands still waits until it runs again.
 */
export function retargetClocks(draft: Draft, severity: Severity): void {
  const policy = draft.context.config.policy(draft.ticket.policyVersionId);
  for (const clock of draft.ticket.clocks) retarget(draft, clock, policy, severity);
}

function retarget(draft: Draft, clock: SlaClock, policy: Policy, severity: Severity): void {
  const target = policy.targets.find(({ kind }) => kind === clock.kind);
  const targetMs = target?.targetMs[severity] ?? clock.targetMs;
  if (target === undefined || targetMs === clock.targetMs || isSettled(clock)) return;
  const { now, config } = draft.context;
  const { hours } = config.calendar(clock.calendarVersionId);
  const counts = clock.state === 'running' && clock.breachedAt === null;
  const isUsedUp = draft.context.imported !== true && counts && usedTime(clock, hours, now) >= targetMs;
  const ahead = counts ? outlook(hours, clock.segmentStart, { ...clock, targetMs }, target.warnPercents) : null;
  draft.emit({
    type: 'clock_retargeted',
    clock: clock.kind,
    targetMs,
    outlook: isUsedUp ? { dueAt: now, warning: null } : ahead,
  });
  if (!isUsedUp) return;
  draft.emit({ type: 'target_breached', clock: clock.kind, breachedAt: now, cause: 'policy_change' });
  trigger(draft, { type: 'breach', clock: clock.kind, breachedAt: now }, now);
}

/** Stopped for good: what was measured stays measured. Solving stops only until a reopen. */
function isSettled(clock: SlaClock): boolean {
  return clock.state === 'stopped' && clock.stoppedBy !== 'solve';
}
