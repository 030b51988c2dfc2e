import type { PersonId, TicketId } from '#core/ids.ts';
import { DAY, type Duration, type Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** Mail systems give up after this long: what has not arrived by then is not coming. */
const WAIT: Duration = 5 * DAY;
const MOST = 20;

/** A ticket that was opened by an answer to something that has not arrived. */
export interface Awaiting {
  ticketId: TicketId;
  requesterId: PersonId;
  /** Message-IDs it answers, nearest first. */
  messageIds: readonly string[];
}

const awaited = recordset<{ message_id: string; ticket_id: TicketId; requester_id: PersonId }>({
  message_id: 'text',
  ticket_id: 'bigint',
  requester_id: 'bigint',
});

/** Remembers for a while what these tickets wait for; what was waited for in vain is forgotten. */
export const keepAwaited = async (tx: Tx, awaiting: readonly Awaiting[], now: Instant): Promise<void> => {
  const rows = awaiting.flatMap(({ ticketId, requesterId, messageIds }) =>
    messageIds.slice(0, MOST).map((message_id) => ({ message_id, ticket_id: ticketId, requester_id: requesterId })),
  );
  if (rows.length === 0) return;
  await tx.query({
    name: 'intake_await',
    text: `with forgotten as (delete from awaited_parent where ctid in
        (select ctid from awaited_parent where until <= $2 limit 100 for update skip locked))
      insert into awaited_parent (message_id, ticket_id, requester_id, until)
      select r.message_id, r.ticket_id, r.requester_id, $3 from ${awaited.source} on conflict do nothing`,
    values: [awaited.json(rows), toTimestamp(now), toTimestamp(now + WAIT)],
  });
};
