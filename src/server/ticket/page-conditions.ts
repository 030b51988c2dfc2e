import type { ClockState, View } from '#contract/list.ts';
import { MINUTE, type Instant } from '#core/time.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { severitiesOf, statusesOf, type PageQuery } from './page-query.ts';
import { notExcluded, sightOf, type PersonActor, type Sight } from './sight.ts';
import { OWED, isElsewhere } from './view-ids.ts';

/** Who reads, and when "now" is. */
export type Reader = { actor: PersonActor; sight: Sight; now: Instant };

export const readerAt = (actor: PersonActor, now: Instant): Reader => ({ actor, sight: sightOf(actor), now });

/** Collects the values of a statement and gives each its placeholder. */
export type Put = (value: unknown, type: string) => string;

/** The range of a running clock's due moment that a state means, as SQL; null = however early. */
const dueRange = (state: Exclude<ClockState, 'paused'>, reader: Reader, put: Put): [string | null, string] => {
  const { now } = reader;
  const at = (moment: Instant): string => put(toTimestamp(moment), 'timestamptz');
  switch (state) {
    case 'over':
      return [null, at(now - 1)];
    case '15m':
      return [at(now), at(now + 15 * MINUTE)];
    case '1h':
      return [at(now), at(now + 60 * MINUTE)];
    case 'today':
      return [at(now), endOfDay(reader, at(now), put)];
  }
};

/** When the day ends in which the reader lives. */
const endOfDay = ({ actor }: Reader, now: string, put: Put): string =>
  `(select (date_trunc('day', ${now} at time zone p.time_zone) + interval '1 day') at time zone p.time_zone
     - interval '1 millisecond' from person p where p.id = ${put(actor.personId, 'bigint')})`;

/** What makes `sla_clock c` be in a state; a target is missed strictly after its moment. */
export const clockIs = (state: ClockState, reader: Reader, put: Put): string => {
  if (state === 'paused') return `c.state = 'paused'`;
  const [from, to] = dueRange(state, reader, put);
  return `c.state = 'running' and c.due_at <= ${to}${from === null ? '' : ` and c.due_at >= ${from}`}`;
};

/**
 * What makes a clock with these columns one of a ticket that the reader sees, and of a team that is asked for. A clock that
 * has no team noted says so by its ticket.
 */
export const clockInSight = (
  id: string,
  team: string,
  { team: asked }: Pick<PageQuery, 'team'>,
  { sight }: Reader,
  put: Put,
): string[] => {
  const ofTeam = (teams: number[]) =>
    `coalesce(${team}, (select n.team_id from ticket n where n.id = ${id})) = any(${put(teams, 'bigint[]')})`;
  return [
    ...(sight.all ? [] : [`(${ofTeam(sight.teamIds)} or ${isElsewhere(id)})`]),
    ...(asked === undefined ? [] : [ofTeam(asked)]),
  ];
};

/** What makes `ticket t` belong to a view, beside its status. */
const belongs = (view: View, me: string): string[] => {
  switch (view) {
    case 'mine':
      return [`(t.assignee_id = ${me} or ${OWED})`];
    case 'unassigned':
      return ['t.assignee_id is null'];
    case 'escalated':
      return ['t.escalated'];
    case 'waiting':
    case 'all':
    case 'closed':
      return [];
  }
};

const assigneeIs = (wanted: NonNullable<PageQuery['assignee']>, me: string, put: Put): string => {
  const ids = wanted.filter((each) => typeof each === 'number');
  const ways = [
    ...(wanted.includes('me') ? [`t.assignee_id = ${me}`] : []),
    ...(wanted.includes('none') ? ['t.assignee_id is null'] : []),
    ...(ids.length > 0 ? [`t.assignee_id = any(${put(ids, 'bigint[]')})`] : []),
  ];
  return `(${ways.join(' or ')})`;
};

/** The filters that no order of an index helps with: `ticket t` is looked at and kept or not. */
export const restOf = (query: PageQuery, reader: Reader, me: string, put: Put): string[] => [
  ...(query.assignee === undefined ? [] : [assigneeIs(query.assignee, me, put)]),
  ...(query.requester === undefined ? [] : [`t.requester_id = any(${put(query.requester, 'bigint[]')})`]),
  ...(query.topic === undefined ? [] : [`t.topic = any(${put(query.topic, 'text[]')})`]),
  ...(query.tag === undefined ? [] : [`t.tags && ${put(query.tag, 'text[]')}`]),
  ...(query.channel === undefined ? [] : [`t.channel = any(${put(query.channel, 'text[]')})`]),
  ...(query.language === undefined ? [] : [`t.language = any(${put(query.language, 'text[]')})`]),
  ...(query.clock === undefined
    ? []
    : [
        `exists (select from sla_clock c where c.ticket_id = t.id and c.nearest
        and ${clockIs(query.clock, reader, put)})`,
      ]),
];

/** Everything a page asks of `ticket t` but sight. */
export const conditionsOf = (query: PageQuery, reader: Reader, me: string, put: Put): string[] => [
  `t.status = any(${put(statusesOf(query), 'text[]')})`,
  ...(query.severity === undefined ? [] : [`t.severity = any(${put(severitiesOf(query), 'text[]')})`]),
  ...(query.team === undefined ? [] : [`t.team_id = any(${put(query.team, 'bigint[]')})`]),
  ...belongs(query.view, me),
  ...restOf(query, reader, me, put),
  notExcluded(me),
];
