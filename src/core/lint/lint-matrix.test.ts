import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lintConfig, type LintSubject } from '#core/lint/lint-config.ts';
import type { MatrixRow } from '#core/matrix/matrix.ts';
import { isOpen } from '#core/sla/business-hours.ts';
import { HOUR } from '#core/time.ts';
import { ALWAYS, calendar, OFFICE, row, subject, WITHIN, ZAGREB } from '#test/harness/lint-subject.ts';

const LONG = calendar(105, 'Long', {
  timeZone: 'Europe/Zagreb',
  week: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['06:00', '22:00']] as [string, string][]]),
  ),
});
/** As Zagreb, but shut on a day of the next summer. */
const FEAST = calendar(106, 'Feast', {
  timeZone: 'Europe/Zagreb',
  week: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, OFFICE])),
  holidays: ['2027-08-05'],
});
const inHours = (id: string, name: string, state: 'open' | 'closed' = 'open') =>
  row(id, { hours: { calendar: name, state } });
const ALL_HOURS = [ZAGREB, ALWAYS, LONG, FEAST];
const inAll = (...rows: MatrixRow[]): LintSubject => ({
  ...subject({ matrix: { ...subject().matrix!, rows } }),
  calendars: ALL_HOURS,
  activeCalendars: new Map(ALL_HOURS.map(({ name, versionId }) => [name, versionId])),
});

const found = (judged: LintSubject) =>
  lintConfig(judged).map(({ code, place }) => `${code} ${place.kind} ${place.field}`);

test('rows that are never reached because of when other hours are open', () => {
  expect(found(inAll(inHours('long', 'Long'), inHours('office', 'Zagreb')))).toEqual(['row_shadowed matrix rows.1']);
  expect(
    found(inAll(inHours('shut', 'Zagreb', 'closed'), inHours('long', 'Long'), row('mail', { channels: ['email'] }))),
  ).toEqual(['row_unreachable matrix rows.2', 'otherwise_unreachable matrix otherwise']);
  expect(found(inAll(inHours('all', 'Always'), row('mail', { channels: ['email'] })))).toEqual([
    'row_unreachable matrix rows.1',
    'otherwise_unreachable matrix otherwise',
  ]);
  // the other way round each has its hours, and one of them a single day
  expect(found(inAll(inHours('office', 'Zagreb'), inHours('long', 'Long')))).toEqual([]);
  expect(found(inAll(inHours('feast', 'Feast'), inHours('office', 'Zagreb')))).toEqual([]);
});

test('a row of the matrix is said to be never reached exactly when no moment and no severity reaches it', () => {
  const calendars = new Map([ZAGREB, LONG, ALWAYS].map((each) => [each.name, each.hours]));
  const moments = Array.from({ length: 14 * 24 }, (_, hour) => WITHIN.from + hour * HOUR);
  const rows = fc.array(
    fc.record({
      hours: fc.option(fc.tuple(fc.constantFrom(...calendars.keys()), fc.constantFrom('open' as const, 'closed')), {
        nil: undefined,
      }),
      severities: fc.option(fc.subarray(['S1', 'S2', 'S3', 'S4'] as const, { minLength: 1 }), { nil: undefined }),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(rows, (asked) => {
      const judged = inAll(
        ...asked.map(({ hours, severities }, index) =>
          row(`row ${index}`, {
            ...(severities === undefined ? {} : { severities }),
            ...(hours === undefined ? {} : { hours: { calendar: hours[0], state: hours[1] } }),
          }),
        ),
      );
      const reached = new Set<number>();
      for (const severity of ['S1', 'S2', 'S3', 'S4'] as const) {
        for (const at of moments) {
          reached.add(
            asked.findIndex(
              ({ hours, severities }) =>
                (severities?.includes(severity) ?? true) &&
                (hours === undefined || isOpen(calendars.get(hours[0])!, at) === (hours[1] === 'open')),
            ),
          );
        }
      }
      const said = lintConfig(judged).flatMap(({ place }) =>
        place.kind === 'matrix' ? Number(/^rows\.(\d+)/.exec(place.field ?? '')?.[1] ?? -1) : [],
      );
      const never = [...asked.keys(), ...(asked.length > 0 ? [-1] : [])].filter((index) => !reached.has(index));
      expect(new Set(said)).toEqual(new Set(never));
    }),
    { numRuns: 60 },
  );
});
