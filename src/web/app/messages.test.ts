import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { expect, test } from 'vitest';

const locales = import.meta.glob<Record<string, string>>('/locales/*.json', { eager: true, import: 'default' });
const sources = Object.values(
  import.meta.glob<string>(['/src/web/**/*.{ts,tsx}', '/src/contract/event-words.ts'], {
    eager: true,
    import: 'default',
    query: '?raw',
  }),
).join('\n');
const english = locales['/locales/en.json'] ?? {};
const shown = Object.keys(english).filter((key) => key.startsWith('web.'));

test('every message can be read', () => {
  expect(shown.length).toBeGreaterThan(100);
  const unreadable = Object.entries(english).filter(([, text]) => {
    try {
      return compileMessageOrThrow(text).length === 0;
    } catch {
      return true;
    }
  });
  expect(unreadable).toEqual([]);
});

test('every message is said somewhere: by its id, or by a family of ids that a code completes', () => {
  const unsaid = shown.filter((key) => {
    if (sources.includes(`'${key}'`) || sources.includes(`"${key}"`)) return false;
    const parts = key.split(/(?<=[._])/);
    return !parts.some((_, index) => index > 1 && sources.includes(`\`${parts.slice(0, index).join('')}\${`));
  });
  expect(unsaid).toEqual([]);
});

test('the words stand in the order of their ids, so that two changes seldom collide', () => {
  expect(Object.keys(english)).toEqual(Object.keys(english).toSorted());
});

test('no two clocks have the same letters', () => {
  for (const words of Object.values(locales)) {
    const letters = Object.entries(words).flatMap(([key, text]) => (key.startsWith('web.clock.letters.') ? text : []));
    expect(letters.length).toBeGreaterThan(10);
    expect(letters.toSorted()).toEqual([...new Set(letters)].toSorted());
  }
});
