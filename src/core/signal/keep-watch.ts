import { after } from '#core/escalation/wait.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { openPromise } from '#core/promise/promise.ts';
import { notice, rulesOf } from '#core/signal/notice.ts';
import type { Watch } from '#core/signal/watch.ts';
import { openTimeBetween } from '#core/sla/business-hours.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

type Ahead = Pick<Watch, 'silentAt' | 'promiseRiskAt'>;

/** Keeps the moments at which silence and promises are looked at in step with what happened; the last thing of every act. */
export function keepWatch(draft: Draft): void {
  const { ticket, context } = draft;
  if (context.imported === true || ticket.status === 'solved' || ticket.status === 'closed') return;
  const ahead: Ahead = { silentAt: silentAt(draft), promiseRiskAt: promiseRiskAt(draft) };
  const { watch } = ticket;
  if (ahead.silentAt === watch.silentAt && ahead.promiseRiskAt === watch.promiseRiskAt) return;
  draft.emit({ type: 'watch_moved', ...ahead });
}

/** Notices what fell due at or before `upTo`: a silence, and a promise that is not kept yet. */
export function runWatch(draft: Draft, upTo: Instant): void {
  const { watch } = draft.ticket;
  const { silenceMs = 0, promiseAtRiskPercent = 0 } = rulesOf(draft);
  if (watch.silentAt !== null && watch.silentAt <= upTo && watch.quietSince !== null) {
    const count = draft.context.now - watch.quietSince;
    notice(draft, 'silence', watch.silentAt, { counted: { count, limit: silenceMs } });
  }
  if (watch.promiseRiskAt !== null && watch.promiseRiskAt <= upTo && openPromise(draft.ticket.promises) !== undefined) {
    const counted = { count: promiseAtRiskPercent, limit: promiseAtRiskPercent };
    notice(draft, 'promise_at_risk', watch.promiseRiskAt, { counted });
  }
}

function silentAt(draft: Draft): Instant | null {
  const { silenceMs } = rulesOf(draft);
  const { ticket, context } = draft;
  const { quietSince, noticed } = ticket.watch;
  if (silenceMs === undefined || quietSince === null || noticed.includes('silence')) return null;
  // it is theirs to speak
  if (ticket.status === 'waiting_on_customer') return null;
  const path = context.config.path(pathOf(ticket, context.config));
  return notPast(draft, after(quietSince, silenceMs, 'business', path, context.config));
}

function promiseRiskAt(draft: Draft): Instant | null {
  const { promiseAtRiskPercent } = rulesOf(draft);
  const { ticket, context } = draft;
  const promise = openPromise(ticket.promises);
  if (promiseAtRiskPercent === undefined || promise === undefined) return null;
  if (promise.id === ticket.watch.promiseNoticed) return null;
  const { hours } = context.config.calendar(promise.calendarVersionId);
  const wholeMs = openTimeBetween(hours, promise.madeAt, promise.dueAt);
  const usedMs = Math.ceil((wholeMs * promiseAtRiskPercent) / 100);
  if (usedMs === 0) return null;
  const path = { ...context.config.path(pathOf(ticket, context.config)), calendarVersionId: promise.calendarVersionId };
  return notPast(draft, after(promise.madeAt, usedMs, 'business', path, context.config));
}

/** What another path puts into the past is due with the next look, not again and again in this one. */
function notPast({ context, ticket }: Draft, moment: Instant): Instant {
  const known = [ticket.watch.silentAt, ticket.watch.promiseRiskAt].includes(moment);
  return known ? moment : Math.max(moment, context.now + 1);
}
