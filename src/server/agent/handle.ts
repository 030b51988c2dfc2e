import { agentDueAt, type AgentCommand, type AgentEvent } from '#core/agent/agent.ts';
import { decideAgent, type AgentDecision } from '#core/agent/decide.ts';
import { evolveAgent } from '#core/agent/evolve.ts';
import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { wakeQueues } from '#server/queue/queue-store.ts';
import { recheckApprovals } from '#server/ticket/approval-store.ts';
import { recheckHeld, recheckOffers } from '#server/ticket/waiting-store.ts';
import { appendAgentEvents, loadAgents, teamsOf, writeAgents, type AgentLogged } from './agent-store.ts';

/** One thing to be done about one agent. */
export interface AgentAct {
  personId: PersonId;
  command: AgentCommand;
  /** Null when Belay acts. */
  actorId: PersonId | null;
}

/**
 * The one door to agents: locks them, decides the acts in the order of the list, writes rows and events, and has looked
 * at again what hangs on them: their teams' queues, what they are offered, what they hold. A refusal changes nothing.
 */
export async function handleAgents(tx: Tx, clock: Clock, acts: AgentAct[]): Promise<AgentDecision[]> {
  const now = await clock.now(tx);
  const loaded = await loadAgents(tx, [...new Set(acts.map(({ personId }) => personId))], now);
  const logged: AgentLogged[] = [];
  const decisions = acts.map(({ personId, command, actorId }) => {
    const known = loaded.get(personId);
    if (known === undefined) throw new Error(`there is no agent ${personId}`);
    const decision = decideAgent(known.agent, command, { now, ...known.facts });
    if (!decision.ok) return decision;
    for (const event of decision.events) {
      known.agent = evolveAgent(known.agent, event, now);
      logged.push({ personId, seq: known.agent.seq, at: now, actorId, event });
    }
    return decision;
  });
  await writeAgents(
    tx,
    [...loaded.values()].map(({ agent, facts }) => ({ agent, dueAt: agentDueAt(agent, { now, ...facts }) })),
  );
  await appendAgentEvents(tx, logged);
  await spread(tx, logged, now);
  return decisions;
}

/** What others must look at again because of these events. */
async function spread(tx: Tx, logged: AgentLogged[], now: Instant): Promise<void> {
  const of = (is: (event: AgentEvent) => boolean) =>
    logged.filter(({ event }) => is(event)).map(({ personId }) => personId);
  const left = of((event) => event.type === 'absence_began' || (isChange(event) && event.to !== 'available'));
  const began = of(({ type }) => type === 'absence_began');
  const came = of((event) => event.type === 'absence_ended' || (isChange(event) && event.to === 'available'));
  if (left.length > 0) await recheckOffers(tx, left, now);
  if (began.length > 0) {
    await recheckHeld(tx, began, now);
    await recheckApprovals(tx, began, now);
  }
  if (came.length > 0) await wakeQueues(tx, await teamsOf(tx, came), now);
}

type Change = Extract<AgentEvent, { type: 'presence_changed' }>;

function isChange(event: AgentEvent): event is Change {
  return event.type === 'presence_changed';
}
