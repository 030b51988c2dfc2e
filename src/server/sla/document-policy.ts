import type { Policy, Target } from '#core/sla/policy.ts';
import { CLOSES_AFTER } from '#core/ticket/draft.ts';
import { SEVERITIES } from '#core/ticket/ticket.ts';
import type { Block } from './document-blocks.ts';
import { lengthOf, listOf } from './document-lengths.ts';
import type { DocumentSource } from './document-source.ts';
import type { DocumentWords } from './document-words.ts';

/** What a policy promises, and what becomes of it. */
export const policyBlocks = (policy: Policy, source: DocumentSource, words: DocumentWords): Block[] => {
  const { language, say } = words;
  const { name, targets, pathVersionId, reopen = 'resume', merge = 'own', closesAfterMs = CLOSES_AFTER } = policy;
  const columns = ['calendar', 'pauses', 'warned'].map((column) => say(`column.${column}`));
  const rows = targets.map((target) => [
    goalWords(target, words),
    ...SEVERITIES.map((severity) => lengthOf(target.targetMs[severity], language, 'business')),
    source.calendars.find(({ versionId }) => versionId === target.calendarVersionId)?.name ?? '',
    listOr(
      target.pauseIn.map((status) => say(`status.${status}`)),
      words,
    ),
    listOr(warningWords(target, words), words),
  ]);
  const climbs = policy.policyChangeClimbs ?? true;
  return [
    { type: 'heading', level: 3, text: name },
    { type: 'paragraph', text: say('policy.path', { path: source.pathNames.get(pathVersionId) ?? '' }) },
    { type: 'table', head: [say('column.target'), ...SEVERITIES, ...columns], rows },
    ...[
      say(`policy.reopen.${reopen}`),
      say('policy.closes', { length: lengthOf(closesAfterMs, language) }),
      say(`policy.merge.${merge}`),
      say(climbs ? 'policy.change_climbs' : 'policy.change_silent'),
    ].map((text): Block => ({ type: 'paragraph', text })),
  ];
};

const goalWords = ({ kind, id, includeFirst, fromCreation }: Target, { say }: DocumentWords): string =>
  [
    say(`clock.${kind}`) + (id === undefined ? '' : ` (${id})`),
    ...(includeFirst === true ? [say('goal.include_first')] : []),
    ...(fromCreation === true ? [say('goal.from_creation')] : []),
  ].join('; ');

const warningWords = ({ warnPercents, warnBeforeMs = [] }: Target, { language, say }: DocumentWords): string[] => [
  ...warnPercents.map((percent) => say('warn.percent', { percent })),
  ...warnBeforeMs.map((ms) => say('warn.before', { length: lengthOf(ms, language, 'business') })),
];

const listOr = (values: string[], { language }: DocumentWords): string =>
  values.length === 0 ? '–' : listOf(values, language);
