import { diffLines } from './line-diff.ts';
import type { Path, Step, StepTarget, StepTrigger } from '#core/escalation/path.ts';
import { DO_MS } from '#core/leg/leg.ts';
import { never } from '#core/result.ts';
import type { MatrixConditions } from '#core/matrix/matrix.ts';
import type { Policy } from '#core/sla/policy.ts';
import { SEVERITIES, type Language } from '#core/ticket/ticket.ts';
import { DAY, type Duration, type Instant } from '#core/time.ts';
import { toMarkdown, type Block } from './document-blocks.ts';
import type { DocumentSource } from './document-source.ts';
import { lengthOf, listOf } from './document-lengths.ts';
import { gateWords, noticeWords } from './document-notices.ts';
import type { DocumentWords } from './document-words.ts';

/** The escalation document in one language: who gets which promise, who is called when, and what hours count. */
export const escalationDocument = (source: DocumentSource, words: DocumentWords, timeZone: string): Block[] => {
  const made = source.versions.map((each) => words.say('made_from.one', each));
  return [
    { type: 'heading', level: 1, text: words.say('title') },
    { type: 'paragraph', text: words.say('as_of', { at: momentOf(source.at, words.language, timeZone) }) },
    ...matrixBlocks(source, words),
    { type: 'heading', level: 2, text: words.say('section.policies') },
    ...source.policies.flatMap((policy) => policyBlocks(policy, source, words)),
    { type: 'heading', level: 2, text: words.say('section.paths') },
    ...source.paths.flatMap((path) => pathBlocks(path, source, words)),
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

const matrixBlocks = ({ matrix, plans }: DocumentSource, words: DocumentWords): Block[] => {
  const heading: Block = { type: 'heading', level: 2, text: words.say('section.matrix') };
  if (matrix === null) return [heading, { type: 'paragraph', text: words.say('no_matrix') }];
  const rows = [
    ...matrix.rows.map((row) => ({ id: row.id, when: row.when })),
    { id: words.say('otherwise'), when: {} },
  ];
  const topic = (name: string) => matrix.topicNames?.[name]?.[words.language] ?? name;
  const head = ['row', 'conditions', 'policy', 'path'].map((column) => words.say(`column.${column}`));
  const cells = rows.map(({ id, when }, index) => {
    const plan = plans[index];
    return [id, conditionsOf(when, topic, words), plan?.policy.name ?? '', plan?.path.name ?? ''];
  });
  return [heading, { type: 'paragraph', text: words.say('matrix.intro') }, { type: 'table', head, rows: cells }];
};

const conditionsOf = (when: MatrixConditions, topic: (name: string) => string, words: DocumentWords): string => {
  const { topics, severities, channels, customerTiers, languages, hours } = when;
  const languageNames = new Intl.DisplayNames(words.language, { type: 'language' });
  const lists: [string, string[] | undefined][] = [
    ['topics', topics?.map(topic)],
    ['severities', severities],
    ['channels', channels?.map((channel) => words.say(`channel.${channel}`))],
    ['customerTiers', customerTiers],
    ['languages', languages?.map((language) => languageNames.of(language) ?? language)],
  ];
  const said = lists.flatMap(([name, values]) =>
    values === undefined
      ? []
      : words.say(`condition.${name}`, { values: listOf(values, words.language, 'disjunction') }),
  );
  if (hours !== undefined) said.push(words.say(`condition.hours_${hours.state}`, { calendar: hours.calendar }));
  return said.length === 0 ? words.say('always') : said.join('; ');
};

const policyBlocks = ({ name, targets }: Policy, { calendars }: DocumentSource, words: DocumentWords): Block[] => {
  const head = [words.say('column.target'), ...SEVERITIES, words.say('column.calendar'), words.say('column.pauses')];
  const rows = targets.map(({ kind, targetMs, calendarVersionId, pauseIn }) => [
    words.has(`clock.${kind}`) ? words.say(`clock.${kind}`) : kind,
    ...SEVERITIES.map((severity) => lengthOf(targetMs[severity], words.language)),
    calendars.find(({ versionId }) => versionId === calendarVersionId)?.name ?? '',
    pauseIn.length === 0
      ? '–'
      : listOf(
          pauseIn.map((status) => words.say(`status.${status}`)),
          words.language,
        ),
  ]);
  return [
    { type: 'heading', level: 3, text: name },
    { type: 'table', head, rows },
  ];
};

const pathBlocks = (path: Path, source: DocumentSource, words: DocumentWords): Block[] => {
  const { language, say } = words;
  const length = (ms: Duration) => lengthOf(ms, language);
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
    say(`wait.${step.waitIn}`, { length: length(step.waitMs) }),
  ]);
  const { remindAfterMs, confirmWithinMs, lastResortEveryMs } = path;
  const after = [
    ...(path.repeat > 0 ? [say('path.repeat', { count: path.repeat })] : []),
    ...(remindAfterMs === null || confirmWithinMs === null
      ? []
      : [say('path.loan', { remind: length(remindAfterMs), confirm: length(confirmWithinMs) })]),
    ...(lastResortEveryMs === null
      ? []
      : [say('path.last_resort', { people: people(path.lastResort), every: length(lastResortEveryMs) })]),
  ];
  return [
    { type: 'heading', level: 3, text: path.name },
    { type: 'paragraph', text: say('path.calendar', { calendar }) },
    { type: 'table', head, rows },
    ...[...noticeWords(path, words), ...gateWords(path, words), ...after].map((text): Block => ({
      type: 'paragraph',
      text,
    })),
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
  const { quietHours } = step;
  return [
    step.fallback.length === 0 ? called : say('step.fallback', { called, fallback: people(step.fallback) }),
    ...(step.needs === 'approval' ? [say('step.approval')] : []),
    ...(step.needs === 'take_over' ? [say('step.take_over', { length: lengthOf(step.doMs ?? DO_MS, language) })] : []),
    ...(step.guarded ? [say('step.guarded')] : []),
    ...(triggers.length === 0 ? [] : [say('step.on', { triggers: listOf(triggers, language, 'disjunction') })]),
    ...(quietHours === null ? [] : [say('step.quiet', { from: timeOf(quietHours.from), to: timeOf(quietHours.to) })]),
  ].join('; ');
};

const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const triggerWords = (trigger: StepTrigger, { say }: DocumentWords): string => {
  switch (trigger.type) {
    case 'breach':
    case 'customer_wrote':
      return say(`trigger.${trigger.type}`);
    case 'at_risk':
      return say('trigger.at_risk', { percent: trigger.percent });
    case 'signal':
      return say('trigger.signal', { kind: trigger.kind });
    case 'request':
      return say('trigger.request', { reason: trigger.reason });
    case 'reasons':
      return say('trigger.reasons', { count: trigger.count });
    default:
      return never(trigger);
  }
};

const nameOf = ({ name, names }: Step, language: Language): string => names?.[language] ?? name;

const targetWords = (target: StepTarget, { names }: DocumentSource, { language, say }: DocumentWords): string => {
  const teamOf = (id: number | null) => (id === null ? say('team.own') : (names.team.get(id) ?? String(id)));
  const person = (id: number) => names.person.get(id) ?? String(id);
  switch (target.type) {
    case 'team':
    case 'lead':
      return say(`target.${target.type}`, { team: teamOf(target.teamId) });
    case 'tier':
      return say('target.tier', { team: teamOf(target.teamId), tier: target.tier });
    case 'skill':
      return say('target.skill', { skill: names.skill.get(target.skillId) ?? target.skillId, level: target.level });
    case 'manager':
      return target.personId === null
        ? say('target.manager_of_assignee')
        : say('target.manager', { person: person(target.personId) });
    case 'on_duty':
      return say('target.on_duty', { list: names.dutyList.get(target.dutyListId) ?? target.dutyListId });
    case 'rotation':
      return say('target.rotation', { people: listOf(target.personIds.map(person), language) });
    case 'channel':
      return say('target.channel', { name: target.channelId });
    case 'person':
      return person(target.personId);
    case 'role':
      return say(`target.role.${target.role}`);
    default:
      return never(target);
  }
};

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** A Monday. */
const MONDAY: Instant = 4 * DAY;

const calendarBlocks = ({ name, body }: DocumentSource['calendars'][number], words: DocumentWords): Block[] => {
  const { language, say } = words;
  const day = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const rows = WEEK.map((key, index) => {
    const open = (body.week?.[key] ?? []).map(([from, until]) => `${from}–${until}`);
    return [day.format(MONDAY + index * DAY), open.length === 0 ? say('calendar.closed') : open.join(', ')];
  });
  const holidays = (body.holidays ?? []).map((each) => date.format(Date.parse(each)));
  return [
    { type: 'heading', level: 3, text: name },
    { type: 'paragraph', text: say('calendar.zone', { zone: body.timeZone }) },
    body.alwaysOpen === true
      ? { type: 'paragraph', text: say('calendar.always') }
      : { type: 'table', head: [say('column.day'), say('column.hours')], rows },
    ...(holidays.length === 0
      ? []
      : [{ type: 'paragraph' as const, text: say('calendar.holidays', { dates: listOf(holidays, language) }) }]),
  ];
};

/** A moment as people of a language read it, in a zone. */
const momentOf = (at: Instant, language: Language, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
