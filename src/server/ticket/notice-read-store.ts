import type { Notice, NoticePage } from '#contract/notice.ts';
import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { notExcluded } from './sight.ts';

/** Of the newest notices of somebody so many are looked at. */
const MOST = 1_000;

/**
 * What a person was told lately of what they are not kept away from: the newest of each of at most 100 tickets, newest
 * first, and of how many tickets there is something they have not seen.
 */
export const readNotices = async (db: Tx, personId: PersonId): Promise<NoticePage> => {
  const { rows } = await db.query<Notice>({
    name: 'notice_read',
    text: `select n.id, n.ticket_id as "ticketId", t.number, t.subject, n.kind, n.at, n.seen_at as "seenAt", n.unseen
      from (select distinct on (l.ticket_id) l.*,
          count(*) filter (where l.seen_at is null) over (partition by l.ticket_id)::int as unseen
        from (select * from notice where person_id = $1 order by id desc limit ${MOST}) l
        order by l.ticket_id, l.id desc) n
      join ticket t on t.id = n.ticket_id
      where ${notExcluded('$1')} order by n.id desc limit 100`,
    values: [personId],
  });
  return { items: rows, unseen: await countUnseen(db, personId) };
};

/** SQL for of how many tickets, none they are kept away from, a person has not seen something of the newest they were told. */
export const unseenOf = (person: string): string =>
  `select count(distinct n.ticket_id)::int from
     (select ticket_id from notice where person_id = ${person} and seen_at is null order by id desc limit ${MOST}) n
   join ticket t on t.id = n.ticket_id where ${notExcluded(person)}`;

/** Of how many tickets a person has not seen something they were told. */
export const countUnseen = async (db: Tx, personId: PersonId): Promise<number> => {
  const { rows } = await db.query<{ count: number }>({
    name: 'notice_unseen',
    text: unseenOf('$1'),
    values: [personId],
  });
  return rows[0]?.count ?? 0;
};

/** Marks notices of a person as seen, with what they were told before about the same tickets; those of others stay. */
export const markSeen = async (db: Tx, personId: PersonId, ids: number[], now: Instant): Promise<void> => {
  await db.query(
    `update notice n set seen_at = $3
     from (select ticket_id, max(id) as id from notice where person_id = $1 and id = any($2) group by ticket_id) s
     where n.person_id = $1 and n.seen_at is null and n.ticket_id = s.ticket_id and n.id <= s.id`,
    [personId, ids, toTimestamp(now)],
  );
};
