import { expect, test } from 'vitest';
import { timeScale } from '#web/escalation/time-scale.ts';

const HOUR = 3_600_000;

test('moments keep their order and fill the width', () => {
  const scale = timeScale([0, HOUR, 2 * HOUR], 600);
  expect(scale.x(0)).toBe(0);
  expect(scale.x(HOUR)).toBeCloseTo(300);
  expect(scale.x(2 * HOUR)).toBeCloseTo(600);
  expect(scale.folds).toEqual([]);
});

test('moments between two known ones lie between them', () => {
  const scale = timeScale([0, HOUR, 2 * HOUR], 600);
  expect(scale.x(HOUR / 2)).toBeCloseTo(150);
});

test('a weekend is folded, and said to be', () => {
  const friday = 0;
  const moments = [friday, HOUR, 2 * HOUR, 66 * HOUR, 67 * HOUR];
  const scale = timeScale(moments, 600);
  expect(scale.folds).toHaveLength(1);
  expect(scale.folds[0]).toMatchObject({ from: 2 * HOUR, to: 66 * HOUR });
  expect(scale.x(66 * HOUR) - scale.x(2 * HOUR)).toBeLessThan(400);
});

test('two moments seconds apart can still be told apart', () => {
  const scale = timeScale([0, 1_000, HOUR, 2 * HOUR], 600);
  expect(scale.x(1_000) - scale.x(0)).toBeGreaterThanOrEqual(30);
});

test('a single moment lies at the start', () => {
  expect(timeScale([HOUR], 600).x(HOUR)).toBe(0);
});

test('closed hours are a narrow band, however long they are', () => {
  const scale = timeScale([0, HOUR, 20 * HOUR, 21 * HOUR], 600, [{ from: 2 * HOUR, to: 19 * HOUR }]);
  const [band] = scale.folds;
  expect(band).toMatchObject({ from: 2 * HOUR, to: 19 * HOUR, isClosed: true });
  expect((band?.toX ?? 0) - (band?.fromX ?? 0)).toBe(16);
  expect(scale.x(21 * HOUR)).toBeCloseTo(600);
});
