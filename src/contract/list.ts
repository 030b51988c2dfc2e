import { z } from 'zod';
import { MOST_TAG_LETTERS, MOST_TOPIC_LETTERS } from '#core/ticket/ticket.ts';
import { channel, idInUrl, instant, language, severity, status } from './common.ts';
import { ticketRow } from './ticket.ts';

/** What the rail offers; a team's queue is `all` with `team`. */
export const VIEWS = ['mine', 'unassigned', 'escalated', 'waiting', 'all', 'closed'] as const;
export type View = (typeof VIEWS)[number];

export const SORTS = ['next_event', 'newest', 'oldest', 'updated', 'severity'] as const;
export type Sort = (typeof SORTS)[number];

/** Where a ticket's clock stands: run out, running out soon (each includes the one before, never what ran out), or paused. */
export const CLOCK_STATES = ['over', '15m', '1h', 'today', 'paused'] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** How many tickets a number on the rail counts up to. */
export const COUNTED_UP_TO = 1_000;

const MOST_VALUES = 20;

/** A filter: one value, or several by repeating its name; several mean "any of them". */
const anyOf = <Item extends z.ZodType>(item: Item) =>
  z
    .union([z.array(item).max(MOST_VALUES), item])
    .transform((value) => [value].flat() as z.output<Item>[])
    .optional();

export const listQuery = z.object({
  view: z.enum(VIEWS).default('all'),
  team: anyOf(idInUrl),
  status: anyOf(status),
  severity: anyOf(severity),
  assignee: anyOf(z.union([z.enum(['me', 'none']), idInUrl])),
  requester: anyOf(idInUrl),
  topic: anyOf(z.string().min(1).max(MOST_TOPIC_LETTERS)),
  tag: anyOf(z.string().trim().toLowerCase().min(1).max(MOST_TAG_LETTERS)),
  channel: anyOf(channel),
  language: anyOf(language),
  clock: z.enum(CLOCK_STATES).optional(),
  /** Words, as in `/api/search`; the list keeps its own order and covers the newest thousand that match. */
  q: z.string().max(500).optional(),
  /** Of `closed`, `next_event` means the newest first. */
  sort: z.enum(SORTS).default('next_event'),
  /** Opaque; from the page before. It counts for the same filters and sort only. */
  cursor: z.string().max(400).optional(),
  /** A page may hold fewer, even none, while `nextCursor` leads on: a rare filter is looked for a stretch at a time. */
  limit: z.coerce.number().int().min(1).max(100).default(50),
  /** With `1` the answer also counts. */
  counts: z.enum(['0', '1']).default('0'),
});
export type ListQuery = z.output<typeof listQuery>;

/** Open tickets by how soon their clock runs out. */
export const pressure = z.object({
  over: z.number().int(),
  in15m: z.number().int(),
  in1h: z.number().int(),
  today: z.number().int(),
  paused: z.number().int(),
});
export type Pressure = z.infer<typeof pressure>;

export const ticketPage = z.object({
  items: z.array(ticketRow),
  nextCursor: z.string().nullable(),
  now: instant,
  /** Open tickets by view, for the rail; counted up to 1,000. */
  counts: z.partialRecord(z.enum(VIEWS), z.number().int()).optional(),
  /** Likewise counted up to 1,000. */
  pressure: pressure.optional(),
});
export type TicketPage = z.infer<typeof ticketPage>;
