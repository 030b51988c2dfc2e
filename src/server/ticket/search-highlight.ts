import type { Highlight } from '#contract/search.ts';
import type { Term } from './search-query.ts';

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const MARK = /\p{M}/gu;
// letters that no decomposition takes apart, as the database folds them
const FOLDED: Record<string, string> = {
  đ: 'd',
  ł: 'l',
  ø: 'o',
  ı: 'i',
  ð: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ё: 'е',
};
const PLAIN = /^[\da-z]+$/i;
const SPECIAL = /[đłøıðßæœþё]/g;
/** How much longer a word may be than the stem it shares with what was asked. */
const ENDING = 5;
const SHORTEST_STEM = 3;

/** A word as search compares it: lower case, without accents; й stays, as it is a letter of its own. */
export const fold = (word: string): string => {
  if (PLAIN.test(word)) return word.toLowerCase();
  const lower = word
    .normalize('NFC')
    .toLowerCase()
    .replace(SPECIAL, (letter) => FOLDED[letter]!);
  return /^[\p{Script=Cyrillic}]+$/u.test(lower) ? lower : lower.normalize('NFD').replace(MARK, '');
};

type Mark = [number, number];

const isAsked = (folded: string, parts: Part[]): Part | undefined =>
  parts.find(
    ({ plain, stems, unfinished }) =>
      folded === plain ||
      (unfinished && folded.startsWith(plain)) ||
      stems.some(
        (stem) => stem.length >= SHORTEST_STEM && folded.startsWith(stem) && folded.length - stem.length <= ENDING,
      ),
  );

type Part = { plain: string; stems: string[]; unfinished: boolean; term: Term };

/** The single words of what was asked, each knowing the term it is of. */
const partsOf = (terms: Term[]): Part[] =>
  terms
    .filter(({ without }) => !without)
    .flatMap((term) =>
      term.plain.split(/\s+/).map((plain) => ({ plain, stems: term.stems, unfinished: term.unfinished, term })),
    );

/** Where in `text` what was asked stands, and which terms that is of. */
type Marks = (text: string) => { marks: Mark[]; terms: Set<Term> };

/** Finds the words of `terms` in one text after the other; a word that comes again is not looked at again. */
const marksOf = (terms: Term[]): Marks => {
  const parts = partsOf(terms);
  const known = new Map<string, Part | undefined>();
  const partOf = (word: string): Part | undefined => {
    if (known.has(word)) return known.get(word);
    const part = isAsked(fold(word), parts);
    if (known.size < KNOWN) known.set(word, part);
    return part;
  };
  return (text) => {
    const marks: Mark[] = [];
    const found = new Set<Term>();
    WORD.lastIndex = 0;
    for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
      const part = partOf(match[0]);
      if (part === undefined) continue;
      marks.push([match.index, WORD.lastIndex]);
      found.add(part.term);
    }
    return { marks, terms: found };
  };
};
const KNOWN = 20_000;

/** Most letters of a text that are shown around what was found. */
const SHOWN = 240;
const BEFORE = 60;
const MOST_MARKS = 20;

/** A piece of a text around its first mark, on one line, with its marks; null when nothing that was asked stands in it. */
export type Excerpt = (
  field: Highlight['field'],
  text: string,
  messageId?: number | null,
) => { highlight: Highlight; terms: Set<Term> } | null;

/** How texts are cut where the words of `terms` stand. */
export const excerptOf = (terms: Term[]): Excerpt => {
  const marksIn = marksOf(terms);
  return (field, text, messageId = null) => {
    const { marks, terms: found } = marksIn(text);
    return marks[0] === undefined ? null : { highlight: cutAt(field, text, marks, messageId), terms: found };
  };
};

const cutAt = (field: Highlight['field'], text: string, marks: Mark[], messageId: number | null): Highlight => {
  const first = marks[0]!;
  const cut = text.length > SHOWN && first[0] > BEFORE;
  // begin with a whole word, and never inside a pair of surrogates
  const from = cut ? (/\s/u.exec(text.slice(first[0] - BEFORE, first[0]))?.index ?? BEFORE) + first[0] - BEFORE : 0;
  const begin = cut && from < first[0] ? from + 1 : cut ? first[0] : 0;
  const shown = text.slice(begin, begin + SHOWN).toWellFormed();
  const within = marks
    .map(([start, end]): Mark => [start - begin, end - begin])
    .filter(([start, end]) => start >= 0 && end <= shown.length)
    .slice(0, MOST_MARKS);
  // one letter for one: the places stay
  return { field, text: shown.replace(/[\s\0]/gu, ' '), marks: within, messageId };
};
