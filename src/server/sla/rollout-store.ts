import type { Rollout, RolloutOf } from '#contract/rollout.ts';
import type { PersonId, TicketId, VersionId } from '#core/ids.ts';
import type { Role } from '#core/people/roles.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { RolloutScope } from '#server/ticket/rollout-scope-store.ts';

/** A rollout in hand, kept from everybody else until the transaction ends. */
export interface RunningRollout extends RolloutOf {
  id: number;
  versionId: VersionId;
  askedBy: { id: PersonId; role: Role } | null;
  done: number;
}

const SEEN = `select r.id, r.kind, r.name, v.version, r.version_id as "versionId", r.asked_at as "askedAt", r.state,
    r.ended_at as "endedAt", jsonb_build_object('done', r.done, 'of', r.tickets) as progress, r.changed, r.missed, r.failed,
    case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role) end as "askedBy"
  from rollout r join config_version v on v.id = r.version_id left join person p on p.id = r.asked_by`;

/** The newest hundred, newest first. */
export const listRollouts = async (db: Tx): Promise<Rollout[]> =>
  (await db.query<Rollout>(`${SEEN} order by r.id desc limit 100`)).rows;

/** One of them; null when there is none. */
export const findRollout = async (db: Tx, id: number): Promise<Rollout | null> =>
  (await db.query<Rollout>(`${SEEN} where r.id = $1`, [id])).rows[0] ?? null;

/** Whether anything is applied at the moment. */
export const isRollingOut = async (db: Tx): Promise<boolean> =>
  (await db.query(`select from rollout where state = 'running' limit 1`)).rows.length > 0;

/** The version of a name that is active, and the versions before it; null when nothing of that name was published. */
export const activeAndEarlier = async (
  tx: Tx,
  { kind, name }: RolloutOf,
): Promise<{ versionId: VersionId; version: number; earlier: VersionId[] } | null> => {
  const { rows } = await tx.query<{ id: VersionId; version: number; active: boolean }>(
    `select v.id, v.version, a.version_id = v.id as active from config_version v
       join config_active a on a.kind = v.kind and a.name = v.name where v.kind = $1 and v.name = $2`,
    [kind, name],
  );
  const active = rows.find((row) => row.active);
  if (active === undefined) return null;
  const earlier = rows.filter((row) => !row.active).map(({ id }) => id);
  return { versionId: active.id, version: active.version, earlier };
};

/** Policy versions that count by one of these calendar versions, which, and whether the policy is active. */
export const policiesCountingBy = async (
  tx: Tx,
  calendars: VersionId[],
): Promise<{ policy: VersionId; by: VersionId; name: string; active: boolean }[]> => {
  const { rows } = await tx.query<{ policy: VersionId; by: VersionId; name: string; active: boolean }>(
    `select distinct p.id as policy, (target ->> 'calendarVersionId')::bigint as by, p.name,
       exists (select from config_active a where a.version_id = p.id) as active
     from config_version p cross join jsonb_array_elements(p.body -> 'targets') target
     where p.kind = 'policy' and (target ->> 'calendarVersionId')::bigint = any($1)`,
    [calendars],
  );
  return rows;
};

/** Which tickets a version of a thing would still change. */
export const scopeOf = async (
  tx: Tx,
  kind: RolloutOf['kind'],
  { versionId, earlier }: { versionId: VersionId; earlier: VersionId[] },
): Promise<RolloutScope> => {
  switch (kind) {
    case 'policy':
      return { kind, versions: earlier };
    case 'calendar':
      return { kind, counting: await policiesCountingBy(tx, earlier), to: versionId };
    case 'matrix':
      return { kind };
  }
};

/** Begins to apply a version to these tickets, in this order; null while the same thing is being applied already. */
export const addRollout = async (
  tx: Tx,
  { kind, name, versionId, by, ids }: RolloutOf & { versionId: VersionId; by: PersonId | null; ids: TicketId[] },
  now: Instant,
): Promise<number | null> => {
  const { rows } = await tx.query<{ id: number }>(
    `insert into rollout (kind, name, version_id, asked_by, asked_at, tickets) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing returning id`,
    [kind, name, versionId, by, toTimestamp(now), ids.length],
  );
  const id = rows[0]?.id ?? null;
  if (id === null) return null;
  await tx.query(
    `insert into rollout_ticket (rollout_id, place, ticket_id)
     select $1, place, ticket_id from unnest($2::bigint[]) with ordinality as t (ticket_id, place)`,
    [id, ids],
  );
  return id;
};

/** Takes the oldest that runs and that nobody else has in hand. */
export const takeRollout = async (tx: Tx): Promise<RunningRollout | null> => {
  const { rows } = await tx.query<RunningRollout>(
    `select r.id, r.kind, r.name, r.version_id as "versionId", r.done,
       case when p.id is not null then jsonb_build_object('id', p.id, 'role', p.role) end as "askedBy"
     from rollout r left join person p on p.id = r.asked_by
     where r.state = 'running' order by r.id limit 1 for update of r skip locked`,
  );
  return rows[0] ?? null;
};

/** The tickets it comes to next. */
export const nextOf = async (tx: Tx, { id, done }: RunningRollout, limit: number): Promise<TicketId[]> => {
  const { rows } = await tx.query<{ ticketId: TicketId }>(
    `select ticket_id as "ticketId" from rollout_ticket where rollout_id = $1 and place > $2 order by place limit $3`,
    [id, done, limit],
  );
  return rows.map(({ ticketId }) => ticketId);
};

/** What came of the next of its tickets. */
export const countRollout = async (
  tx: Tx,
  { id, done }: Pick<RunningRollout, 'id' | 'done'>,
  step: { looked: number; changed?: number; missed?: number; failed?: number },
): Promise<void> => {
  const { looked, changed = 0, missed = 0, failed = 0 } = step;
  // as far as it was when the step began: whoever went on meanwhile has counted these
  await tx.query(
    `update rollout set done = done + $3, changed = changed + $4, missed = missed + $5, failed = failed + $6
     where id = $1 and done = $2 and state = 'running'`,
    [id, done, looked, changed, missed, failed],
  );
};

/** Ends one that runs; whether it did. */
export const endRollout = async (
  tx: Tx,
  id: number,
  state: Exclude<Rollout['state'], 'running'>,
  now: Instant,
): Promise<boolean> => {
  const ended = await tx.query(`update rollout set state = $2, ended_at = $3 where id = $1 and state = 'running'`, [
    id,
    state,
    toTimestamp(now),
  ]);
  if (ended.rowCount !== 1) return false;
  await tx.query('delete from rollout_ticket where rollout_id = $1', [id]);
  return true;
};

/** Ends what applies an earlier version of the same thing. */
export const supersede = async (
  tx: Tx,
  { kind, name }: RolloutOf,
  versionId: VersionId,
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<{ id: number }>(
    `select id from rollout where kind = $1 and name = $2 and state = 'running' and version_id <> $3`,
    [kind, name, versionId],
  );
  for (const { id } of rows) await endRollout(tx, id, 'superseded', now);
};
