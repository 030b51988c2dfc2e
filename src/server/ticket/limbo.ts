import { MINUTE, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** What may be in limbo. */
export type LimboKind =
  | 'nobody_reachable'
  | 'look_overdue'
  | 'climb_without_moment'
  | 'mail_undecided'
  | 'outbox_overdue';

export interface Limbo {
  /** Must be 0. */
  total: number;
  by: Record<LimboKind, number>;
}

const LOOK_LATE = MINUTE;
const MAIL_LATE = MINUTE;
const OUTBOX_LATE = 5 * MINUTE;

/** Somebody who can be told; the same words as in the roster. */
const reachable = (person: string): string =>
  `(${person}.active and (${person}.email is not null or ${person}.auth_user_id is not null))`;

// Teams without a reachable member come first: there are almost never any, and then no ticket is read.
const COUNT = `
  with stranded as (
    select t.id from team t where not exists (
      select 1 from team_member m join person p on p.id = m.person_id where m.team_id = t.id and ${reachable('p')})
  )
  select
    (select count(*) from ticket t
      left join lateral (
        select h.acknowledged_by from (
          (select e.acknowledged_by, e.acknowledged_at, 0 as of_leg from escalation e
            where e.ticket_id = t.id and e.status = 'acknowledged' order by e.id desc limit 1)
          union all
          (select l.acknowledged_by, l.acknowledged_at, 1 from leg l
            where l.ticket_id = t.id and l.status = 'acknowledged' and l.direction = 'hierarchical'
            order by l.height desc, l.id desc limit 1)) h
        order by h.acknowledged_at desc, h.of_leg desc limit 1) held on true
      left join person p on p.id = coalesce(held.acknowledged_by, t.assignee_id)
      where t.team_id in (select id from stranded) and t.status not in ('solved', 'closed')
        and (p.id is null or not ${reachable('p')})) as nobody_reachable,
    (select count(*) from ticket where status <> 'closed' and due_at < $1) as look_overdue,
    (select count(*) from escalation e join ticket t on t.id = e.ticket_id where e.status <> 'ended' and (
        t.due_at is null
        or (e.status in ('climbing', 'last_resort') and e.next_at is null)
        or (e.status = 'acknowledged' and (e.confirm_by is null or e.remind_at is null)
          -- of what is held by a part of the work, that part has the moment
          and not exists (select from leg l where l.ticket_id = e.ticket_id and l.status = 'acknowledged'
            and (l.step->>'escalationId')::bigint = e.id and (l.step->>'firing')::int = e.firing)))) as climb_without_moment,
    (select count(*) from intake where verdict = 'received' and received_at < $2) as mail_undecided,
    (select count(*) from outbox where state in ('queued', 'sending') and not_before < $3) as outbox_overdue`;

/**
 * Counts what hangs although nothing may: open tickets of which nobody reachable answers (neither the person
 * responsible nor anybody of the team), looks overdue by more than 60 s, live escalations without a next moment, mail
 * undecided for more than 60 s, and effects overdue by more than 5 minutes. It looks at the rows as they are, whatever
 * constraints promise about them.
 */
export async function countLimbo(tx: Tx, now: Instant): Promise<Limbo> {
  const { rows } = await tx.query<Record<LimboKind, number>>({
    name: 'limbo_count',
    text: COUNT,
    values: [toTimestamp(now - LOOK_LATE), toTimestamp(now - MAIL_LATE), toTimestamp(now - OUTBOX_LATE)],
  });
  const by = rows[0]!;
  return { total: Object.values(by).reduce((sum, each) => sum + each, 0), by };
}
