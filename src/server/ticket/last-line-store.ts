import type { TicketId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

const MOST_READ = 1_000;
const MOST_SHOWN = 200;

/** The first line of words, as a list shows the last that was said: its first 200 characters. `firstLine` reads the same. */
export const firstLineOf = (words: string): string => {
  const [line = ''] = beginning(words, MOST_READ)
    .replace(/^[ \t\r\n]+/, '')
    .split('\n', 1);
  return beginning(line, MOST_SHOWN);
};

/** The first characters of a text; what is longer than a unit of UTF-16 is one. */
const beginning = (text: string, most: number): string =>
  text.length <= most
    ? text
    : Array.from(text.slice(0, 2 * most))
        .slice(0, most)
        .join('');

/** SQL for the same; a message may be a megabyte: of what is long only the beginning is unpacked. */
export const firstLine = (words: string): string =>
  `left(split_part(ltrim(left(${words}, ${MOST_READ}), E' \\t\\r\\n'), E'\\n', 1), ${MOST_SHOWN})`;

/** SQL for what a list shows as the last line of `ticket t`: as it is kept, else read of the message. */
export const LAST_LINE = `coalesce(t.last_line, (select ${firstLine('m.visible_text')} from message m where m.id = t.last_message_id))`;

/** Lists show as the last line of these tickets what was said last in them. */
export async function showLastMessages(tx: Tx, ticketIds: TicketId[]): Promise<void> {
  if (ticketIds.length === 0) return;
  await tx.query({
    name: 'ticket_show_last',
    text: `update ticket t set (last_message_id, last_line) = (
             select m.id, ${firstLine('m.visible_text')} from message m
             where m.ticket_id = t.id and m.kind in ('message', 'reply', 'note')
               and m.delivery is distinct from 'cancelled' order by m.id desc limit 1)
           where t.id = any($1)`,
    values: [ticketIds],
  });
}
