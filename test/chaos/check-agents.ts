import { isDeepStrictEqual } from 'node:util';
import { newAgent } from '#core/agent/agent.ts';
import { evolveAgent } from '#core/agent/evolve.ts';
import { readAgent, readAgentEvents } from '#server/agent/agent-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** As many as are read at once. */
const WHOLE_LOG = 1_000;

/** How each colleague is there follows from what happened, without a gap. */
export async function faultsOfAgents(db: Tx): Promise<string[]> {
  const { rows } = await db.query<{ id: number }>('select person_id as id from agent order by person_id');
  const faults: string[] = [];
  for (const { id } of rows) {
    const log = await readAgentEvents(db, id);
    if (log.some(({ seq }, index) => seq !== index + 1)) faults.push(`the log of agent ${id} has a gap`);
    if (log.length === WHOLE_LOG) continue;
    const replayed = log.reduce((agent, { event, at }) => evolveAgent(agent, event, at), newAgent(id));
    if (!isDeepStrictEqual(replayed, await readAgent(db, id))) faults.push(`the log of agent ${id} does not replay`);
  }
  return faults;
}
