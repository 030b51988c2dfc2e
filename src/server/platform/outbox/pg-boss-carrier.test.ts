import { afterAll, expect, test } from 'vitest';
import { monotonicMs, until } from '#server/platform/clock.ts';
import { testDatabase } from '#test/harness/database.ts';
import { testLog } from '#test/harness/server.ts';
import { startCarrier } from './pg-boss-carrier.ts';

const db = await testDatabase({ empty: true });
const carrier = await startCarrier(db, testLog());
afterAll(() => carrier.stop());

const brought: { id: number; at: number }[] = [];
let fails = 0;
await carrier.work(async (outboxId) => {
  if (fails-- > 0) throw new Error('the database was away');
  brought.push({ id: outboxId, at: monotonicMs() });
});
const add = (...rows: { outboxId: number; delayMs: number }[]) => db.withTransaction((tx) => carrier.add(tx, rows));
const times = (id: number) => brought.filter((each) => each.id === id).length;
const arrives = (id: number, many = 1) => until(() => times(id) >= many, { withinMs: 15_000 });

test('an id is brought within about a second', async () => {
  const began = monotonicMs();
  await add({ outboxId: 1, delayMs: 0 });
  expect(await arrives(1)).toBe(true);
  expect(brought[0]!.at - began).toBeLessThan(3_000);
});

test('what is rolled back is not carried', async () => {
  await db
    .withTransaction(async (tx) => {
      await carrier.add(tx, [{ outboxId: 2, delayMs: 0 }]);
      throw new Error('refused after all');
    })
    .catch(() => {});
  await add({ outboxId: 3, delayMs: 0 });
  expect(await arrives(3)).toBe(true);
  expect(times(2)).toBe(0);
});

test('an id waits for its delay, and one that waits already is not carried twice', async () => {
  const began = monotonicMs();
  await add({ outboxId: 4, delayMs: 1_500 }, { outboxId: 5, delayMs: 0 });
  await add({ outboxId: 4, delayMs: 0 });
  expect(await arrives(4)).toBe(true);
  expect(brought.find((each) => each.id === 4)!.at - began).toBeGreaterThan(1_400);
  await add({ outboxId: 6, delayMs: 0 });
  expect(await arrives(6)).toBe(true);
  expect(times(4)).toBe(1);
});

test('a delivery that could not be attempted is brought again', async () => {
  fails = 1;
  await add({ outboxId: 7, delayMs: 0 });
  expect(await arrives(7)).toBe(true);
});
