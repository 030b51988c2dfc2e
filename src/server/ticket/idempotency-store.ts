import type { PersonId, TicketId } from '#core/ids.ts';
import { DAY, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

const KEPT_FOR = DAY;
/** What one request clears away at most: more than it adds, so that nothing grows. */
const CLEARED_AT_ONCE = 20;

/** An answer as it was given. */
export type KeptAnswer = { requestHash: Buffer; status: number; answer: unknown };

/**
 * The answer that was given to this person under `key` within a day; null when none was. Until the transaction ends
 * the same key of the same person waits here.
 */
export const findAnswer = async (tx: Tx, personId: PersonId, key: string, now: Instant): Promise<KeptAnswer | null> => {
  await tx.query({
    name: 'idempotency_lock',
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 4415061))',
    values: [`${personId} ${key}`],
  });
  const { rows } = await tx.query<KeptAnswer>({
    name: 'idempotency_find',
    text: `select request_hash as "requestHash", status, answer from idempotency_answer
           where person_id = $1 and key = $2 and at > $3`,
    values: [personId, key, toTimestamp(now - KEPT_FOR)],
  });
  return rows[0] ?? null;
};

/** Keeps an answer with the act it answers, in the same transaction, and clears away some that are over a day old. */
export const keepAnswer = async (
  tx: Tx,
  { personId, key, ticketId }: { personId: PersonId; key: string; ticketId: TicketId },
  { requestHash, status, answer }: KeptAnswer,
  now: Instant,
): Promise<void> => {
  await tx.query({
    name: 'idempotency_clear',
    text: `delete from idempotency_answer where ctid = any(array(select ctid from idempotency_answer
             where at <= $1 order by at limit $2 for update skip locked))`,
    values: [toTimestamp(now - KEPT_FOR), CLEARED_AT_ONCE],
  });
  await tx.query({
    name: 'idempotency_keep',
    text: `insert into idempotency_answer (person_id, key, request_hash, status, ticket_id, answer, at)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (person_id, key) do update set request_hash = excluded.request_hash, status = excluded.status,
             ticket_id = excluded.ticket_id, answer = excluded.answer, at = excluded.at`,
    values: [personId, key, requestHash, status, ticketId, JSON.stringify(answer), toTimestamp(now)],
  });
};
