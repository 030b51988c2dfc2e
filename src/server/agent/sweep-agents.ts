import type { AgentDecision } from '#core/agent/decide.ts';
import type { Instant } from '#core/time.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { SweepSource } from '#server/platform/sweep.ts';
import { insertNotices } from '#server/ticket/notice-store.ts';
import { hasWords, takeWords, type AgentWord } from '#server/ticket/waiting-store.ts';
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
      const decisions = acts.length > 0 ? await handleAgents(tx, clock, acts) : [];
      await tellOfBreaks(tx, words, decisions, await clock.now(tx));
      return acts.length;
    }),
  async nextDueMs() {
    if (await hasWords(db)) return 0;
    const due = await firstDueAgent(db);
    return due === null ? null : due - (await clock.now(db));
  },
});

/** Whoever was given a break because they let offers pass learns of it, with the last of them. */
async function tellOfBreaks(
  tx: Tx,
  words: readonly AgentWord[],
  decisions: readonly AgentDecision[],
  now: Instant,
): Promise<void> {
  const given = words.filter((_, index) => {
    const decision = decisions[index]!;
    return (
      decision.ok &&
      decision.events.some((event) => event.type === 'presence_changed' && event.because === 'missed_offers')
    );
  });
  await insertNotices(
    tx,
    given.map(({ ticket_id, event_seq, person_id }) => ({
      ticket_id,
      event_seq,
      person_id,
      kind: 'break_given',
      at: now,
    })),
  );
}
