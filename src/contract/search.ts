import { z } from 'zod';
import { instant, personRef } from './common.ts';
import { ticketRow } from './ticket.ts';

/** Where in a ticket the words were found. */
export const SEARCH_FIELDS = [
  'number',
  'subject',
  'requester',
  'topic',
  'tag',
  'attachment',
  'message',
  'note',
] as const;

export const searchQuery = z.object({
  /**
   * Words (all must be found; the last one may be unfinished), "a phrase", -without, #1234, and operators: from: to:
   * status: severity: team: tag: topic: lang: clock: step>=2 tier:2 has:attachment.
   */
  q: z.string().max(1_000),
  /** Opaque; from the page before, for the same words. */
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export type SearchQuery = z.output<typeof searchQuery>;

/** Plain text with the places of what was found: pairs of begin and end, in UTF-16 units, ascending, never overlapping. */
export const highlight = z.object({
  field: z.enum(SEARCH_FIELDS),
  text: z.string(),
  marks: z.array(z.tuple([z.number().int(), z.number().int()])),
  /** Of a message or a note. */
  messageId: z.number().int().nullable(),
});
export type Highlight = z.infer<typeof highlight>;

export const searchPage = z.object({
  /** Best first among the newest two hundred that match, then among the two hundred before them, and so on. */
  tickets: z.array(z.object({ row: ticketRow, highlights: z.array(highlight) })),
  /** People whose name or address has the words; on the first page only. */
  people: z.array(personRef.extend({ email: z.string().nullable() })),
  nextCursor: z.string().nullable(),
  now: instant,
});
export type SearchPage = z.infer<typeof searchPage>;
