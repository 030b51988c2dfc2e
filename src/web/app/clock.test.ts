import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hearServer, serverNow, shownMoment } from '#web/app/clock.ts';

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

test('the desk follows the clock of the server, not its own', () => {
  hearServer(5_000_000);
  vi.setSystemTime(1_002_500);
  expect(serverNow()).toBe(5_002_500);
});

test('two looks at one moment see the same, also across the turn of a second', () => {
  hearServer(5_000_999);
  const first = shownMoment();
  vi.setSystemTime(1_000_002);
  expect(shownMoment()).toBe(first);
  vi.setSystemTime(1_001_500);
  expect(shownMoment()).toBe(serverNow());
});
