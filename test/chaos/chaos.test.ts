import { expect, test } from 'vitest';
import { runChaos } from './chaos.ts';

const ROUNDS = process.env['BELAY_LONG'] === '1' ? 300 : 30;

test('whatever is killed with -9, every acknowledged input and mail is there once and every due step fired once', async () => {
  const report = await runChaos(ROUNDS);
  expect(report.faults.slice(0, 20)).toEqual([]);
  expect(report).toMatchObject({ limbo: { total: 0 }, stuck: 0 });
  // the kills fell on a Belay at work, and broke into things
  expect(report.acknowledged).toBeGreaterThan(10 * ROUNDS);
  expect(report.repeats).toBeGreaterThan(ROUNDS);
  expect(report.firings).toBeGreaterThan(ROUNDS);
  expect(report.withdrawn).toBeGreaterThan(0);
  // amid what takes many transactions, and what changes two tickets in one
  expect(report.amidRollouts).toBeGreaterThan(0);
  expect(Object.entries(report.amidTwo).filter(([, kills]) => kills === 0)).toEqual([]);
  // every kind of command, whoever gives it
  expect(Object.entries(report.done).filter(([, times]) => times === 0)).toEqual([]);
  expect(Math.min(report.mailsIn, report.joined, report.mailsCaught, report.mailsSent)).toBeGreaterThan(0);
  expect(report.rounds.belay + report.rounds.postgres + report.rounds.both).toBe(ROUNDS);
});
