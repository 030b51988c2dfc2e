import type { TeamRouting } from '#contract/agent.ts';
import type { TeamId } from '#core/ids.ts';
import { MINUTE, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { nameSkills } from '#server/people/skill-store.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** What a team does that nobody has said anything about. */
const USUAL: TeamRouting = {
  mode: 'direct',
  offerMs: 2 * MINUTE,
  overflowTeamId: null,
  overflowAfterMs: 30 * MINUTE,
  answerMs: 10 * MINUTE,
  skills: [],
};

/** How a team's tickets find somebody. */
export const readSettings = async (db: Tx, teamId: TeamId): Promise<TeamRouting> => {
  const { rows } = await db.query<TeamRouting>(
    `select q.mode, q.offer_ms as "offerMs", q.overflow_team_id as "overflowTeamId",
       q.overflow_after_ms as "overflowAfterMs", q.answer_ms as "answerMs",
       coalesce((select jsonb_agg(jsonb_build_object('topic', s.topic, 'skill', k.name, 'level', s.level) order by s.topic)
         from queue_skill s join skill k on k.id = s.skill_id where s.team_id = q.team_id), '[]') as skills
     from queue q where q.team_id = $1`,
    [teamId],
  );
  return rows[0] ?? USUAL;
};

/** From now on the team does this. What already waits is looked at again at `now`. */
export const putSettings = async (tx: Tx, teamId: TeamId, settings: TeamRouting, now: Instant): Promise<void> => {
  const { mode, offerMs, overflowTeamId, overflowAfterMs, answerMs, skills } = settings;
  await tx.query(
    `insert into queue (team_id, mode, offer_ms, overflow_team_id, overflow_after_ms, answer_ms, offers_at, due_at)
     values ($1, $2, $3, $4, $5, $7, $6, $6)
     on conflict (team_id) do update set mode = excluded.mode, offer_ms = excluded.offer_ms,
       overflow_team_id = excluded.overflow_team_id, overflow_after_ms = excluded.overflow_after_ms,
       answer_ms = excluded.answer_ms, offers_at = excluded.offers_at`,
    [teamId, mode, offerMs, overflowTeamId, overflowAfterMs, toTimestamp(now), answerMs],
  );
  // of a topic that is named twice, the last counts
  const needed = [...new Map(skills.map((each) => [each.topic, each])).values()];
  await nameSkills(
    tx,
    needed.map(({ skill }) => skill),
  );
  await tx.query('delete from queue_skill where team_id = $1', [teamId]);
  await tx.query(
    `insert into queue_skill (team_id, topic, skill_id, level)
     select $1, wanted.topic, k.id, wanted.level
     from unnest($2::text[], $3::text[], $4::int[]) as wanted (topic, skill, level) join skill k on k.name = wanted.skill`,
    [teamId, needed.map(({ topic }) => topic), needed.map(({ skill }) => skill), needed.map(({ level }) => level)],
  );
};
