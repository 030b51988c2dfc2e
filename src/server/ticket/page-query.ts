import { createHash } from 'node:crypto';
import type { ListQuery } from '#contract/list.ts';
import { SEVERITIES, type Severity, type TicketStatus } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** What a page is asked for: the contract's query, everything but view, sort and limit optional. */
export type PageQuery = Omit<ListQuery, 'counts' | 'cursor'> & { cursor?: string | undefined };

/** Where a page begins: after this row. `at` is the moment the sort goes by, null where it goes by id. */
export type PagePlace = { severity: Severity; at: Instant | null; id: number };

const OPEN = ['new', 'open', 'waiting_on_customer', 'on_hold', 'solved'] as const satisfies TicketStatus[];
const OWED = ['new', 'open', 'waiting_on_customer', 'on_hold'] as const satisfies TicketStatus[];

const STATUSES_OF: Record<PageQuery['view'], readonly TicketStatus[]> = {
  all: OPEN,
  mine: OWED,
  unassigned: OWED,
  escalated: OPEN,
  waiting: ['waiting_on_customer', 'on_hold'],
  closed: ['closed'],
};

/** The statuses a page may hold. */
export const statusesOf = ({ view, status }: Pick<PageQuery, 'view' | 'status'>): TicketStatus[] =>
  STATUSES_OF[view].filter((each) => status === undefined || status.includes(each));

export const severitiesOf = ({ severity }: Pick<PageQuery, 'severity'>): Severity[] =>
  SEVERITIES.filter((each) => severity === undefined || severity.includes(each));

/** What of one's own tickets comes next for oneself, which is not always what comes next of the ticket. */
export const NEXT_FOR_READER = 't.next_for_reader';

/**
 * How a page is ordered. `key` is what rows of `ticket t` are compared by before their id; the ends of `severity` are
 * compared before both. Closed tickets have no next event: there the newest comes first.
 */
export type PageOrder = { key: string | null; bySeverity: boolean; down: boolean };

export const orderOf = ({ view, sort, clock }: PageQuery): PageOrder => {
  const next = view === 'mine' ? NEXT_FOR_READER : 't.next_event_at';
  switch (sort) {
    case 'newest':
      return { key: null, bySeverity: false, down: true };
    case 'oldest':
      return { key: null, bySeverity: false, down: false };
    case 'updated':
      return { key: 't.last_event_at', bySeverity: false, down: true };
    case 'severity':
      return { key: view === 'closed' ? null : next, bySeverity: true, down: view === 'closed' };
    case 'next_event':
      if (view === 'closed') return { key: null, bySeverity: false, down: true };
      if (clock !== undefined)
        return { key: clock === 'paused' ? 'c.paused_at' : 'c.due_at', bySeverity: false, down: false };
      return { key: next, bySeverity: false, down: false };
  }
};

const VERSION = 1;

/** What a cursor belongs to: the same place among other tickets, or in another order, means nothing. */
const markOf = (query: PageQuery): string => {
  const parts = Object.entries({ ...query, cursor: undefined, limit: undefined }).filter(
    ([, value]) => value !== undefined,
  );
  const text = JSON.stringify(parts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
};

/** A place as the opaque text a client hands back with the same query. */
export const cursorOf = (query: PageQuery, { severity, at, id }: PagePlace): string =>
  Buffer.from(`${VERSION}.${markOf(query)}.${severity}.${at ?? ''}.${id}`).toString('base64url');

/** The place the query's cursor names; undefined without one, null when it is none of ours or was for another query. */
export const placeOf = (query: PageQuery): PagePlace | null | undefined => {
  if (query.cursor === undefined) return undefined;
  const text = Buffer.from(query.cursor, 'base64url').toString();
  const found = /^(\d+)\.([\w-]{8})\.(S[1-4])\.(-?\d{1,16}|Infinity|)\.(\d{1,16})$/.exec(text);
  if (found === null) return null;
  const [, version, mark, severity, at, id] = found;
  if (Number(version) !== VERSION || mark !== markOf(query)) return null;
  const place = { severity: severity as Severity, at: at === '' ? null : Number(at), id: Number(id) };
  const isMoment = place.at === null || place.at === Number.POSITIVE_INFINITY || Math.abs(place.at) <= 8.64e15;
  return isMoment && Number.isSafeInteger(place.id) ? place : null;
};

/**
 * Whether a page is asked for as most are, so that its plan is kept: planning costs more than reading, but a plan for each of
 * a thousand ways to filter would cost memory.
 */
export const isUsual = (query: PageQuery): boolean => {
  const { limit } = query;
  const filters = FILTERS.filter((filter) => query[filter] !== undefined);
  const few = (['team', 'assignee'] as const).every((filter) => (query[filter]?.length ?? 0) <= 1);
  return few && query.q === undefined && filters.length <= 2 && (limit === 50 || limit === 100);
};

const FILTERS = [
  'status',
  'severity',
  'assignee',
  'requester',
  'topic',
  'tag',
  'channel',
  'language',
  'clock',
  'q',
] as const satisfies (keyof PageQuery)[];

/** Whether more is asked for than a view, its teams and statuses. */
export const isFiltered = (query: PageQuery): boolean =>
  FILTERS.some((filter) => filter !== 'status' && filter !== 'clock' && filter !== 'q' && query[filter] !== undefined);
