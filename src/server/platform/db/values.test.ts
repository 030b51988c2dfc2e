import { expect, test } from 'vitest';
import { NEVER } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { parseInt8, parseTimestamp, toTimestamp } from './values.ts';

const db = await testDatabase({ empty: true });
const moment = Date.UTC(2026, 10, 20, 17, 59, 59, 987);

test('a moment comes back from the database as it went in, to the millisecond', async () => {
  for (const each of [moment, 0, -1, Date.UTC(9999, 11, 31, 23, 59, 59, 999)]) {
    const { rows } = await db.query('select $1::timestamptz as at', [toTimestamp(each)]);
    expect(rows).toEqual([{ at: each }]);
  }
});

test('"no moment" is infinity there and NEVER here', async () => {
  const { rows } = await db.query("select $1::timestamptz as at, $1::timestamptz = 'infinity' as infinite", [
    toTimestamp(NEVER),
  ]);
  expect(rows).toEqual([{ at: NEVER, infinite: true }]);
});

test('the database cuts microseconds down, never up, so a moment read is never in the future', () => {
  expect(parseTimestamp('2026-11-20 17:59:59.987999+00')).toBe(moment);
  expect(parseTimestamp('1969-12-31 23:59:59.9991+00')).toBe(-1);
});

test('a session in another zone changes nothing', async () => {
  const rows = await db.withTransaction(async (tx) => {
    const found: unknown[] = [];
    for (const zone of ['Europe/Zagreb', 'Asia/Kolkata', 'America/St_Johns', 'UTC']) {
      await tx.query(`set local timezone = '${zone}'`);
      found.push((await tx.query('select $1::timestamptz as at', [toTimestamp(moment)])).rows[0].at);
    }
    return found;
  });
  expect(rows).toEqual([moment, moment, moment, moment]);
});

test('lists of moments and ids are read as numbers, with their gaps', async () => {
  const { rows } = await db.query(
    'select $1::timestamptz[] as at, array[1, null, 9007199254740991]::int8[] as ids, $2::date as day',
    [[toTimestamp(moment), null], '2026-11-20'],
  );
  expect(rows).toEqual([{ at: [moment, null], ids: [1, null, 9007199254740991], day: '2026-11-20' }]);
});

test('an id beyond 2^53 is an error, never a rounded number', async () => {
  expect(() => parseInt8('9007199254740993')).toThrow('beyond 2^53');
  await expect(db.query('select 9007199254740993::int8')).rejects.toThrow('beyond 2^53');
  expect((await db.query('select 1 as still_there')).rows).toEqual([{ still_there: 1 }]);
});

test('what is no moment for a database is refused before it gets there', () => {
  expect(() => toTimestamp(Number.NaN)).toThrow('not a moment');
  expect(() => toTimestamp(Date.UTC(10_000, 0, 1))).toThrow('not a moment');
  expect(() => parseTimestamp('20/11/2026 17:59')).toThrow('ISO style');
});

test('a library with tables of its own still gets dates as it knows them', async () => {
  const guest = db.guestPool('guest', 1);
  const { rows } = await guest.query('select $1::timestamptz as at, 5::int8 as n', [toTimestamp(moment)]);
  expect(rows).toEqual([{ at: new Date(moment), n: '5' }]);
});
