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
  const mayBegin = beginningOf(parts);
  const asked = new Set(parts.map(({ term }) => term)).size;
  const known = new Map<string, Part | null>();
  const partOf = (word: string): Part | null => {
    // to look such a word up costs more than to fold it
    if (PLAIN.test(word)) return isAsked(word.toLowerCase(), parts) ?? null;
    const before = known.get(word);
    if (before !== undefined) return before;
    const part = isAsked(fold(word), parts) ?? null;
    if (known.size < KNOWN) known.set(word, part);
    return part;
  };
  return (text) => {
    const marks: Mark[] = [];
    const found = new Set<Term>();
    for (let at = wordFrom(text, 0, mayBegin); at < text.length; at = wordFrom(text, WORD.lastIndex, mayBegin)) {
      WORD.lastIndex = at;
      const match = WORD.exec(text);
      // of what comes after nothing would be shown
      if (match === null || (found.size === asked && match.index >= (marks[0]?.[0] ?? -SHOWN) + SHOWN)) break;
      const part = mayBegin(text.charCodeAt(match.index)) ? partOf(match[0]) : null;
      if (part === null) continue;
      marks.push([match.index, WORD.lastIndex]);
      found.add(part.term);
    }
    return { marks, terms: found };
  };
};
const KNOWN = 20_000;

/**
 * Where to look for the next word from `from` on, which is no place inside a word: most words are ASCII and cannot be one
 * that is asked for; they are passed over letter by letter, which takes half of the time of finding and cutting out each.
 */
const wordFrom = (text: string, from: number, mayBegin: (unit: number) => boolean): number => {
  let at = from;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (!isAsciiWord(unit)) {
      if (unit > 127) return at;
      at += 1;
      continue;
    }
    if (mayBegin(unit)) return at;
    const begin = at;
    while (isAsciiWord(text.charCodeAt(at))) at += 1;
    // a word that goes on beyond ASCII ends where only its letters can tell
    if (text.charCodeAt(at) > 127) return begin;
  }
  return at;
};

/** Digits and letters without accents; not what charCodeAt says after the end, NaN. */
const isAsciiWord = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57);

/** Whether a word with this first unit of UTF-16 can be one of `parts`: most cannot, and need not be cut out and folded. */
const beginningOf = (parts: Part[]): ((unit: number) => boolean) => {
  const letters = parts.flatMap(({ plain, stems }) => [plain, ...stems].map((each) => each.charCodeAt(0)));
  const asked = new Set(letters.flatMap((unit) => [unit, String.fromCharCode(unit).toUpperCase().charCodeAt(0)]));
  // a letter beyond ASCII may be folded into another
  return (unit) => unit > 127 || asked.has(unit);
};

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
