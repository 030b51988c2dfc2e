import { expect, test } from 'vitest';
import { edgeCases } from '#scripts/gates/edge-cases.ts';
import { faultsOf } from '#scripts/gates/gate.ts';
import { healthy, plant, type Files } from './tree.ts';

const faultsIn = (files: Files): string[] =>
  faultsOf(edgeCases, plant(files)).map(({ where, says }) => `${where} ${says}`);
const list = 'docs/edge-cases.md';
const rows = healthy[list]!;
test('sees one that is not listed, one twice, and one whose file tests another', () => {
  const without = rows.replace(/^\| 7 .*\n/m, '');
  expect(faultsIn({ [list]: without })).toEqual([
    expect.stringContaining('has 0 rows of edge case 7'),
    expect.stringContaining('tests edge case 7, which docs/edge-cases.md lacks'),
  ]);
  expect(faultsIn({ [list]: `${rows}\n| 7 | again | \`test/cases.test.ts\` |` })).toHaveLength(1);
  const elsewhere = rows.replace(/^(\| 7 .*)cases\.test/m, '$1other.test');
  const other = { 'test/other.test.ts': "test('edge case 8: it', () => {});" };
  expect(faultsIn({ [list]: elsewhere, ...other })).toEqual([
    expect.stringContaining('says that test/other.test.ts tests edge case 7'),
  ]);
});

test('a test that only speaks of one in its words, or in a comment, is none of it', () => {
  const spoken = { 'test/cases.test.ts': "// edge case 1\ntest('unlike edge case 1', () => {});" };
  expect(faultsIn(spoken)).toHaveLength(35);
});
