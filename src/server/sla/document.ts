import type { Language } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { toMarkdown, type Block } from './document-blocks.ts';
import { calendarBlocks } from './document-calendar.ts';
import { listOf } from './document-lengths.ts';
import { matrixBlocks, rulesBlocks } from './document-matrix.ts';
import { pathBlocks } from './document-path.ts';
import { policyBlocks } from './document-policy.ts';
import type { DocumentSource } from './document-source.ts';
import { limitBlocks, skillBlocks, teamBlocks } from './document-team.ts';
import type { DocumentWords } from './document-words.ts';
import { diffLines } from './line-diff.ts';

/** The escalation document in one language: who gets which promise, who is called when, and what hours count. */
export const escalationDocument = (source: DocumentSource, words: DocumentWords, timeZone: string): Block[] => {
  const made = source.versions.map(({ kind, name, version }) =>
    words.say('made_from.one', { kind: words.say(`kind.${kind}`), name, version }),
  );
  return [
    { type: 'heading', level: 1, text: words.say('title') },
    { type: 'paragraph', text: words.say('as_of', { at: momentOf(source.at, words.language, timeZone) }) },
    ...rulesBlocks(source, words),
    ...matrixBlocks(source, words),
    { type: 'heading', level: 2, text: words.say('section.policies') },
    ...source.policies.flatMap((policy) => policyBlocks(policy, source, words)),
    { type: 'heading', level: 2, text: words.say('section.paths') },
    ...source.paths.flatMap((path) => pathBlocks(path, source, words)),
    ...teamBlocks(source, words),
    ...skillBlocks(source, words),
    ...limitBlocks(source, words),
    { type: 'heading', level: 2, text: words.say('section.calendars') },
    ...source.calendars.flatMap((calendar) => calendarBlocks(calendar, words)),
    { type: 'paragraph', text: words.say('made_from', { versions: listOf(made, words.language) }) },
  ];
};

/** The part of a document that says what changed since an older one. */
export const changesSince = (
  older: { at: Instant; blocks: Block[] },
  newer: Block[],
  { language, say }: DocumentWords,
  timeZone: string,
): Block[] => {
  const lines = documentChanges(older.blocks, newer);
  return [
    { type: 'heading', level: 2, text: say('changes.title', { at: momentOf(older.at, language, timeZone) }) },
    lines.length === 0 ? { type: 'paragraph', text: say('changes.none') } : { type: 'changes', lines },
  ];
};

/** Lines of its Markdown that came and went. */
const documentChanges = (older: Block[], newer: Block[]): { sign: '+' | '-'; text: string }[] =>
  // the moment itself and the numbers of versions are no change of what people are to do
  diffLines(toMarkdown(core(older)), toMarkdown(core(newer))).flatMap(({ sign, text }) =>
    sign === ' ' || text === '' ? [] : { sign, text },
  );

const core = (blocks: Block[]): Block[] => blocks.slice(2, -1);

/** A moment as people of a language read it, in a zone. */
const momentOf = (at: Instant, language: Language, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
