import { nextOfferAt } from '#core/routing/next-offer.ts';
import type { TeamId } from '#core/ids.ts';
import { SYSTEM } from '#core/people/roles.ts';
import type { Instant } from '#core/time.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { SweepSource } from '#server/platform/sweep.ts';
import { claimOffers, firstOffers, lookAgainAt } from '#server/queue/queue-store.ts';
import { handle, type Door, type TicketAct } from '#server/ticket/handle.ts';
import { readRoster } from '#server/ticket/roster-read-store.ts';
import { claimWaiting, isWaiting } from '#server/ticket/waiting-store.ts';

/** One assigner a team at a time: it offers what waits, the most urgent first, each offer seeing those before it. */
export const offerSource = (db: Database, door: Door): SweepSource => ({
  name: 'offers',
  act: (limit) =>
    db.withTransaction(async (tx) => {
      const now = await door.clock.now(tx);
      const teamId = await claimOffers(tx, now);
      return teamId === null ? 0 : offerWaiting(tx, door, { teamId, now, limit });
    }),
  async nextDueMs() {
    const at = await firstOffers(db);
    return at === null ? null : at - (await door.clock.now(db));
  },
});

/** Offers up to `limit` waiting tickets of a team, whose lock the caller has; how many were looked at. */
async function offerWaiting(
  tx: Tx,
  door: Door,
  { teamId, now, limit }: { teamId: TeamId; now: Instant; limit: number },
): Promise<number> {
  const ids = await claimWaiting(tx, teamId, limit);
  const acts = ids.map((ticketId): TicketAct => ({ ticketId, command: { type: 'offer' }, actor: SYSTEM }));
  const decisions = acts.length === 0 ? [] : await handle(tx, door, acts);
  const wereOffered = decisions.some((each) => each.ok && (each.events?.length ?? 0) > 0);
  // a full batch that moved something: there may be more behind it
  if (ids.length === limit && wereOffered) await lookAgainAt(tx, teamId, now);
  else await lookAgainAt(tx, teamId, (await isWaiting(tx, teamId)) ? await nextLook(tx, teamId, now) : null);
  // a claim that found nobody is no work: the sweep may rest
  return wereOffered ? ids.length : 0;
}

async function nextLook(tx: Tx, teamId: TeamId, now: Instant): Promise<Instant> {
  const meant = {
    teams: new Set([teamId]),
    people: new Set<number>(),
    dutyLists: new Set<number>(),
    skills: new Set<number>(),
  };
  return nextOfferAt(teamId, await readRoster(tx, meant, now), now);
}
