import { MINUTE } from '#core/time.ts';
import type { Finding } from '#server/cli-finding.ts';
import type { Place } from '#server/cli-place.ts';
import { databaseClock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { countLimbo } from '#server/ticket/limbo.ts';

const SHOWN = 5;
const LATE_MS = 5 * MINUTE;
/** Jobs that pg-boss would have taken up long ago. */
const MOST_JOBS = 1_000;

/** What Belay has in hand: nothing in limbo, nothing stuck, mail leaving and coming in. */
export const checkWork = async (db: Database, { running }: Place): Promise<Finding[]> => {
  const now = await databaseClock.now(db);
  return [
    await limbo(db, now, running !== null),
    ...(await stuck(db)),
    await outbox(db, now, running !== null),
    await queue(db, now),
    ...(await mailboxes(db)),
  ];
};

const limbo = async (db: Database, now: number, runs: boolean): Promise<Finding> => {
  const { total, by } = await countLimbo(db, now);
  if (total === 0) return { check: 'limbo', state: 'ok', code: 'ok' };
  const kinds = Object.entries(by).flatMap(([kind, count]) => (count > 0 ? [`${kind} ${count}`] : []));
  const values = { count: total, kinds: kinds.join(', ') };
  // looks are overdue because nobody looks
  return { check: 'limbo', state: runs ? 'bad' : 'note', code: runs ? 'some' : 'stopped', values };
};

const stuck = async (db: Database): Promise<Finding[]> => {
  const { rows } = await db.query<{ number: number; error: string; times: number }>(
    `select number, stuck_error as error, stuck_count as times from ticket
     where stuck_count > 0 and status <> 'closed' order by id limit $1`,
    [SHOWN],
  );
  if (rows.length === 0) return [{ check: 'stuck', state: 'ok', code: 'ok' }];
  return rows.map(({ number, error, times }) => ({
    check: 'stuck',
    state: 'bad',
    code: 'ticket',
    values: { number: String(number), times, why: error },
  }));
};

const outbox = async (db: Database, now: number, runs: boolean): Promise<Finding> => {
  const { rows } = await db.query<{ waiting: number; late: number; why: string | null }>(
    `select count(*) as waiting, count(*) filter (where not_before < $1) as late,
       (array_agg(last_error order by not_before) filter (where last_error is not null))[1] as why
     from (select not_before, last_error from outbox where state in ('queued', 'sending') order by not_before limit 10000) o`,
    [toTimestamp(now - LATE_MS)],
  );
  const { waiting, late, why } = rows[0]!;
  if (late === 0) return { check: 'outbox', state: 'ok', code: 'ok', values: { count: waiting } };
  const values = { count: late, why: why ?? '' };
  if (!runs) return { check: 'outbox', state: 'note', code: 'stopped', values };
  return { check: 'outbox', state: 'warn', code: why === null ? 'late' : 'failing', values };
};

const queue = async (db: Database, now: number): Promise<Finding> => {
  const { rows } = await db.query<{ there: boolean }>(`select to_regclass('pgboss.job') is not null as there`);
  if (rows[0]?.there !== true) return { check: 'queue', state: 'note', code: 'none_yet' };
  const found = await db.query<{ waiting: number }>(
    `select count(*) as waiting from (
       select from pgboss.job where state < 'completed' and start_after < $2 limit $1) j`,
    [MOST_JOBS, toTimestamp(now - MINUTE)],
  );
  const { waiting } = found.rows[0]!;
  return {
    check: 'queue',
    state: waiting >= MOST_JOBS ? 'warn' : 'ok',
    code: waiting >= MOST_JOBS ? 'long' : 'ok',
    values: { count: waiting },
  };
};

type Mailbox = { address: string; state: 'new' | 'up' | 'failing'; why: string | null };

const mailboxes = async (db: Database): Promise<Finding[]> => {
  const { rows } = await db.query<Mailbox>(
    `select m.address, c.state, coalesce(c.last_error_detail, c.last_error) as why
     from mailbox_connection c join mailbox m on m.id = c.mailbox_id
     where m.active and c.imap_host is not null order by c.state = 'failing' desc, m.address limit 50`,
  );
  return rows.map(({ address, state, why }) => ({
    check: 'mailbox',
    state: state === 'failing' ? 'bad' : 'ok',
    code: state,
    values: { address, why: why ?? '' },
  }));
};
