import { beyond, columnsOf, direction, isClosedById, wholeSet, type Walk } from './page-walk.ts';

/** How many closed tickets somebody follows are looked at where no index has them in the order of the page: the newest. */
const NEWEST = 500;
/** Likewise those that are theirs in each team that is not. */
const OWN_EACH = 50;

const SOURCE = 9;

/**
 * What `me` (a placeholder) sees because they follow it, as a source of a page. What is open is few, without what is theirs
 * anyway. What is closed grows without end: by id it is walked as far as the page goes, in another order the newest
 * five hundred are looked at. `conditions` are of `ticket t`; with `looksAtEach` a row that does not meet them may be an edge.
 * `elsewhere` leaves out what a walk of their teams finds.
 */
export const followed = (
  walk: Walk,
  me: string,
  { elsewhere, conditions }: { elsewhere: string; conditions: string[] },
  looksAtEach: boolean,
): string => {
  if (walk.query.view !== 'closed')
    return wholeSet(walk, 'followed f join ticket t on t.id = f.ticket_id', [elsewhere, ...conditions], SOURCE);
  if (!isClosedById(walk) || walk.order.bySeverity) {
    const newest = `select f.ticket_id from ticket_follower f where f.person_id = ${me} and not f.live
        order by f.ticket_id desc limit ${NEWEST}`;
    const own = `select o.id from team s cross join lateral (select t.id from ticket t where t.assignee_id = ${me}
        and t.team_id = s.id and t.status = 'closed' order by t.next_event_at desc, t.id desc limit ${OWN_EACH}) o`;
    // one by one: a few hundred are never worth a look at the whole table
    const from = `((${newest}) union (${own})) f cross join lateral
      (select n.* from ticket n where n.id = f.ticket_id offset 0) t`;
    return wholeSet(walk, from, [elsewhere, ...conditions], SOURCE);
  }
  const to = direction(walk.order);
  const kept = conditions.join(' and ');
  const place = beyond(walk).replaceAll('t.id', 'f.ticket_id');
  const theirs = `f.person_id = ${me} and not f.live and ${place}`;
  // theirs of their own teams come twice and are counted once: to leave them out here would be to pass over most
  if (!looksAtEach)
    return `(select ${columnsOf(walk.order, 'true', `${SOURCE}::bigint`)}
      from ticket_follower f join ticket t on t.id = f.ticket_id where ${theirs} and ${kept}
      order by f.ticket_id ${to} limit ${walk.most})`;
  const wanted = `${elsewhere} and t.assignee_id is distinct from ${me} and ${kept}`;
  return `(select ${columnsOf(walk.order, wanted, `${SOURCE}::bigint`)}
    from (select f.ticket_id from ticket_follower f where ${theirs} order by f.ticket_id ${to} limit ${walk.most}) f
      join ticket t on t.id = f.ticket_id)`;
};
