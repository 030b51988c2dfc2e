import type { ApprovalList } from '#contract/approval.ts';
import type { PersonId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

const MOST_LISTED = 200;

/** What waits for somebody's yes or no, the most urgent first; never of a ticket they are kept away from. */
export async function listApprovals(tx: Tx, personId: PersonId): Promise<ApprovalList['items']> {
  const { rows } = await tx.query<ApprovalList['items'][number]>({
    name: 'approval_list',
    text: `select a.ticket_id as "ticketId", t.number, t.subject, a.id as "approvalId",
        case when a.amount_minor is not null then jsonb_build_object('minor', a.amount_minor, 'currency', a.currency) end as amount,
        case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role) end as "askedBy", a.asked_at as "askedAt",
        mine.decide_by as "decideBy", coalesce(m.body_text, '') as words
      from approval a join ticket t on t.id = a.ticket_id left join person p on p.id = a.asked_by
        left join message m on m.id = a.message_id
        cross join lateral (select min((s ->> 'decideBy')::bigint) as decide_by from jsonb_array_elements(a.seats) s
          where s ->> 'state' = 'open' and s -> 'told' @> to_jsonb($1::bigint)) mine
      where a.status = 'pending' and a.told @> array[$1::bigint] and not t.excluded @> array[$1::bigint]
        and not exists (select from jsonb_array_elements(a.seats) s where s ->> 'state' = 'decided' and (s ->> 'by')::bigint = $1)
      order by mine.decide_by, a.ticket_id, a.id limit ${MOST_LISTED}`,
    values: [personId],
  });
  return rows;
}
