import type { Requester, RequesterDetail } from '#contract/people.ts';
import type { PersonId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { inSight, notExcluded, sightOf, type PersonActor } from './sight.ts';

/** Candidates one page looks at: whoever sees few of a million requesters still gets an answer at once. */
const LOOKED_AT = 2_000;
const MOST_COUNTED = 1_000;

const COLUMNS = `p.id, p.name, p.email, p.language, p.time_zone as "timeZone", p.created_at as "createdAt",
  (select json_build_object('id', o.id, 'name', o.name) from organisation o where o.id = p.organisation_id)
    as organisation`;

// $1 the reader, $2 their teams, $3 whether they see everything
const OF_TICKETS = `from ticket_search s join ticket t on t.id = s.ticket_id
  where s.requester_id = p.id and ${notExcluded('$1')} and ($3 or ${inSight({ all: false, teamIds: [] }, '$1', '$2')})`;
const SEEN = `($3 or exists (select ${OF_TICKETS}))`;

const readerOf = (actor: PersonActor): [number, number[], boolean] => {
  const sight = sightOf(actor);
  return [actor.personId, sight.all ? [] : sight.teamIds, sight.all];
};

/**
 * Requesters, newest first, whose name or address holds `q`: those the reader sees a ticket of, and whoever's whole
 * address the reader knows. Looks at a bounded number: a page may be short before the last.
 */
export const findRequesters = async (
  db: Tx,
  actor: PersonActor,
  { q, before, limit }: { q: string; before: number; limit: number },
): Promise<{ items: Requester[]; next: number | null }> => {
  // what is a wildcard to `like` is no letter to search_plain
  const matches =
    q === '' ? `$6 = ''` : `search_plain(p.name || ' ' || coalesce(p.email, '')) like '%' || search_plain($6) || '%'`;
  const { rows } = await db.query<Requester & { seen: boolean }>({
    name: q === '' ? 'requesters_all' : 'requesters_like',
    text: `select ${COLUMNS}, coalesce(p.email = lower($6), false) or ${SEEN} as seen
           from person p where p.role = 'customer' and p.active and p.id < $4 and ${matches}
           order by p.id desc limit $5`,
    values: [...readerOf(actor), before, LOOKED_AT, q],
  });
  const items = rows.filter(({ seen }) => seen).slice(0, limit);
  const last = items.length === limit ? items.at(-1)!.id : rows.at(-1)?.id;
  const isAll = rows.length < LOOKED_AT && items.length < limit;
  return { items: items.map(({ seen: _seen, ...person }) => person), next: isAll ? null : (last ?? null) };
};

/** A requester the reader sees a ticket of, with how many; null when there is none such. */
export const readRequester = async (db: Tx, actor: PersonActor, id: PersonId): Promise<RequesterDetail | null> => {
  const counted = (which: string) =>
    `(select count(*) from (select ${OF_TICKETS} ${which} limit ${MOST_COUNTED}) counted)`;
  const { rows } = await db.query<RequesterDetail>({
    name: 'requester_read',
    text: `select ${COLUMNS}, p.legal_hold_at as "legalHoldAt", p.erased_at as "erasedAt", jsonb_build_object('open', ${counted(`and t.status not in ('solved', 'closed')`)},
             'all', ${counted('')}) as tickets
           from person p where p.id = $4 and p.role = 'customer' and ${SEEN}`,
    values: [...readerOf(actor), id],
  });
  return rows[0] ?? null;
};

/** Values in use among the newest tickets the reader sees, the most used first. */
export const valuesInUse = async (
  db: Tx,
  actor: PersonActor,
  what: 'topic' | 'tag',
): Promise<{ value: string; tickets: number }[]> => {
  const sight = sightOf(actor);
  const value = what === 'topic' ? 't.topic' : 'tag';
  const { rows } = await db.query<{ value: string; tickets: number }>({
    name: `ticket_values_${what}_${sight.all ? 'all' : 'some'}`,
    text: `select ${value} as value, count(*)::int as tickets
           from (select * from ticket order by id desc limit 5000) t ${what === 'tag' ? 'cross join lateral unnest(t.tags) tag' : ''}
           where ${inSight(sight, '$1', '$2')} ${sight.all ? 'and $2::bigint[] is not null' : ''}
           group by 1 order by 2 desc, 1 limit 200`,
    values: [actor.personId, sight.all ? [] : sight.teamIds],
  });
  return rows;
};
