import { SYSTEM, type Actor } from '#core/people/roles.ts';
import type { Database } from '#server/platform/db/database.ts';
import { isOutage, type Tx } from '#server/platform/db/transaction.ts';
import type { Log } from '#server/platform/log.ts';
import { asideOf, type SweepSource } from '#server/platform/sweep.ts';
import { handle, type Door, type HandledDecision } from '#server/ticket/handle.ts';
import { ticketsInScope } from '#server/ticket/rollout-scope-store.ts';
import { lockTickets } from '#server/ticket/ticket-store.ts';
import { commandOf } from './rollout.ts';
import {
  activeAndEarlier,
  countRollout,
  endRollout,
  isRollingOut,
  nextOf,
  scopeOf,
  takeRollout,
  type RunningRollout,
} from './rollout-store.ts';

/**
 * Rules that are applied to open tickets, a few at a time beside everything that is due. How far it has come is written
 * with what was done, so that whoever begins after a crash goes on there and does nothing twice.
 */
export const rolloutSource = (db: Database, door: Door, log: Log): SweepSource => ({
  name: 'rollouts',
  async act(limit) {
    try {
      return await db.withTransaction((tx) => step(tx, door, asideOf(limit)));
    } catch (error) {
      if (isOutage(error)) throw error;
      return stepSingly(db, door, log, asideOf(limit));
    }
  },
  nextDueMs: async () => ((await isRollingOut(db)) ? 0 : null),
});

/** The next tickets of the oldest rollout; how many were looked at. */
const step = async (tx: Tx, door: Door, limit: number, inHand?: (rollout: RunningRollout) => void): Promise<number> => {
  const rollout = await takeRollout(tx);
  if (rollout === null) return 0;
  inHand?.(rollout);
  const now = await door.clock.now(tx);
  const active = await activeAndEarlier(tx, rollout);
  if (active?.versionId !== rollout.versionId) {
    await endRollout(tx, rollout.id, 'superseded', now);
    return 1;
  }
  const ids = await nextOf(tx, rollout, limit);
  // locked before it is asked what they have: whoever gives one another policy now, gives it afterwards
  await lockTickets(tx, ids);
  const still = await ticketsInScope(tx, await scopeOf(tx, rollout.kind, active), { ids });
  const command = commandOf(rollout.kind, rollout.versionId);
  const actor = actorOf(rollout);
  const decisions = await handle(
    tx,
    door,
    still.map((ticketId) => ({ ticketId, command, actor })),
  );
  await countRollout(tx, rollout, { looked: ids.length, ...countOf(decisions) });
  if (ids.length < limit) await endRollout(tx, rollout.id, 'done', now);
  return Math.max(1, ids.length);
};

const countOf = (decisions: readonly HandledDecision[]): { changed: number; missed: number } => {
  const done = decisions.flatMap((decision) =>
    decision.events !== undefined ? [decision.events.map(({ event }) => event)] : [],
  );
  const byChange = (cause: string | undefined): boolean => cause === 'policy_change' || cause === 'calendar_change';
  return {
    changed: done.filter((events) => events.some(({ type }) => isMove(type))).length,
    missed: done.flat().filter((event) => event.type === 'target_breached' && byChange(event.cause)).length,
  };
};

const isMove = (type: string): boolean =>
  type === 'policy_applied' || type === 'calendar_applied' || type === 'plan_changed';

/** The log of each ticket says who asked. */
const actorOf = ({ askedBy }: RunningRollout): Actor =>
  askedBy === null ? SYSTEM : { kind: 'person', personId: askedBy.id, role: askedBy.role, teamIds: [], leadOf: [] };

/** One of several threw: each is done alone, and a thrower is passed over, so that it keeps nobody. */
const stepSingly = async (db: Database, door: Door, log: Log, limit: number): Promise<number> => {
  for (let count = 0; count < limit; count += 1) {
    let inHand: RunningRollout | null = null;
    const keep = (rollout: RunningRollout): void => void (inHand = rollout);
    try {
      if ((await db.withTransaction((tx) => step(tx, door, 1, keep))) === 0) return count;
    } catch (error) {
      const rollout = inHand as RunningRollout | null;
      if (isOutage(error) || rollout === null) throw error;
      log.error({ err: error, rollout: rollout.id }, 'rules could not be applied to a ticket; it is passed over');
      await db.withTransaction((tx) => countRollout(tx, rollout, { looked: 1, failed: 1 }));
    }
  }
  return limit;
};
