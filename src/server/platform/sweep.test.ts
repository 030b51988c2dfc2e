import { expect, test } from 'vitest';
import { createLog } from '#server/platform/log.ts';
import { until } from '#server/platform/clock.ts';
import { startSweep, type SweepSource } from './sweep.ts';

/** A log that keeps what it is told. */
const logged = () => {
  const lines: { level: string; msg: string }[] = [];
  const log = createLog({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { log, lines };
};
const source = (parts: Partial<SweepSource>): SweepSource => ({
  name: 'things',
  act: async () => 0,
  nextDueMs: async () => null,
  ...parts,
});
const within = { withinMs: 5_000 };

test('batches are taken one after the other until nothing is due', async () => {
  let left = 450;
  const taken: number[] = [];
  const act = async (limit: number) => {
    const some = Math.min(limit, left);
    left -= some;
    if (some > 0) taken.push(some);
    return some;
  };
  const sweep = startSweep({ sources: [source({ act })], log: logged().log, workers: 1, helpers: 0 });
  expect(await until(() => left === 0, within)).toBe(true);
  await sweep.stop();
  expect(taken).toEqual([100, 100, 100, 100, 50]);
});

test('while there is more than a batch another worker helps, and then it goes', async () => {
  let left = 1_000;
  let [acting, most, idleMost] = [0, 0, 0];
  const act = async (limit: number) => {
    acting += 1;
    if (left > 0) most = Math.max(most, acting);
    else idleMost = Math.max(idleMost, acting);
    const some = Math.min(limit, left);
    left -= some;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    acting -= 1;
    return some;
  };
  let looks = 0;
  const nextDueMs = async () => {
    looks += 1;
    return null;
  };
  const sweep = startSweep({ sources: [source({ act, nextDueMs })], log: logged().log, workers: 1, helpers: 1 });
  expect(await until(() => left === 0 && acting === 0, within)).toBe(true);
  idleMost = 0;
  looks = 0;
  expect(await until(() => looks >= 3, within)).toBe(true);
  await sweep.stop();
  expect([most, idleMost]).toEqual([2, 1]);
});

test('an outage is said once, waited out, and its end is said', async () => {
  const { log, lines } = logged();
  let fails = 3;
  let acted = 0;
  const act = async () => {
    if (fails-- > 0) throw new Error('the database is away');
    acted += 1;
    return 0;
  };
  const sweep = startSweep({ sources: [source({ act })], log, workers: 1 });
  expect(await until(() => acted > 0, within)).toBe(true);
  await sweep.stop();
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    ['error', 'the sweep cannot work; it tries again until it can'],
    ['info', 'the sweep works again'],
  ]);
});

test('stopping waits for the batch in hand and takes no other', async () => {
  let finish = (): void => {};
  let begun = 0;
  let done = 0;
  const act = async () => {
    begun += 1;
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    done += 1;
    return 99;
  };
  const sweep = startSweep({ sources: [source({ act })], log: logged().log, workers: 1 });
  expect(await until(() => begun === 1, within)).toBe(true);
  const stopped = sweep.stop();
  finish();
  await stopped;
  expect([begun, done]).toEqual([1, 1]);
});

test('what another worker holds is not looked at without end', async () => {
  let looks = 0;
  const act = async () => {
    looks += 1;
    return 0;
  };
  const sweep = startSweep({
    sources: [source({ act, nextDueMs: async () => -60_000 })],
    log: logged().log,
    workers: 1,
  });
  expect(await until(() => looks >= 5, within)).toBe(true);
  await sweep.stop();
  // at most one look every 10 ms
  const before = looks;
  expect(before).toBeLessThan(10);
});

test('what is due next is asked of one source after the other, so that a worker needs one connection', async () => {
  let asking = 0;
  let most = 0;
  let rounds = 0;
  const nextDueMs = async (): Promise<null> => {
    asking += 1;
    most = Math.max(most, asking);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    asking -= 1;
    rounds += 1;
    return null;
  };
  const sources = [source({ nextDueMs }), source({ nextDueMs }), source({ nextDueMs })];
  const sweep = startSweep({ sources, log: logged().log, workers: 1 });
  expect(await until(() => rounds >= 6, within)).toBe(true);
  await sweep.stop();
  expect(most).toBe(1);
});
