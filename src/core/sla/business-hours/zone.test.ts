/// <reference lib="esnext.temporal" />
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findZone, resolveWall, segmentsOf } from '#core/sla/business-hours/zone.ts';
import { DAY, HOUR } from '#core/time.ts';

/** For `npm run test:long`, which asks fifty times as often. */
const LONG = { timeout: 300_000 };

const NAMES = Intl.supportedValuesOf('timeZone');

/** The platform's own list of one year's changes, as [moment, offset after it]. */
function platformChanges(name: string, year: number): [number, number][] {
  const changes: [number, number][] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0, 1) - 1).toZonedDateTimeISO(name);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds >= Date.UTC(year + 1, 0, 1)) return changes;
    if (next.offsetNanoseconds !== at.offsetNanoseconds)
      changes.push([next.epochMilliseconds, next.offsetNanoseconds / 1e6]);
    at = next;
  }
}

function ourChanges(name: string, year: number): [number, number][] {
  return segmentsOf(findZone(name)!, year)
    .filter(({ from }) => from >= Date.UTC(year, 0, 1) && from < Date.UTC(year + 1, 0, 1))
    .map(({ from, offset }) => [from, offset]);
}

// where two changes lie closest together, where a day is left out, and where offsets count seconds
const HARD: [string, number][] = [
  ['America/Recife', 2000],
  ['America/Noronha', 2000],
  ['Asia/Gaza', 2040],
  ['Asia/Hebron', 2054],
  ['Africa/Tunis', 1943],
  ['Europe/Vienna', 1945],
  ['Africa/Casablanca', 2026],
  ['Pacific/Apia', 2011],
  ['Pacific/Kwajalein', 1993],
  ['Africa/Monrovia', 1972],
  ['Europe/Amsterdam', 1937],
];

test.each(HARD)('%s in %i changes its clocks when the platform says so', (name, year) => {
  expect(platformChanges(name, year)).not.toEqual([]);
  expect(ourChanges(name, year)).toEqual(platformChanges(name, year));
});

test('every zone changes its clocks in every year when the platform says so', LONG, () => {
  const zoneYear = fc.tuple(fc.constantFrom(...NAMES), fc.integer({ min: 1900, max: 2299 }));
  fc.assert(
    fc.property(zoneYear, ([name, year]) => {
      expect(ourChanges(name, year)).toEqual(platformChanges(name, year));
    }),
  );
});

test('a wall time resolves to the first instant at which clocks show it or later', LONG, () => {
  const wall = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2060, 0, 1) });
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), wall, (name, anyWall) => {
      const change = Temporal.Instant.fromEpochMilliseconds(anyWall)
        .toZonedDateTimeISO(name)
        .getTimeZoneTransition('next');
      const nearChange = (change?.epochMilliseconds ?? anyWall) + (anyWall % (30 * HOUR)) - 15 * HOUR;
      for (const wall of [anyWall, nearChange]) {
        const at = resolveWall(findZone(name)!, wall);
        expect(wallAt(name, at)).toBeGreaterThanOrEqual(wall);
        for (let before = at - 1; before > at - 2 * DAY; before -= HOUR / 4) {
          expect(wallAt(name, before)).toBeLessThan(wall);
        }
      }
    }),
  );
});

test('a time skipped at New Year is found from the year it would have begun', () => {
  // Nepal began 1986 at a quarter past midnight
  const nepal = findZone('Asia/Kathmandu')!;
  expect(resolveWall(nepal, Date.UTC(1986, 0, 1, 0, 10))).toBe(Date.UTC(1985, 11, 31, 18, 30));
  expect(resolveWall(nepal, Date.UTC(1986, 0, 1, 0, 20))).toBe(Date.UTC(1985, 11, 31, 18, 35));
});

function wallAt(name: string, at: number): number {
  return at + Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name).offsetNanoseconds / 1e6;
}

test('a name nobody knows is no zone', () => {
  expect(findZone('Europe/Zagreb')?.name).toBe('Europe/Zagreb');
  expect(findZone('Europe/Atlantis')).toBeNull();
});
