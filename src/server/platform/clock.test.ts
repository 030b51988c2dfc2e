import { expect, test } from 'vitest';
import { testDatabase } from '#test/harness/database.ts';
import { databaseClock, manualClock, monotonicMs, until } from './clock.ts';

const db = await testDatabase({ empty: true });

test('the database clock goes on inside a transaction, so who waited for a lock learns the time after it', async () => {
  const { begun, before, after } = await db.withTransaction(async (tx) => {
    const before = await databaseClock.now(tx);
    const moved = () => databaseClock.now(tx).then((now) => now > before);
    expect(await until(moved, { withinMs: 5_000, everyMs: 1 })).toBe(true);
    const { rows } = await tx.query('select now() as begun');
    return { begun: rows[0].begun, before, after: await databaseClock.now(tx) };
  });
  expect(Number.isInteger(before)).toBe(true);
  expect(after).toBeGreaterThan(before);
  expect(before).toBeGreaterThanOrEqual(begun);
});

test('a manual clock stands still, moves when told, and never back', async () => {
  const clock = manualClock(1_000);
  await db.withTransaction(async (tx) => {
    expect(await clock.now(tx)).toBe(1_000);
    clock.advance(500);
    expect(await clock.now(tx)).toBe(1_500);
  });
  clock.moveTo(2_000);
  expect(clock.current).toBe(2_000);
  expect(() => clock.moveTo(1_999)).toThrow('does not go back');
  expect(() => clock.advance(Number.NaN)).toThrow('does not go back');
});

test('waiting for a condition ends when it holds, or says that it never did', async () => {
  let asked = 0;
  expect(await until(() => (asked += 1) === 3, { withinMs: 5_000, everyMs: 1 })).toBe(true);
  expect(asked).toBe(3);
  const began = monotonicMs();
  expect(await until(() => false, { withinMs: 20, everyMs: 5 })).toBe(false);
  expect(monotonicMs() - began).toBeGreaterThanOrEqual(20);
});
