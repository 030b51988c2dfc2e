import { expect, test } from 'vitest';
import { compileCalendar, isOpen, openSpans, type CalendarDefinition } from '#core/sla/business-hours.ts';
import { compiled } from '#test/random-calendar.ts';

const monday = (hour: number, minute = 0) => Date.UTC(2026, 0, 5, hour, minute);

const faults: [name: string, definition: CalendarDefinition, where: string, what: string][] = [
  ['a zone nobody knows', { timeZone: 'Mars/Olympus' }, 'timeZone', 'unknown_time_zone'],
  ['no zone', { timeZone: '' }, 'timeZone', 'unknown_time_zone'],
  ['a bare offset', { timeZone: '+01:00' }, 'timeZone', 'unknown_time_zone'],
  [
    'a row that ends before it starts',
    { timeZone: 'UTC', week: { tue: [['17:00', '09:00']] } },
    'week.tue[0]',
    'ends_before_it_starts',
  ],
  ['an empty row', { timeZone: 'UTC', week: { tue: [['09:00', '09:00']] } }, 'week.tue[0]', 'ends_before_it_starts'],
  [
    'hour 25',
    {
      timeZone: 'UTC',
      week: {
        mon: [
          ['08:00', '09:00'],
          ['25:00', '26:00'],
        ],
      },
    },
    'week.mon[1]',
    'bad_time',
  ],
  ['minute 60', { timeZone: 'UTC', week: { mon: [['08:00', '18:60']] } }, 'week.mon[0]', 'bad_time'],
  ['24:00 as an opening', { timeZone: 'UTC', week: { mon: [['24:00', '24:00']] } }, 'week.mon[0]', 'bad_time'],
  ['a minute past 24:00', { timeZone: 'UTC', week: { mon: [['08:00', '24:01']] } }, 'week.mon[0]', 'bad_time'],
  ['one digit for the hour', { timeZone: 'UTC', week: { mon: [['8:00', '17:00']] } }, 'week.mon[0]', 'bad_time'],
  [
    'a full weekday name',
    { timeZone: 'UTC', week: { monday: [['08:00', '17:00']] } as object },
    'week.monday',
    'unknown_weekday',
  ],
  ['30 February', { timeZone: 'UTC', holidays: ['2026-12-25', '2026-02-30'] }, 'holidays[1]', 'bad_date'],
  [
    '29 February of a common year',
    { timeZone: 'UTC', overrides: { '2026-02-29': [] } },
    'overrides.2026-02-29',
    'bad_date',
  ],
  ['a date the other way round', { timeZone: 'UTC', breaks: { '31-12-2026': [] } }, 'breaks.31-12-2026', 'bad_date'],
  [
    'a bad break',
    { timeZone: 'UTC', breaks: { '2026-12-31': [['12:00', '11:00']] } },
    'breaks.2026-12-31[0]',
    'ends_before_it_starts',
  ],
  [
    'always open with a holiday',
    { timeZone: 'UTC', alwaysOpen: true, holidays: ['2026-12-25'] },
    'alwaysOpen',
    'always_open_with_hours',
  ],
  [
    'more rows than a day can need',
    { timeZone: 'UTC', week: { mon: Array.from({ length: 97 }, () => ['08:00', '09:00'] as const) } },
    'week.mon',
    'too_many',
  ],
  ['more dates than a life', { timeZone: 'UTC', holidays: Array(10_001).fill('2026-12-25') }, 'holidays', 'too_many'],
];

test.each(faults)('%s is refused', (_name, definition, where, what) => {
  expect(compileCalendar(definition)).toEqual({
    ok: false,
    refusal: 'invalid_calendar',
    details: { where, what },
  });
});

test('overlapping rows are merged, whatever their order', () => {
  const rows = [
    ['12:00', '17:00'],
    ['08:00', '13:00'],
    ['09:00', '10:00'],
    ['17:00', '18:00'],
  ] as const;
  const calendar = compiled({ timeZone: 'UTC', week: { mon: rows } });
  expect(openSpans(calendar, monday(0), monday(24)).spans).toEqual([{ opens: monday(8), closes: monday(18) }]);
});

test('a break is taken out of the week, out of an override, and out of nothing on a holiday', () => {
  const calendar = compiled({
    timeZone: 'UTC',
    week: { mon: [['09:00', '17:00']], wed: [['09:00', '17:00']] },
    overrides: { '2026-01-06': [['10:00', '12:00']] },
    breaks: {
      '2026-01-05': [
        ['08:00', '09:30'],
        ['12:00', '13:00'],
      ],
      '2026-01-06': [['11:00', '14:00']],
      '2026-01-07': [['12:00', '13:00']],
    },
    holidays: ['2026-01-07'],
  });
  expect(openSpans(calendar, monday(0), monday(24 * 4)).spans).toEqual([
    { opens: monday(9, 30), closes: monday(12) },
    { opens: monday(13), closes: monday(17) },
    { opens: monday(34), closes: monday(35) },
  ]);
});

test('the name of a zone may be an old one, in any case', () => {
  for (const timeZone of ['Asia/Calcutta', 'asia/kolkata', 'Asia/Kolkata']) {
    const calendar = compiled({ timeZone, week: { mon: [['09:00', '17:00']] } });
    expect(isOpen(calendar, monday(3, 30))).toBe(true);
    expect(isOpen(calendar, monday(3, 29))).toBe(false);
  }
});
