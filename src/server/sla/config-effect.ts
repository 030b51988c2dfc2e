import { choosePlan } from '#core/matrix/choose-plan.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { countOpenByPlan, openByOlderPolicy } from '#server/ticket/plan-count-store.ts';
import { readActiveConfig } from './config-active-store.ts';
import { createConfigCache, type ConfigCache } from './config-store.ts';
import { measureChanges, type AskedChange } from './measure-change.ts';

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
  await cache.ensure(tx, new Set(older.map(({ to }) => to)));
  const asked = older.map(({ id, to }): AskedChange => ({
    ticketId: id,
    command: { type: 'apply_policy', policyVersionId: to },
  }));
  const changed = (await measureChanges(tx, cache, asked, { now })).filter(({ clocks }) => clocks.length > 0);
  const missed = changed.filter(({ clocks }) => clocks.some((clock) => clock.missed));
  return { tickets: changed.length, missed: missed.length, looked: older.length };
};
