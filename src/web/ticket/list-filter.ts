import type { ClockState, Sort } from '#contract/list.ts';
import {
  CHANNELS,
  LANGUAGES,
  SEVERITIES,
  STATUSES,
  type Channel,
  type Language,
  type Severity,
  type TicketStatus,
} from '#core/ticket/ticket.ts';

export type { Sort };
/** How near the clock is to its end. */
export type Band = ClockState;
export const BANDS = ['over', '15m', '1h', 'today', 'paused'] as const satisfies readonly Band[];
export const SORTS = ['next_event', 'newest', 'oldest', 'updated', 'severity'] as const satisfies readonly Sort[];

/** Whose a ticket is: somebody's, the reader's own, nobody's. */
export type AssigneeFilter = number | 'me' | 'none';

/** What narrows a view; every field is any of its values, the fields together are all of them. */
export interface ListFilter {
  team?: number[] | undefined;
  status?: TicketStatus[] | undefined;
  severity?: Severity[] | undefined;
  assignee?: AssigneeFilter[] | undefined;
  requester?: number[] | undefined;
  topic?: string[] | undefined;
  tag?: string[] | undefined;
  channel?: Channel[] | undefined;
  language?: Language[] | undefined;
  clock?: Band | undefined;
  q?: string | undefined;
  sort?: Sort | undefined;
}

/** The fields that hold several values. */
export const MANY = [
  'team',
  'status',
  'severity',
  'assignee',
  'requester',
  'topic',
  'tag',
  'channel',
  'language',
] as const;
export type Many = (typeof MANY)[number];

const MOST_VALUES = 20;

const asList = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const some = <Value>(values: (Value | undefined)[]): Value[] | undefined => {
  const known = [...new Set(values.filter((value) => value !== undefined))].slice(0, MOST_VALUES);
  return known.length === 0 ? undefined : known;
};
const oneOf = <Value extends string>(known: readonly Value[], given: unknown): Value[] | undefined =>
  some(asList(given).map((value) => known.find((one) => one === value)));
const anId = (value: unknown): number | undefined => {
  const id = Number(value);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
};
const words = (given: unknown): string[] | undefined =>
  some(asList(given).map((value) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined)));

/** Reads a filter out of an address. What is no value of its field is left out: an address is typed by hand, too. */
export function readFilter(search: Record<string, unknown>): ListFilter {
  const given: ListFilter = {
    team: some(asList(search['team']).map(anId)),
    status: oneOf(STATUSES, search['status']),
    severity: oneOf(SEVERITIES, search['severity']),
    assignee: some(asList(search['assignee']).map((one) => (one === 'me' || one === 'none' ? one : anId(one)))),
    requester: some(asList(search['requester']).map(anId)),
    topic: words(search['topic']),
    tag: words(search['tag']),
    channel: oneOf(CHANNELS, search['channel']),
    language: oneOf(LANGUAGES, search['language']),
    clock: oneOf(BANDS, search['clock'])?.[0],
    q: words(search['q'])?.[0]?.slice(0, 200),
    sort: oneOf(SORTS, search['sort'])?.[0],
  };
  if (given.sort === 'next_event') given.sort = undefined;
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as ListFilter;
}

/** The filter with `value` of `field` switched on or off. */
export function toggled<Field extends Many>(
  filter: ListFilter,
  field: Field,
  value: NonNullable<ListFilter[Field]>[number],
): ListFilter {
  const before = (filter[field] ?? []) as (typeof value)[];
  const after = before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
  return { ...filter, [field]: after.length === 0 ? undefined : after };
}

/** Each value that narrows, in the order of the fields; what is shown as chips. */
export const narrowing = (filter: ListFilter): { field: Many; value: string | number }[] =>
  MANY.flatMap((field) => (filter[field] ?? []).map((value) => ({ field, value })));

/** Whether anything narrows the view; the order does not. */
export const isNarrowed = (filter: ListFilter): boolean =>
  narrowing(filter).length > 0 || filter.q !== undefined || filter.clock !== undefined;
