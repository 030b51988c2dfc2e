import type { VersionId } from '#core/ids.ts';
import { choosePlan } from '#core/matrix/choose-plan.ts';
import { SYSTEM } from '#core/people/roles.ts';
import type { LoggedEvent } from '#core/ticket/event.ts';
import { decide } from '#core/ticket/decide.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readLogs } from '#server/ticket/event-store.ts';
import { countOpenByPlan, openByOlderPolicy } from '#server/ticket/plan-count-store.ts';
import { loadTickets, versionsNamed } from '#server/ticket/ticket-store.ts';
import { readActiveConfig } from './config-active-store.ts';
import { createConfigCache, type ConfigCache } from './config-store.ts';

/** What the rules that are active would mean for the tickets that are open. */
export interface EffectOnOpen {
  tickets: number;
  /** The matrix would give them another plan if it were asked now. */
  otherwise: number;
  /** Measured by the active version of their policy, these would change, and so many of them be missed at once. */
  remeasured: { tickets: number; missed: number; looked: number };
}

/** Most tickets that are measured anew for an answer. */
const MOST_MEASURED = 5_000;
const AT_ONCE = 500;

/** Looks at the open tickets with the rules that are active; changes none. */
export const effectOnOpen = async (tx: Tx, now: Instant): Promise<EffectOnOpen> => {
  const kinds = await countOpenByPlan(tx);
  const tickets = kinds.reduce((sum, { count }) => sum + count, 0);
  const cache = createConfigCache();
  const active = await readActiveConfig(tx, cache);
  const moved = kinds.filter(({ policy, path, count: _count, ...facts }) => {
    const chosen = choosePlan({ ...facts, now }, active, cache);
    if (chosen === null) return false;
    const plan = cache.policy(chosen.policyVersionId);
    return plan.name !== policy || cache.path(chosen.pathVersionId ?? plan.pathVersionId).name !== path;
  });
  const otherwise = moved.reduce((sum, { count }) => sum + count, 0);
  return { tickets, otherwise, remeasured: await remeasured(tx, cache, now) };
};

const remeasured = async (tx: Tx, cache: ConfigCache, now: Instant): Promise<EffectOnOpen['remeasured']> => {
  const older = await openByOlderPolicy(tx, MOST_MEASURED);
  const found = { tickets: 0, missed: 0, looked: older.length };
  for (let at = 0; at < older.length; at += AT_ONCE) {
    const batch = older.slice(at, at + AT_ONCE);
    const ids = batch.map(({ id }) => id);
    // read with the door's own eyes, and let go at once: going back to the savepoint gives up the locks
    await tx.query('savepoint look');
    const [tickets, logs] = [await loadTickets(tx, ids), await readLogs(tx, ids)];
    await tx.query('rollback to savepoint look');
    await cache.ensure(tx, new Set([...tickets.values()].flatMap(versionsNamed).concat(batch.map(({ to }) => to))));
    for (const { id, to } of batch) {
      const ticket = tickets.get(id);
      if (ticket === undefined) continue;
      const missed = missedUnder({ ticket, log: logs.get(id) ?? [], to }, cache, now);
      if (missed === null) continue;
      found.tickets += 1;
      if (missed) found.missed += 1;
    }
  }
  return found;
};

type Measured = { ticket: Ticket; log: LoggedEvent[]; to: VersionId };

/** Whether the ticket misses a target the moment it is measured by `to`; null when its clocks stay as they are. */
const missedUnder = ({ ticket, log, to }: Measured, cache: ConfigCache, now: Instant): boolean | null => {
  const context = { now, actor: SYSTEM, config: cache, facts: { roster: [], log } };
  // what is due by now happens whatever is published: it is not this change's doing
  const before = decide(ticket.id, ticket, { type: 'tick' }, context);
  const after = decide(ticket.id, ticket, { type: 'apply_policy', policyVersionId: to }, context);
  if (!before.ok || !after.ok) return null;
  const missed = (events: readonly { type: string }[]) =>
    events.filter(({ type }) => type === 'target_breached').length;
  const own = after.events.slice(after.timed).filter((event) => 'clock' in event);
  return own.length === 0 ? null : missed(after.events) > missed(before.events);
};
