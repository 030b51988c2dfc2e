import { createHash } from 'node:crypto';
import type { PersonId, TicketId } from '#core/ids.ts';
import type { Money } from '#core/approval/money.ts';
import { DAY, type Duration, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** So long a link in a mail is good for; an approval that is over ends it before. */
const GOOD_FOR: Duration = 7 * DAY;

/** What is kept of the secret of a link. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Puts down the link of a mail. The same mail made again has the same link, and no second one. */
export async function keepLink(
  tx: Tx,
  { token, ...link }: { token: string; ticketId: TicketId; approvalId: number; personId: PersonId; now: Instant },
): Promise<void> {
  await tx.query({
    name: 'approval_keep_link',
    text: `insert into approval_link (token_hash, ticket_id, approval_id, person_id, made_at, expires_at)
      values ($1, $2, $3, $4, $5, $6) on conflict (token_hash) do nothing`,
    values: [
      hashOf(token),
      link.ticketId,
      link.approvalId,
      link.personId,
      toTimestamp(link.now),
      toTimestamp(link.now + GOOD_FOR),
    ],
  });
}

/** The approval that an event of a ticket is about, or its step asks for, if it waits for this person's yes or no now. */
export async function approvalAskedOf(
  tx: Tx,
  { ticketId, eventSeq, personId }: { ticketId: TicketId; eventSeq: number; personId: PersonId },
): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>({
    name: 'approval_of_event',
    text: `select a.id from ticket_event e join approval a on a.ticket_id = e.ticket_id
        and (a.id = (e.body ->> 'approvalId')::int or a.step -> 'escalationId' = e.body -> 'escalationId')
      where e.ticket_id = $1 and e.seq = $2 and a.status = 'pending' and a.told @> array[$3::bigint]
      order by a.id`,
    values: [ticketId, eventSeq, personId],
  });
  return rows.at(-1)?.id ?? null;
}

/** What a link leads to. */
export interface Link {
  ticketId: TicketId;
  approvalId: number;
  personId: PersonId;
  isUsed: boolean;
  isExpired: boolean;
  /** It still waits for this person's yes or no. */
  isAsked: boolean;
  number: number;
  subject: string;
  /** null: a step of a path asks. */
  askedBy: string | null;
  amount: Money | null;
  /** What is to be allowed, as whoever asks says it. */
  words: string;
}

/** Where the approval of a link waits by now: merged with its ticket, it goes on in the one that stays. */
const PLACE = `with recursive way as (
    select ticket_id, approval_id, 0 as merges from approval_link where token_hash = $1
    union all
    select t.merged_into, (carried ->> 'here')::int, way.merges + 1
    from way join ticket t on t.id = way.ticket_id
      join approval a on a.ticket_id = way.ticket_id and a.id = way.approval_id and a.ended_why = 'merged'
      cross join lateral (select e.body -> 'approvals' as approvals from ticket_event e
        where e.ticket_id = t.merged_into and e.type = 'merged_in' and (e.body ->> 'mergedId')::bigint = t.id
        order by e.seq desc limit 1) merge
      cross join lateral jsonb_array_elements(merge.approvals) carried
    where (carried ->> 'there')::int = way.approval_id and way.merges < 20),
  place as (select ticket_id, approval_id from way order by merges desc limit 1)`;

/** What a secret leads to; null when there is no such link, or its person is no longer with us or kept away. */
export async function findLink(tx: Tx, token: string, now: Instant): Promise<Link | null> {
  const { rows } = await tx.query<Link>({
    name: 'approval_find_link',
    text: `${PLACE} select place.ticket_id as "ticketId", place.approval_id as "approvalId", l.person_id as "personId",
        l.used_at is not null as "isUsed", l.expires_at <= $2 as "isExpired",
        a.status = 'pending' and a.told @> array[l.person_id] as "isAsked", t.number, t.subject, asker.name as "askedBy",
        case when a.amount_minor is not null then jsonb_build_object('minor', a.amount_minor, 'currency', a.currency) end as amount,
        coalesce(m.body_text, '') as words
      from approval_link l cross join place
        join approval a on a.ticket_id = place.ticket_id and a.id = place.approval_id
        join ticket t on t.id = place.ticket_id left join person asker on asker.id = a.asked_by
        join person p on p.id = l.person_id left join message m on m.id = a.message_id
      where l.token_hash = $1 and p.active and not t.excluded @> array[l.person_id]`,
    values: [hashOf(token), toTimestamp(now)],
  });
  return rows[0] ?? null;
}

/** Uses a link up. Throws when somebody did meanwhile: then nothing of the act may stay. */
export async function useLink(tx: Tx, token: string, now: Instant): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'approval_use_link',
    text: 'update approval_link set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2',
    values: [hashOf(token), toTimestamp(now)],
  });
  if (rowCount !== 1) throw new Error('the link of an approval was used up while it was being used');
}

/** Forgets up to `limit` links that are good for nothing any more; how many. */
export async function pruneLinks(tx: Tx, now: Instant, limit: number): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'approval_prune_links',
    text: `delete from approval_link where token_hash in (
      select token_hash from approval_link where expires_at <= $1 order by expires_at limit $2)`,
    values: [toTimestamp(now - GOOD_FOR), limit],
  });
  return rowCount ?? 0;
}
