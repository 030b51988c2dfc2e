import { SEVERITIES, type Severity } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { countLimbo, type Limbo } from './limbo.ts';
import { countStuck, firstDue } from './sweep-store.ts';

/** What an operator watches. Each number comes from a partial index or a bounded stretch of a primary key. */
export type Measures = {
  /** Tickets that are not closed. */
  open: Record<Severity, number>;
  limbo: Limbo['by'];
  stuck: number;
  /** How long the oldest look has been due. */
  sweepLagMs: number;
  outbox: { queued: number; sending: number; oldestMs: number };
  /** Of the newest thousand rows. */
  recentOutbox: Record<string, number>;
  intake: { undecided: number; oldestMs: number };
};

const RECENT = 1_000;

export const readMeasures = async (tx: Tx, now: Instant): Promise<Measures> => {
  const { rows: open } = await tx.query<{ severity: Severity; count: number }>(
    `select severity, count(*) as count from ticket where status <> 'closed' group by severity`,
  );
  const due = await firstDue(tx);
  const { rows: outbox } = await tx.query<{ state: 'queued' | 'sending'; count: number; oldest: Instant }>(
    `select state, count(*) as count, min(not_before) as oldest from outbox where state in ('queued', 'sending') group by state`,
  );
  const { rows: recent } = await tx.query<{ state: string; count: number }>(
    `select state, count(*) as count from (select state from outbox order by id desc limit $1) o group by state`,
    [RECENT],
  );
  const { rows: intake } = await tx.query<{ undecided: number; oldest: Instant | null }>(
    `select count(*) as undecided, min(received_at) as oldest from intake where verdict = 'received'`,
  );
  const age = (moment: Instant | null | undefined): number => Math.max(0, now - (moment ?? now));
  return {
    open: { ...zeros(), ...Object.fromEntries(open.map(({ severity, count }) => [severity, count])) },
    limbo: (await countLimbo(tx, now)).by,
    stuck: await countStuck(tx),
    sweepLagMs: age(due),
    outbox: {
      queued: outbox.find(({ state }) => state === 'queued')?.count ?? 0,
      sending: outbox.find(({ state }) => state === 'sending')?.count ?? 0,
      oldestMs: age(outbox.length === 0 ? null : Math.min(...outbox.map(({ oldest }) => oldest))),
    },
    recentOutbox: Object.fromEntries(recent.map(({ state, count }) => [state, count])),
    intake: { undecided: intake[0]!.undecided, oldestMs: age(intake[0]!.oldest) },
  };
};

const zeros = (): Record<Severity, number> =>
  Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;

/** Mail since a place in the ledger, by verdict and reason, up to the first that is undecided; and the place reached. */
export const readVerdicts = async (
  tx: Tx,
  after: number,
): Promise<{ upTo: number; counts: { verdict: string; why: string; count: number }[] }> => {
  const { rows } = await tx.query<{ verdict: string; why: string; count: number; up_to: number }>(
    `with seen as (
       select id, verdict, coalesce(why, '') as why from intake
       where id > $1 and id < coalesce((select min(id) from intake where verdict = 'received'), 9007199254740991)
       order by id limit 10000)
     select verdict, why, count(*) as count, max(id) as up_to from seen group by verdict, why`,
    [after],
  );
  return { upTo: Math.max(after, ...rows.map(({ up_to }) => up_to)), counts: rows };
};

/** The end of the ledger. */
export const lastIntake = async (tx: Tx): Promise<number> => {
  const { rows } = await tx.query<{ last: number }>('select coalesce(max(id), 0) as last from intake');
  return rows[0]!.last;
};
