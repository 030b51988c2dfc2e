import type { IntakeConditions, IntakeResult } from '#core/intake/rules.ts';
import type { MatrixConditions } from '#core/matrix/matrix.ts';
import { type Block } from './document-blocks.ts';
import { listOf } from './document-lengths.ts';
import type { DocumentSource } from './document-source.ts';
import type { DocumentWords } from './document-words.ts';

/** The intake rules as they are asked; nothing where nobody has published any. */
export const rulesBlocks = (source: DocumentSource, words: DocumentWords): Block[] => {
  const { intakeRules, names } = source;
  const { say } = words;
  if (intakeRules === null) return [];
  const head = ['rule', 'conditions', 'gives'].map((column) => say(`column.${column}`));
  const given = ({ topic, severity, teamId }: IntakeResult): string =>
    [
      ...(topic === undefined ? [] : [say('condition.topics', { values: topicWords(topic, source, words) })]),
      ...(severity === undefined ? [] : [say('condition.severities', { values: severity })]),
      ...(teamId === undefined ? [] : [say('condition.team', { values: names.team.get(teamId) ?? teamId })]),
    ].join('; ');
  const rows = intakeRules.rules.map(({ id, when, give }) => [id, conditionsOf(when, source, words), given(give)]);
  return [
    { type: 'heading', level: 2, text: say('section.intake') },
    { type: 'paragraph', text: say('intake.intro') },
    { type: 'table', head, rows },
  ];
};

/** The matrix, row by row, with what each gives. */
export const matrixBlocks = (source: DocumentSource, words: DocumentWords): Block[] => {
  const { matrix, plans } = source;
  const heading: Block = { type: 'heading', level: 2, text: words.say('section.matrix') };
  if (matrix === null) return [heading, { type: 'paragraph', text: words.say('no_matrix') }];
  const rows = [
    ...matrix.rows.map((row) => ({ id: row.id, when: row.when })),
    { id: words.say('otherwise'), when: {} },
  ];
  const head = ['row', 'conditions', 'policy', 'path'].map((column) => words.say(`column.${column}`));
  const cells = rows.map(({ id, when }, index) => {
    const plan = plans[index];
    return [id, conditionsOf(when, source, words), plan?.policy.name ?? '', plan?.path.name ?? ''];
  });
  return [heading, { type: 'paragraph', text: words.say('matrix.intro') }, { type: 'table', head, rows: cells }];
};

const topicWords = (topic: string, { matrix }: DocumentSource, { language }: DocumentWords): string =>
  matrix?.topicNames?.[topic]?.[language] ?? topic;

const conditionsOf = (
  when: MatrixConditions & IntakeConditions,
  source: DocumentSource,
  words: DocumentWords,
): string => {
  const {
    topics,
    severities,
    mailboxes,
    channels,
    fields = [],
    words: phrases,
    customerTiers,
    languages,
    hours,
  } = when;
  const languageNames = new Intl.DisplayNames(words.language, { type: 'language' });
  const lists: [string, string[] | undefined][] = [
    ['topics', topics?.map((topic) => topicWords(topic, source, words))],
    ['severities', severities],
    ['mailboxes', mailboxes],
    ['channels', channels?.map((channel) => words.say(`channel.${channel}`))],
    ['customerTiers', customerTiers],
    ['languages', languages?.map((language) => languageNames.of(language) ?? language)],
    ['words', phrases],
  ];
  const anyOf = (values: string[]): string => listOf(values, words.language, 'disjunction');
  const said = lists.flatMap(([name, values]) =>
    values === undefined ? [] : words.say(`condition.${name}`, { values: anyOf(values) }),
  );
  for (const { name, values } of fields) said.push(words.say('condition.field', { name, values: anyOf(values) }));
  if (hours !== undefined) said.push(words.say(`condition.hours_${hours.state}`, { calendar: hours.calendar }));
  return said.length === 0 ? words.say('always') : said.join('; ');
};
