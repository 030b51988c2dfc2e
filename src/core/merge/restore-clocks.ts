import { trigger } from '#core/escalation/trigger.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import type { Draft } from '#core/ticket/draft.ts';

/**
 * Gives the ticket the clocks it would have by now (`relived`). What they missed meanwhile is missed when it was due,
 * and climbs if it is still owed.
 */
export function restoreClocks(draft: Draft, relived: readonly SlaClock[]): void {
  const current = draft.ticket.clocks;
  for (const { key } of current) {
    if (!relived.some((clock) => clock.key === key)) draft.emit({ type: 'clock_removed', clock: key });
  }
  for (const clock of relived) {
    const now = current.find(({ key }) => key === clock.key);
    if (now === undefined || !isSame(now, clock)) restore(draft, now, clock);
  }
}

function restore(draft: Draft, current: SlaClock | undefined, clock: SlaClock): void {
  const { key, breachedAt, breachCause } = clock;
  const isKnown = current?.cycle === clock.cycle && current.breachedAt === breachedAt;
  if (breachedAt === null || isKnown) {
    draft.emit({ type: 'clock_relived', clock });
    return;
  }
  draft.emit({ type: 'clock_relived', clock: { ...clock, breachedAt: null, breachCause: null } });
  const cause = breachCause === null ? {} : { cause: breachCause };
  draft.emit({ type: 'target_breached', clock: key, breachedAt, ...cause });
  if (clock.state !== 'stopped') trigger(draft, { type: 'breach', clock: key, breachedAt }, draft.context.now);
}

/** Whether two clocks stand alike, in whatever order their fields were written. */
function isSame(one: SlaClock, other: SlaClock): boolean {
  return written(one) === written(other);
}

const written = (clock: SlaClock): string =>
  JSON.stringify(Object.entries(clock).toSorted(([one], [other]) => (one < other ? -1 : 1)));
