import type { ClockState, View } from '#contract/list.ts';
import { MINUTE, type Instant } from '#core/time.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { severitiesOf, statusesOf, type PageQuery } from './page-query.ts';
import { notExcluded, type PersonActor, type Sight } from './sight.ts';
import { OWED, isElsewhere } from './view-ids.ts';

/** Who reads, and the moments "now" and "the end of today" are for them. */
export type Reader = { actor: PersonActor; sight: Sight; now: Instant; today: Instant };

/** Collects the values of a statement and gives each its placeholder. */
export type Put = (value: unknown, type: string) => string;

/** The range of a running clock's due moment that a state means. */
export const dueRange = (state: Exclude<ClockState, 'paused'>, { now, today }: Reader): [Instant | null, Instant] => {
  switch (state) {
    case 'over':
      return [null, now - 1];
    case '15m':
      return [now, now + 15 * MINUTE];
    case '1h':
      return [now, now + 60 * MINUTE];
    case 'today':
      return [now, today];
  }
};

/** What makes `sla_clock c` be in a state; a target is missed strictly after its moment. */
export const clockIs = (state: ClockState, reader: Reader, put: Put): string => {
  if (state === 'paused') return `c.state = 'paused'`;
  const [from, to] = dueRange(state, reader);
  const begins = from === null ? '' : ` and c.due_at >= ${put(toTimestamp(from), 'timestamptz')}`;
  return `c.state = 'running' and c.due_at <= ${put(toTimestamp(to), 'timestamptz')}${begins}`;
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
