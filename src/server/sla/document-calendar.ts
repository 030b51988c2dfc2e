import { DAY, type Instant } from '#core/time.ts';
import type { Block } from './document-blocks.ts';
import { listOf } from './document-lengths.ts';
import type { DocumentSource } from './document-source.ts';
import type { DocumentWords } from './document-words.ts';

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** A Monday. */
const MONDAY: Instant = 4 * DAY;

/** When a calendar is open, and on which days it is not as usual. */
export const calendarBlocks = ({ name, body }: DocumentSource['calendars'][number], words: DocumentWords): Block[] => {
  const { language, say } = words;
  const day = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const rows = WEEK.map((key, index) => {
    return [day.format(MONDAY + index * DAY), hoursOf(body.week?.[key] ?? [], words)];
  });
  const dated = (days: Record<string, [string, string][]> = {}): string[] =>
    Object.entries(days).map(([on, open]) =>
      say('calendar.on_date', { date: date.format(Date.parse(on)), hours: hoursOf(open, words) }),
    );
  const exceptions = [
    ['holidays', (body.holidays ?? []).map((each) => date.format(Date.parse(each)))],
    ['overrides', dated(body.overrides)],
    ['breaks', dated(body.breaks)],
  ] as const;
  return [
    { type: 'heading', level: 3, text: name },
    { type: 'paragraph', text: say('calendar.zone', { zone: body.timeZone }) },
    body.alwaysOpen === true
      ? { type: 'paragraph', text: say('calendar.always') }
      : { type: 'table', head: [say('column.day'), say('column.hours')], rows },
    ...exceptions.flatMap(([kind, dates]): Block[] =>
      dates.length === 0
        ? []
        : [{ type: 'paragraph', text: say(`calendar.${kind}`, { dates: listOf([...dates], language) }) }],
    ),
  ];
};

const hoursOf = (rows: readonly (readonly [string, string])[], { say }: DocumentWords): string =>
  rows.length === 0 ? say('calendar.closed') : rows.map(([from, until]) => `${from}–${until}`).join(', ');
