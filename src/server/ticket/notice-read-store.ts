import type { Notice, NoticePage } from '#contract/notice.ts';
import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { notExcluded } from './sight.ts';

const COUNTED_UP_TO = 1_000;

/** The newest 100 notices of a person of what they are not kept away from, and how many (up to 1,000) were not seen. */
export const readNotices = async (db: Tx, personId: PersonId): Promise<NoticePage> => {
  const { rows } = await db.query<Notice>({
    name: 'notice_read',
    text: `select n.id, n.ticket_id as "ticketId", t.number, t.subject, n.kind, n.at, n.seen_at as "seenAt"
      from notice n join ticket t on t.id = n.ticket_id
      where n.person_id = $1 and ${notExcluded('$1')} order by n.id desc limit 100`,
    values: [personId],
  });
  return { items: rows, unseen: await countUnseen(db, personId) };
};

/** SQL for the notices of a person that they have not seen, of tickets they are not kept away from. */
export const unseenOf = (person: string, limit: number): string =>
  `select from notice n join ticket t on t.id = n.ticket_id
   where n.person_id = ${person} and n.seen_at is null and ${notExcluded(person)} limit ${limit}`;

/** How many notices a person has not seen, up to 1,000. */
export const countUnseen = async (db: Tx, personId: PersonId): Promise<number> => {
  const { rows } = await db.query<{ unseen: number }>({
    name: 'notice_unseen',
    text: `select count(*) as unseen from
      (${unseenOf('$1', COUNTED_UP_TO)}) n`,
    values: [personId],
  });
  return rows[0]?.unseen ?? 0;
};

/** Marks notices of a person as seen; those of others are left alone. */
export const markSeen = async (db: Tx, personId: PersonId, ids: number[], now: Instant): Promise<void> => {
  await db.query('update notice set seen_at = $3 where person_id = $1 and id = any($2) and seen_at is null', [
    personId,
    ids,
    toTimestamp(now),
  ]);
};
