import { nextForReader } from './awaited.ts';
import type { Reader } from './page-conditions.ts';
import { NEXT_FOR_READER, statusesOf, type PageQuery } from './page-query.ts';
import { UNHIDDEN, beyond, leadOf, rowOrder, type Walk } from './page-walk.ts';
import { isInvolved } from './sight.ts';
import { AWAITED_BY_MOMENT, FOLLOWED, OWED, heldOpen, holdsOrFollows } from './view-ids.ts';

/** A page merges so many stretches of indexes as they are read; of more the plan would cost more than it saves. */
const MOST_ARMS = 15;
/** Of what somebody held or followed so many closed tickets are looked at where no index has their order: the newest. */
const NEWEST = 500;

/** Of whom a page is; `few` rows of a stretch are enough where no index has its order. */
type Arms = { walk: Walk; reader: Reader; me: string; few: number };

/** Whether a page is of somebody's tickets alone, in an order that they are found in or are few enough for. */
export const isHolders = ({ view, assignee, sort }: PageQuery): boolean => {
  if (view === 'mine') return true;
  if (assignee === undefined || assignee.includes('none')) return false;
  return view === 'all' || view === 'waiting' || (view === 'closed' && sort !== 'updated' && sort !== 'severity');
};

/**
 * The stretches of a page, each SQL for rows of `ticket t` in the page's own order, to be merged as they are read; no
 * ticket is in two of them. Null where they are too many, or of teams that only the database knows.
 */
export const armsOf = (arms: Arms): string[] | null => {
  const { walk, reader, me } = arms;
  const { query, put } = walk;
  if (query.view === 'mine')
    return walk.order.key === NEXT_FOR_READER ? byMyNext(arms) : [holders(arms, me), taken(walk, me)];
  if (isHolders(query)) {
    const who = new Set(query.assignee!.map((each) => (each === 'me' ? me : put(each, 'bigint'))));
    return [...who].map((each) => (query.view === 'closed' ? ended(arms, each) : holders(arms, each)));
  }
  if (reader.sight.all) return null;
  const teams = reader.sight.teamIds.filter((id) => query.team === undefined || query.team.includes(id));
  const { eachStatus, is } = leadOf(walk);
  const statuses = eachStatus ? statusesOf(query) : [''];
  if (teams.length * statuses.length > MOST_ARMS) return null;
  const ofTeams = teams.flatMap((team) =>
    // another name than a person's id has: where both are the same number the statement stays the same
    statuses.map((status) => arm(walk, is(put(team, 'int8'), eachStatus ? put(status, 'text') : ''))),
  );
  return [...ofTeams, ...armsElsewhere(arms)];
};

/** What an agent holds or follows in teams that are not theirs, likewise. */
export const armsElsewhere = (arms: Arms): string[] => {
  const { walk, reader, me } = arms;
  const { query, put } = walk;
  if (reader.sight.all) return [];
  const mine = put(reader.sight.teamIds, 'bigint[]');
  const foreign = `t.team_id <> all(${mine})`;
  if (query.view === 'escalated') {
    // few climb at any moment: which of them are in sight is known by the index
    return [sorted(walk, `select t.id from ticket t where t.escalated and ${foreign} and ${holdsOrFollows(me)}`, [])];
  }
  if (query.view !== 'closed') {
    const follows = set(walk, [FOLLOWED, foreign, `t.assignee_id is distinct from ${me}`]);
    return query.view === 'unassigned' ? [follows] : [holders(arms, me, foreign), follows];
  }
  const follows = `ticket_follower f where f.person_id = ${me} and not f.live and f.aside`;
  const others = [foreign, `t.assignee_id is distinct from ${me}`];
  const { key, down } = walk.order;
  if (key !== null) {
    const newest = `select f.ticket_id as id from ${follows} order by f.ticket_id desc limit ${NEWEST}`;
    return [endedLately(arms, foreign), sorted(walk, newest, others)];
  }
  const place = beyond(walk).replaceAll('t.id', 'f.ticket_id');
  const theirs = `select f.ticket_id from ${follows} and ${place} order by f.ticket_id ${down ? 'desc' : 'asc'}`;
  const followed = `(select t.* from (${theirs}) f cross join lateral
      (select n.* from ticket n where n.id = f.ticket_id offset 0) t
    where ${others.join(' and ')} order by f.ticket_id ${down ? 'desc' : 'asc'} limit ${walk.most})`;
  return [ended(arms, me, foreign), followed];
};

/** A stretch of an index that has the order of the page. */
const arm = (walk: Walk, lead: string): string =>
  `(select t.* from ticket t where ${lead} and ${beyond(walk)} order by ${rowOrder(walk)} limit ${walk.most})`;

/** Somebody's open tickets: by next event along their index, in another order the first few of what it holds. */
const holders = (arms: Arms, who: string, also = 'true'): string => {
  const { walk, few } = arms;
  const within = `t.status = any(${walk.put(statusesOf(walk.query), 'text[]')})`;
  const lead = [heldOpen(who), also, seenOf(arms, who), inAskedTeam(walk), within, UNHIDDEN].join(' and ');
  if (walk.order.key === 't.next_event_at') return arm(walk, lead);
  const ids = `select t.id from ticket t where ${lead} and ${beyond(walk)} order by ${rowOrder(walk)} limit ${few}`;
  return sorted(walk, ids, []);
};

/** Somebody's closed tickets by id. What of another's is not in sight is passed over without being read. */
const ended = (arms: Arms, who: string, also = 'true'): string => {
  const { walk, few } = arms;
  const to = walk.order.down ? 'desc' : 'asc';
  const where = [endedOf(who), also, seenOf(arms, who), inAskedTeam(walk), UNHIDDEN, beyond(walk)].join(' and ');
  const ids = `select t.id from ticket t where ${where} order by t.next_event_at ${to}, t.id ${to} limit ${few}`;
  return sorted(walk, ids, []);
};

/** The newest of what the reader held and is closed, by its last change: no index has their order. */
const endedLately = ({ walk, me, few }: Arms, foreign: string): string => {
  const newest = `select t.id, t.last_event_at from ticket t where ${endedOf(me)} and ${foreign}
      and ${inAskedTeam(walk)} and ${UNHIDDEN}
    order by t.next_event_at desc, t.id desc limit ${NEWEST}`;
  return sorted(
    walk,
    `select t.id from (${newest}) t where ${beyond(walk)} order by ${rowOrder(walk)} limit ${few}`,
    [],
  );
};

/** Whether the reader sees a ticket that is somebody's. */
const seenOf = ({ walk, reader: { sight }, me }: Arms, who: string): string =>
  sight.all || who === me ? 'true' : isInvolved(me, walk.put(sight.teamIds, 'bigint[]'));

// where only the first few are taken, each of them must be one that is asked for
const inAskedTeam = ({ query: { team }, put }: Walk): string =>
  team === undefined ? 'true' : `t.team_id = any(${put(team, 'bigint[]')})`;

const endedOf = (who: string): string => `t.assignee_id = ${who} and t.next_event_at is null`;

/** Where somebody is waited for without holding the ticket. */
const taken = (walk: Walk, me: string): string => set(walk, [OWED, `t.assignee_id is distinct from ${me}`]);

/**
 * One's own tickets by what comes next for oneself: along their index as far as that is the ticket's own next event,
 * beside the few on which one is waited for.
 */
const byMyNext = (arms: Arms): string[] => {
  const { walk, me } = arms;
  const own = { ...arms, walk: { ...walk, order: { ...walk.order, key: 't.next_event_at' } } };
  const waiting = `${OWED} and (t.assignee_id is distinct from ${me} or ${AWAITED_BY_MOMENT})`;
  return [
    `(select t.*, t.next_event_at as next_for_reader from ${holders(own, me, `not (${AWAITED_BY_MOMENT})`)} t)`,
    `(select t.* from (select t.*, ${nextForReader(me)} as next_for_reader from ticket t where ${waiting}) t
      where ${beyond(walk)} order by ${rowOrder(walk)})`,
  ];
};

/** Few rows, sorted. */
const set = (walk: Walk, conditions: string[]): string =>
  `(select t.* from ticket t where ${[...conditions, beyond(walk)].join(' and ')} order by ${rowOrder(walk)})`;

/** The rows of few ids, sorted; read one by one, as a few are never worth a look at the whole table. */
const sorted = (walk: Walk, ids: string, conditions: string[]): string =>
  `(select t.* from (${ids}) i cross join lateral (select n.* from ticket n where n.id = i.id offset 0) t
    where ${[...conditions, beyond(walk)].join(' and ')} order by ${rowOrder(walk)})`;
