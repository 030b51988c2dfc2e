import type { Path, Step, StepTarget } from '#core/escalation/path.ts';
import { DO_MS } from '#core/leg/leg.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Duration } from '#core/time.ts';
import type { Block } from './document-blocks.ts';
import { lengthOf, listOf } from './document-lengths.ts';
import { gateWords, noticeWords, thresholdWords } from './document-notices.ts';
import type { DocumentSource } from './document-source.ts';
import { targetWords, triggerWords } from './document-targets.ts';
import type { DocumentWords } from './document-words.ts';

/** Who is called when on a path, and what else begins or holds a climb. */
export const pathBlocks = (path: Path, source: DocumentSource, words: DocumentWords): Block[] => {
  const { language, say } = words;
  const waited = (ms: Duration, countedIn: Step['waitIn']) =>
    say(`wait.${countedIn}`, { length: lengthOf(ms, language, countedIn) });
  const people = (ids: readonly number[]) =>
    listOf(
      ids.map((id) => source.names.person.get(id) ?? String(id)),
      language,
    );
  const calendar = source.calendars.find(({ versionId }) => versionId === path.calendarVersionId)?.name ?? '';
  const head = ['step', 'direction', 'called', 'wait'].map((column) => say(`column.${column}`));
  const rows = path.steps.map((step, index) => [
    `${index + 1}. ${nameOf(step, language)}`,
    say(`direction.${step.direction}`),
    calledWords(step, source, words),
    waited(step.waitMs, step.waitIn),
  ]);
  const { remindAfterMs, confirmWithinMs, loanIn, lastResortEveryMs } = path;
  const after = [
    ...(path.tellsNewcomers && path.steps.some(callsDuty) ? [say('path.newcomers')] : []),
    ...(path.repeat > 0 ? [say('path.repeat', { count: path.repeat })] : []),
    ...(remindAfterMs === null || confirmWithinMs === null
      ? []
      : [say('path.loan', { remind: waited(remindAfterMs, loanIn), confirm: waited(confirmWithinMs, loanIn) })]),
    ...(lastResortEveryMs === null
      ? []
      : [say('path.last_resort', { people: people(path.lastResort), every: lengthOf(lastResortEveryMs, language) })]),
  ];
  return [
    { type: 'heading', level: 3, text: path.name },
    { type: 'paragraph', text: say('path.calendar', { calendar }) },
    { type: 'table', head, rows },
    ...[...noticeWords(path, words), ...thresholdWords(path, words), ...gateWords(path, words), ...after].map(
      (text): Block => ({
        type: 'paragraph',
        text,
      }),
    ),
  ];
};

/** Whom a step calls, and what beside the wait before it decides when. */
const calledWords = (step: Step, source: DocumentSource, words: DocumentWords): string => {
  const { language, say } = words;
  const people = (targets: StepTarget[]) =>
    listOf(
      targets.map((target) => targetWords(target, source, words)),
      language,
    );
  const called = people(step.targets);
  const triggers = step.calledOn.map((trigger) => triggerWords(trigger, words));
  const { quietHours, promise } = step;
  return [
    step.fallback.length === 0 ? called : say('step.fallback', { called, fallback: people(step.fallback) }),
    ...(step.needs === 'approval' ? [say('step.approval')] : []),
    ...(step.needs === 'take_over'
      ? [say('step.take_over', { length: lengthOf(step.doMs ?? DO_MS, language, 'business') })]
      : []),
    ...(step.everyoneAcknowledges ? [say('step.everyone')] : []),
    ...(step.guarded ? [say('step.guarded')] : []),
    ...(triggers.length === 0 ? [] : [say('step.on', { triggers: listOf(triggers, language, 'disjunction') })]),
    ...(quietHours === null ? [] : [say('step.quiet', { from: timeOf(quietHours.from), to: timeOf(quietHours.to) })]),
    ...(promise === undefined
      ? []
      : [
          say('step.promise', {
            stage: say(`stage.${promise.stage}`),
            length: lengthOf(promise.doWithinMs, language, 'business'),
          }),
        ]),
  ].join('; ');
};

const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const callsDuty = ({ targets }: Step): boolean => targets.some(({ type }) => type === 'on_duty');

const nameOf = ({ name, names }: Step, language: Language): string => names?.[language] ?? name;
