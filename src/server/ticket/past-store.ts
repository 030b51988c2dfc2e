import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/**
 * After a past was told: what it would have sent by then counts as sent, and what people were told before `seenBefore`
 * counts as seen. Without this a told past would go out as mail now.
 */
export async function leavePastBehind(
  tx: Tx,
  { now, seenBefore }: { now: Instant; seenBefore: Instant },
): Promise<void> {
  await tx.query(`update outbox set state = 'accepted', attempts = 1, updated_at = $1 where state = 'queued'`, [
    toTimestamp(now),
  ]);
  await tx.query('update notice set seen_at = at where seen_at is null and at < $1', [toTimestamp(seenBefore)]);
}
