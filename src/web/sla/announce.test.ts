import { expect, test } from 'vitest';
import { alarms } from '#web/sla/announce.ts';

test('a clock is told of once when it turns critical and once when it is over', () => {
  expect(alarms(new Map([[7, 'soon']]), [{ number: 7, state: 'critical' }])).toEqual([
    { number: 7, state: 'critical' },
  ]);
  expect(alarms(new Map([[7, 'critical']]), [{ number: 7, state: 'critical' }])).toEqual([]);
  expect(alarms(new Map([[7, 'critical']]), [{ number: 7, state: 'over' }])).toEqual([{ number: 7, state: 'over' }]);
  expect(alarms(new Map([[7, 'over']]), [{ number: 7, state: 'over' }])).toEqual([]);
});

test('what is over and then has a new, near deadline is not told of again; a pause and a new alarm are', () => {
  expect(alarms(new Map([[7, 'over']]), [{ number: 7, state: 'critical' }])).toEqual([]);
  expect(alarms(new Map([[7, 'paused']]), [{ number: 7, state: 'over' }])).toEqual([{ number: 7, state: 'over' }]);
});

test('a ticket seen for the first time is silent', () => {
  expect(alarms(new Map(), [{ number: 7, state: 'over' }])).toEqual([]);
});
