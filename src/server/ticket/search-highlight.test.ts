import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf, fold } from './search-highlight.ts';
import type { Term } from './search-query.ts';

const term = (plain: string, more: Partial<Term> = {}): Term => ({
  plain,
  stems: [],
  without: false,
  unfinished: false,
  phrase: false,
  ...more,
});

const word = fc.constantFrom(
  'Račun',
  'racun',
  'RAČUNI',
  'računala',
  'Ёлка',
  'елка',
  'Đak',
  'dak',
  'w9',
  'W9a',
  'e',
  'È',
);

test('the marks are of the words that are the same without accents and capitals, as far as is shown', () => {
  const asked = [term('racun', { stems: ['racun'] }), term('елка'), term('dak', { unfinished: true }), term('w9')];
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 80 }), (words) => {
      const marked = (plain: string) =>
        ['racun', 'racuni', 'racunala', 'елка', 'w9'].includes(plain) || plain.startsWith('dak');
      const expected = words.filter((each) => marked(fold(each)));
      const found = excerptOf(asked)('message', words.join(' '));
      if (expected.length === 0) return found === null;
      const { text, marks } = found!.highlight;
      const said = marks.map(([from, to]) => text.slice(from, to));
      expect(said.length).toBe(Math.min(20, text.split(' ').filter((each) => marked(fold(each))).length));
      expect(said).toEqual(expected.slice(0, said.length));
      expect(found!.terms).toEqual(new Set(asked.filter((each) => expected.some((one) => isOf(each, fold(one))))));
      return true;
    }),
  );
});

const piece = fc.constantFrom(
  'refund',
  'Refunds',
  'naïve',
  'naive',
  'ref\u0301und',
  'e',
  'É',
  '\u0301',
  'K',
  'w',
  '1',
  ' ',
  '-',
  '—',
  '\n',
  '🙂',
);

test('a word is marked whole, whatever stands beside it', () => {
  const asked = [term('refund'), term('naive', { unfinished: true }), term('e')];
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const words = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].filter(([each]) =>
        asked.some((one) => isOf(one, fold(each))),
      );
      const marks = words.map(({ index, 0: each }) => [index, index + each.length]);
      expect(excerptOf(asked)('message', text)?.highlight.marks ?? []).toEqual(marks.slice(0, 20));
    }),
    { numRuns: 500 },
  );
});

test('a word that stands far behind the first is known to be there, though it is not shown', () => {
  const [first, second] = [term('refund'), term('parcel')];
  const found = excerptOf([first, second])('message', `refund ${'and so on '.repeat(100)}parcel refund`);
  expect(found!.highlight.marks).toEqual([[0, 6]]);
  expect(found!.terms).toEqual(new Set([first, second]));
});

const isOf = ({ plain, stems, unfinished }: Term, folded: string): boolean =>
  folded === plain || (unfinished && folded.startsWith(plain)) || stems.some((stem) => folded.startsWith(stem));
