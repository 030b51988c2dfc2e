import type { PersonId, TeamId } from '#core/ids.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { readRoster } from '#server/ticket/roster-read-store.ts';
import { beat, readAgent } from './agent-store.ts';
import { handleAgents } from './handle.ts';

/**
 * Somebody's desk is open. Who is offline only because nobody heard of them is there again while they are on shift, so
 * that nobody is passed over for want of a click.
 */
export const hearOf = async (db: Database, clock: Clock, personId: PersonId): Promise<void> => {
  const now = await clock.now(db);
  if (!(await beat(db, personId, now))) return;
  const { presence } = await readAgent(db, personId);
  if (presence.kind !== 'offline' || presence.because !== 'unseen') return;
  const meant = {
    people: new Set([personId]),
    teams: new Set<TeamId>(),
    dutyLists: new Set<number>(),
    skills: new Set<number>(),
  };
  const roster = await readRoster(db, meant, now);
  if (roster.find(({ id }) => id === personId)?.onShift !== true) return;
  await db.withTransaction((tx) => handleAgents(tx, clock, [{ personId, command: { type: 'appear' }, actorId: null }]));
};
