import type { AskedSimulation } from '#contract/simulation.ts';
import type { PersonId } from '#core/ids.ts';
import { SECOND, type Duration, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { Wish } from './simulate.ts';

/** Most simulations that wait for their turn. */
const MOST_WAITING = 5;
/** Most that are kept when they have ended, of one person. */
const MOST_KEPT = 20;
/** Whoever runs one says so each second; after this silence it is taken to be gone. */
export const GONE_AFTER: Duration = 30 * SECOND;
/** What ended twice with its process is not begun a third time. */
const MOST_BEGUN = 2;

/** How far a simulation has come. */
export type Reached = { doing: 'reads' | 'lives'; done: number; of: number };
export type Ended =
  | { state: 'done'; answer: NonNullable<AskedSimulation['found']> }
  | { state: 'failed'; answer: NonNullable<AskedSimulation['problem']> };

const ASKED = `id, asked_at as "askedAt", state, ended_at as "endedAt",
    case when doing is not null then jsonb_build_object('doing', doing, 'done', steps_done, 'of', steps_all) end
      as progress`;

/** Puts a wish at the end of the queue; its id, or null when too many wait. */
export async function askFor(tx: Tx, by: PersonId, wish: Wish, now: Instant): Promise<number | null> {
  await lockQueue(tx);
  const waiting = await tx.query(`select from simulation where state = 'waiting' limit $1`, [MOST_WAITING]);
  if (waiting.rows.length === MOST_WAITING) return null;
  const { rows } = await tx.query<{ id: number }>(
    'insert into simulation (asked_by, asked_at, wish) values ($1, $2, $3) returning id',
    [by, toTimestamp(now), JSON.stringify(wish)],
  );
  return rows[0]!.id;
}

/** What a person asked for, the newest first; at most 100. */
export async function askedBy(db: Tx, by: PersonId): Promise<Omit<AskedSimulation, 'found' | 'problem'>[]> {
  const text = `select ${ASKED} from simulation where asked_by = $1 order by id desc limit 100`;
  return (await db.query<AskedSimulation>(text, [by])).rows;
}

/** One of them with what it found; null when they asked for none of that id. */
export async function findAsked(db: Tx, id: number, by: PersonId): Promise<AskedSimulation | null> {
  const { rows } = await db.query<AskedSimulation>(
    `select ${ASKED}, case when state = 'done' then answer end as found,
       case when state = 'failed' then answer end as problem
     from simulation where id = $1 and asked_by = $2`,
    [id, by],
  );
  return rows[0] ?? null;
}

/** Forgets one; whoever runs it stops within a second. Whether they had asked for it. */
export async function forget(db: Tx, id: number, by: PersonId): Promise<boolean> {
  return (await db.query('delete from simulation where id = $1 and asked_by = $2', [id, by])).rowCount === 1;
}

/**
 * Takes the first that waits, unless one runs anywhere. One whose process is gone waits again; gone a second time, it has
 * failed and may be asked for again.
 */
export async function claimNext(tx: Tx, now: Instant): Promise<{ id: number; wish: Wish } | null> {
  await lockQueue(tx);
  await tx.query(
    `update simulation set seen_at = null, state = case when begun < $2 then 'waiting' else 'failed' end,
       ended_at = case when begun < $2 then null else $3::timestamptz end,
       answer = case when begun < $2 then null else jsonb_build_object('code', 'interrupted', 'errors', '[]'::jsonb) end
     where state = 'running' and seen_at < $1`,
    [toTimestamp(now - GONE_AFTER), MOST_BEGUN, toTimestamp(now)],
  );
  const { rows } = await tx.query<{ id: number; wish: Wish }>(
    `update simulation set state = 'running', begun = begun + 1, seen_at = $1, doing = null
     where id = (select min(id) from simulation where state = 'waiting')
       and not exists (select from simulation where state = 'running') returning id, wish`,
    [toTimestamp(now)],
  );
  return rows[0] ?? null;
}

/** Says that it goes on and how far it has come; false when nobody wants it any more. */
export async function stillRuns(db: Tx, id: number, reached: Reached | null, now: Instant): Promise<boolean> {
  const { rowCount } = await db.query(
    `update simulation set seen_at = $2, doing = $3, steps_done = coalesce($4, 0), steps_all = coalesce($5, 0)
     where id = $1 and state = 'running'`,
    [id, toTimestamp(now), reached?.doing ?? null, reached?.done ?? null, reached?.of ?? null],
  );
  return rowCount === 1;
}

/** Its process goes before it is done: it waits for the next, and this does not count as a beginning. */
export async function giveBack(db: Tx, id: number): Promise<void> {
  const text = `update simulation set state = 'waiting', begun = begun - 1, seen_at = null where id = $1 and state = 'running'`;
  await db.query(text, [id]);
}

/** Keeps what came of it, and forgets the oldest of whoever asked. */
export async function settle(tx: Tx, id: number, { state, answer }: Ended, now: Instant): Promise<void> {
  const { rows } = await tx.query<{ by: PersonId }>(
    `update simulation set state = $2, answer = $3, ended_at = $4 where id = $1 and state = 'running'
     returning asked_by as by`,
    [id, state, JSON.stringify(answer), toTimestamp(now)],
  );
  if (rows[0] === undefined) return;
  await tx.query(
    `delete from simulation where id in (select id from simulation where asked_by = $1 and ended_at is not null
       order by id desc offset $2)`,
    [rows[0].by, MOST_KEPT],
  );
}

const lockQueue = (tx: Tx) => tx.query(`select pg_advisory_xact_lock(hashtext('belay:simulations'))`);
