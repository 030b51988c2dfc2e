import { expect, test } from 'vitest';
import { instantOf, wallOf } from '#web/app/wall-time.ts';

test('what the clock of the reader says is the moment in their zone, on both sides of a change of clocks', () => {
  expect(instantOf('2026-10-24T09:30', 'Europe/Zagreb')).toBe(Date.UTC(2026, 9, 24, 7, 30));
  expect(instantOf('2026-10-25T09:30', 'Europe/Zagreb')).toBe(Date.UTC(2026, 9, 25, 8, 30));
  expect(instantOf('2026-03-08T04:00', 'America/New_York')).toBe(Date.UTC(2026, 2, 8, 8, 0));
});

test('every hour of a year comes back as it was, in zones of half an hour too', () => {
  for (const zone of ['Europe/Zagreb', 'Australia/Lord_Howe', 'Asia/Kolkata']) {
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 7 * 3_600_000) {
      expect(wallOf(instantOf(wallOf(at, zone), zone) ?? 0, zone)).toBe(wallOf(at, zone));
    }
  }
});

test('what is no date and time is no moment', () => {
  expect(instantOf('', 'UTC')).toBeNull();
  expect(instantOf('tomorrow', 'UTC')).toBeNull();
});
