import type { InfiniteData, QueryKey } from '@tanstack/react-query';

/** How many tickets that were opened, and how many lists, can be read without a line. */
export const MOST_TICKETS = 200;
export const MOST_LISTS = 12;
/** Of a list two pages of a hundred; of a thread and a log, their newest. */
const MOST_PAGES: Record<string, number> = { tickets: 2, messages: 3, events: 3 };

const OF_A_TICKET: readonly unknown[] = ['ticket', 'messages', 'events', 'hours'];
const OF_THE_DESK: readonly unknown[] = ['me', 'people', 'notices', 'tickets'];

/** Whether what was read under this key can be read again without a line. */
export const isKept = ([kind, which]: QueryKey): boolean =>
  OF_A_TICKET.includes(kind) || (OF_THE_DESK.includes(kind) && which !== 'related');

/** The ticket that a key is about; null when it is about none alone. */
export const ticketOf = ([kind, id]: QueryKey): number | null =>
  OF_A_TICKET.includes(kind) && typeof id === 'number' ? id : null;

export const nameOf = (key: QueryKey): string => JSON.stringify(key);
const keyOf = (name: string): QueryKey => JSON.parse(name) as QueryKey;

const isPaged = (data: unknown): data is InfiniteData<unknown> =>
  typeof data === 'object' && data !== null && 'pages' in data && 'pageParams' in data;

/** The part that is kept of what was read: of ten thousand rows the first two hundred. */
export function keptPart(key: QueryKey, data: unknown): unknown {
  const most = MOST_PAGES[String(key[0])];
  if (most === undefined || !isPaged(data)) return data;
  return { pages: data.pages.slice(0, most), pageParams: data.pageParams.slice(0, most) };
}

interface Listed {
  items?: { id: number; ticketId?: number }[];
}
const isAbout = (ticketId: number) => (one: { id: number; ticketId?: number }) => (one.ticketId ?? one.id) === ticketId;

/** Kept lists of tickets or of notices without one ticket; null when nothing in them is about it. */
export function withoutTicket(key: QueryKey, data: unknown, ticketId: number): unknown {
  if (key[0] !== 'tickets' && key[0] !== 'notices') return null;
  const pages = (isPaged(data) ? data.pages : [data]) as (Listed | undefined)[];
  if (!pages.some((page) => page?.items?.some(isAbout(ticketId)))) return null;
  const rest = pages.map((page) => ({ ...page, items: page?.items?.filter((one) => !isAbout(ticketId)(one)) }));
  return isPaged(data) ? { ...data, pages: rest } : rest[0];
}

export interface KeptName {
  name: string;
  /** When it was last read, in milliseconds. */
  at: number;
}

/** Which copies must go, given the newest first: those of the tickets and lists that were not looked at for longest. */
export function beyond(names: readonly KeptName[]): string[] {
  const tickets = new Set<number>();
  let lists = 0;
  return names
    .toSorted((a, b) => b.at - a.at)
    .filter(({ name }) => {
      const key = keyOf(name);
      const ticketId = ticketOf(key);
      if (ticketId !== null) {
        if (tickets.size < MOST_TICKETS) tickets.add(ticketId);
        return !tickets.has(ticketId);
      }
      if (key[0] !== 'tickets') return false;
      lists += 1;
      return lists > MOST_LISTS;
    })
    .map(({ name }) => name);
}
