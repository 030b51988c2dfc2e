import type { TeamId } from '#core/ids.ts';
import type { TeamRouting } from '#core/queue/team-routing.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** How these teams and the teams that help them distribute; a team that is not among the answers gives directly. */
export async function readRouting(tx: Tx, teams: TeamId[]): Promise<TeamRouting[]> {
  const { rows } = await tx.query<TeamRouting>({
    name: 'queue_routing',
    text: `select q.team_id as "teamId", q.mode, q.offer_ms as "offerMs", q.overflow_team_id as "overflowTeamId",
             q.overflow_after_ms as "overflowAfterMs", q.pressure = 'overloaded' as "isOverloaded",
             coalesce((select jsonb_agg(jsonb_build_object('topic', s.topic, 'skillId', s.skill_id, 'level', s.level))
               from queue_skill s where s.team_id = q.team_id), '[]') as skills
           from queue q where q.team_id = any($1)
             or q.team_id in (select o.overflow_team_id from queue o where o.team_id = any($1))
           order by q.team_id`,
    values: [teams],
  });
  return rows;
}

/** Tickets of these teams wait: somebody is looked for at `now`. Teams that do not push are left as they are. */
export async function wakeQueues(tx: Tx, teams: Iterable<TeamId>, now: Instant): Promise<void> {
  const woken = [...new Set(teams)];
  if (woken.length === 0) return;
  await tx.query({
    name: 'queue_wake',
    // in the order of ids, and only rows that would look later: most wakes find the queue awake
    text: `update queue set offers_at = $2 where team_id in (
             select team_id from queue where team_id = any($1) and (offers_at is null or offers_at > $2)
             order by team_id for no key update)`,
    values: [woken, toTimestamp(now)],
  });
}

/** The team that has looked longest for nobody; null when none is due. Nobody else looks for it until the end of `tx`. */
export async function claimOffers(tx: Tx, now: Instant): Promise<TeamId | null> {
  const { rows } = await tx.query<{ team_id: TeamId }>({
    name: 'queue_claim_offers',
    text: 'select team_id from queue where offers_at <= $1 order by offers_at, team_id limit 20',
    values: [toTimestamp(now)],
  });
  for (const { team_id: teamId } of rows) {
    const lock = await tx.query<{ mine: boolean }>({
      name: 'queue_try_lock',
      text: `select pg_try_advisory_xact_lock(hashtext('belay:offers'), $1::int) as mine`,
      values: [teamId % 2_147_483_647],
    });
    if (!lock.rows[0]!.mine) continue;
    // whoever had the lock before may just have done it
    const still = await tx.query({
      name: 'queue_still_due',
      text: 'select from queue where team_id = $1 and offers_at <= $2 for no key update',
      values: [teamId, toTimestamp(now)],
    });
    if (still.rowCount === 1) return teamId;
  }
  return null;
}

/** When to look for somebody again; null when nothing waits. */
export async function lookAgainAt(tx: Tx, teamId: TeamId, at: Instant | null): Promise<void> {
  await tx.query({
    name: 'queue_look_again',
    text: 'update queue set offers_at = $2 where team_id = $1',
    values: [teamId, at === null ? null : toTimestamp(at)],
  });
}

/** When the first team must look for somebody; null when no ticket waits. */
export async function firstOffers(tx: Tx): Promise<Instant | null> {
  const { rows } = await tx.query<{ at: Instant | null }>({
    name: 'queue_first_offers',
    text: 'select min(offers_at) as at from queue where offers_at is not null',
  });
  return rows[0]!.at;
}

/** When somebody is next looked for in this team; null when nothing waits. */
export async function readOffersAt(tx: Tx, teamId: TeamId): Promise<Instant | null> {
  const { rows } = await tx.query<{ at: Instant | null }>({
    name: 'queue_offers_at',
    text: 'select offers_at as at from queue where team_id = $1',
    values: [teamId],
  });
  return rows[0]?.at ?? null;
}
