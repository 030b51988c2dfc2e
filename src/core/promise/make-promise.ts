import type { Escalation } from '#core/escalation/escalation.ts';
import type { Path, Step } from '#core/escalation/path.ts';
import type { PersonId } from '#core/ids.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { openPromise, type TicketPromise } from '#core/promise/promise.ts';
import { heldBy, promiseLength } from '#core/promise/promise-time.ts';
import type { Draft } from '#core/ticket/draft.ts';
import { HOUR, type Duration, type Instant } from '#core/time.ts';

/** A requester has at most one automatic message within this time. */
export const TELLS_EVERY: Duration = HOUR;

/**
 * A step that the requester may see was reached: they are told the stage, and by when somebody answers. A stage they
 * were told already is not told again; another one never moves a promised time later. Nothing is promised when the
 * step called nobody, nobody of them works for so long in the coming days, in hours that never open again, or when
 * whoever asked for it wants the requester not to be told.
 */
export function makePromise(
  draft: Draft,
  { id: escalationId }: Escalation,
  { path, step, told }: { path: Path; step: Step; told: readonly PersonId[] },
): void {
  const { ticket, context } = draft;
  const given = step.promise;
  const open = openPromise(ticket.promises);
  if (given === undefined || told.length === 0 || open?.stage === given.stage) return;
  if (isUntold(ticket, escalationId, context.now)) return;
  const { calendarVersionId } = path;
  const { hours } = context.config.calendar(calendarVersionId);
  const { lengthMs, speed } = promiseLength(path, step, given, context.facts);
  const counted = heldBy(told, lengthMs, hours, context.facts.roster, context.now);
  if (counted === null) return;
  draft.emit({
    type: 'promise_made',
    promiseId: open?.id ?? ticket.promises.length + 1,
    ofEscalationId: escalationId,
    stage: given.stage,
    dueAt: Math.min(counted, open?.dueAt ?? counted),
    calendarVersionId,
    tellAt: tellsAt(ticket.promises, context.now),
    ...(speed === null ? {} : { speed }),
  });
}

/** Whether it moves because somebody asked just now, who wants the requester not to be told. */
function isUntold({ escalations }: Ticket, escalationId: number, now: Instant): boolean {
  const newest = escalations.find(({ id }) => id === escalationId)?.reasons.at(-1);
  return newest?.at === now && newest.trigger.type === 'request' && newest.trigger.untold === true;
}

/** Null while a message still waits: it will say what holds when it goes out. */
function tellsAt(promises: readonly TicketPromise[], now: Instant): Instant | null {
  const lastToldAt = Math.max(...promises.map(({ toldAt }) => toldAt ?? -TELLS_EVERY), -TELLS_EVERY);
  return lastToldAt > now ? null : Math.max(now, lastToldAt + TELLS_EVERY);
}
