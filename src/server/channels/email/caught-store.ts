import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { rawOf, type OutgoingMail } from './outgoing.ts';

/** Keeps a mail instead of sending it, in the transaction that says so: exactly once. */
export const keepCaught = async (tx: Tx, outboxId: number, mail: OutgoingMail, now: Instant): Promise<void> => {
  await tx.query(
    `insert into caught_mail (outbox_id, at, mail_from, rcpt_to, subject, body_text, raw)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (outbox_id) do nothing`,
    [
      outboxId,
      toTimestamp(now),
      mail.from.address,
      [...mail.to, ...mail.cc],
      mail.subject,
      mail.text,
      await rawOf(mail),
    ],
  );
};
