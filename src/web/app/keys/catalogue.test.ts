import { expect, test } from 'vitest';
import { CATALOGUE } from '#web/app/keys/catalogue.ts';
import { clashes } from '#web/app/keys/clashes.ts';

const sources = Object.values(
  import.meta.glob<string>('/src/web/**/*.{ts,tsx}', { eager: true, import: 'default', query: '?raw' }),
).join('\n');

test('every key that a screen binds stands in the catalogue with the same title, keys and scope', () => {
  const bound = sources.matchAll(
    /\bid: '(?<id>[a-z._]+)',\s*title: '(?<title>[^']+)',\s*keys: \[(?<keys>[^\]]*)\],\s*scope: '(?<scope>\w+)'/g,
  );
  const found = [...bound].map(
    ({ groups = {} }) =>
      [
        groups['id'] ?? '',
        {
          title: groups['title'],
          keys: (groups['keys'] ?? '')
            .split(',')
            .map((key) => key.trim().replaceAll("'", ''))
            .filter((key) => key !== ''),
          scope: groups['scope'],
        },
      ] as const,
  );
  expect(found.length).toBeGreaterThan(15);
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(found.map(([id]) => [id, CATALOGUE[id] ?? `add ${id} to catalogue.ts`])),
  );
});

test('the usual keys clash nowhere', () => {
  expect([...clashes({ isOff: false, own: {} })]).toEqual([]);
});

test('a key given twice is named at both actions', () => {
  const found = clashes({ isOff: false, own: { 'list.work': ['e'] } });
  expect(found.get('list.work')).toBe('ticket.escalate');
  expect(found.get('ticket.escalate')).toBe('list.work');
});

test('the first key of a sequence cannot be a key of its own', () => {
  expect(clashes({ isOff: false, own: { 'list.work': ['g'] } }).has('list.work')).toBe(true);
});
