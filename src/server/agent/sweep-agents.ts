import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { SweepSource } from '#server/platform/sweep.ts';
import { hasWords, takeWords } from '#server/ticket/waiting-store.ts';
import { claimDueAgents, firstDueAgent } from './agent-store.ts';
import { handleAgents, type AgentAct } from './handle.ts';

/** Agents as the sweep sees them: whose moment came, and to whom tickets have something to say. */
export const agentSource = (db: Database, clock: Clock): SweepSource => ({
  name: 'agents',
  act: (limit) =>
    db.withTransaction(async (tx) => {
      const words = await takeWords(tx, limit);
      const due = await claimDueAgents(tx, await clock.now(tx), limit);
      const acts = [
        ...words.map(({ person_id: personId, word }): AgentAct => ({
          personId,
          command: { type: 'count_offer', word },
          actorId: null,
        })),
        ...due.map((personId): AgentAct => ({ personId, command: { type: 'tick' }, actorId: null })),
      ];
      if (acts.length > 0) await handleAgents(tx, clock, acts);
      return acts.length;
    }),
  async nextDueMs() {
    if (await hasWords(db)) return 0;
    const due = await firstDueAgent(db);
    return due === null ? null : due - (await clock.now(db));
  },
});
