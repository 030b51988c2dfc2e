import { expect, test } from 'vitest';
import { testDatabase } from '#test/harness/database.ts';
import { recordset } from './recordset.ts';

const db = await testDatabase({ empty: true });
const kept = recordset<{ id: number; at: number | null; words: string; told: number[]; body: object }>({
  id: 'bigint',
  at: 'timestamptz',
  words: 'text',
  told: 'bigint[]',
  body: 'jsonb',
});
const readBack = async (rows: Parameters<typeof kept.json>[0]) =>
  (await db.query(`select ${kept.columns} from ${kept.source}`, [kept.json(rows)])).rows;

test('rows come back as they were given, instants and lists among them', async () => {
  const rows = [
    {
      id: 9_007_199_254_740_991,
      at: 1_795_420_800_123,
      words: 'Žžž',
      told: [1, 2],
      body: { at: 5, deep: { at: [6] } },
    },
    { id: 2, at: null, words: '', told: [], body: {} },
  ];
  expect(await readBack(rows)).toEqual(rows);
});

test('text that PostgreSQL cannot hold is replaced, wherever it is', async () => {
  const rows = [{ id: 1, at: null, words: 'a\0b\uD800', told: [], body: { words: '\0' } }];
  expect(await readBack(rows)).toMatchObject([{ words: 'a\uFFFDb\uFFFD', body: { words: '\uFFFD' } }]);
});

test('what only looks like a code for what cannot be held is kept', async () => {
  const rows = [{ id: 1, at: null, words: '\\u0000 and \\ud800', told: [], body: { words: '\\\\u0000' } }];
  expect(await readBack(rows)).toEqual(rows);
});

test('nothing is sent of what is null, and it comes back as null', async () => {
  const rows = [{ id: 1, at: null, words: 'a', told: [], body: { of: null } }];
  expect(kept.json(rows)).toBe('[{"id":1,"words":"a","told":[],"body":{"of":null}}]');
  expect(await readBack(rows)).toEqual(rows);
});
