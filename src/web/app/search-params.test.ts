import { expect, test } from 'vitest';
import { parseSearch, stringifySearch } from '#web/app/search-params.ts';

test('several values of one name are repeated, so that the address reads like the request', () => {
  expect(stringifySearch({ severity: ['S1', 'S2'], team: [3], q: 'č & š', sort: undefined })).toBe(
    '?severity=S1&severity=S2&team=3&q=%C4%8D+%26+%C5%A1',
  );
});

test('what was written is read again', () => {
  expect(parseSearch('?severity=S1&severity=S2&team=3&q=%C4%8D+%26')).toEqual({
    severity: ['S1', 'S2'],
    team: '3',
    q: 'č &',
  });
});

test('nothing given is nothing written', () => {
  expect(stringifySearch({ q: '', team: [], sort: undefined })).toBe('');
  expect(parseSearch('')).toEqual({});
});
