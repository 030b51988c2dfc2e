import { expect, test } from 'vitest';
import { isNarrowed, narrowing, readFilter, toggled } from '#web/ticket/list-filter.ts';

test('an address is read as a filter; one value or several', () => {
  expect(readFilter({ severity: ['S1', 'S2'], team: '3', assignee: ['me', '12'], q: ' refund ' })).toEqual({
    severity: ['S1', 'S2'],
    team: [3],
    assignee: ['me', 12],
    q: 'refund',
  });
});

test('what is no value of its field is left out, a value twice counts once', () => {
  expect(readFilter({ severity: ['S9', 'S1', 'S1'], team: ['-1', 'x'], clock: 'never', tag: '' })).toEqual({
    severity: ['S1'],
  });
});

test('the usual order is not written into the address', () => {
  expect(readFilter({ sort: 'next_event' })).toEqual({});
  expect(readFilter({ sort: 'oldest' })).toEqual({ sort: 'oldest' });
});

test('a value is switched on and off; the last one takes its field along', () => {
  const one = toggled({}, 'severity', 'S1');
  expect(one).toEqual({ severity: ['S1'] });
  expect(toggled(one, 'severity', 'S2')).toEqual({ severity: ['S1', 'S2'] });
  expect(toggled(one, 'severity', 'S1')).toEqual({ severity: undefined });
});

test('chips come in the order of the fields; an order alone narrows nothing', () => {
  expect(narrowing({ tag: ['refund'], team: [3] })).toEqual([
    { field: 'team', value: 3 },
    { field: 'tag', value: 'refund' },
  ]);
  expect(isNarrowed({ sort: 'oldest' })).toBe(false);
  expect(isNarrowed({ q: 'refund' })).toBe(true);
});
