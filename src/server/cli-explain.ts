import type { ClockExplanation, EventReason, Explanation, NextRule } from '#contract/explanation.ts';
import { FIRSTS, LASTS } from '#core/metrics/facts.ts';
import { SYSTEM } from '#core/people/roles.ts';
import { candidateLines, clockName, refusalLines, routingWords } from '#server/cli-explain-routing.ts';
import { cycleLines } from '#server/cli-explain-cycles.ts';
import { eventNumbers, logLines } from '#server/cli-explain-log.ts';
import { CommandFailed, findPlace, hasDatabase, withDatabase, WrongUse } from '#server/cli-place.ts';
import { loadWords, type Say } from '#server/cli-words.ts';
import { lengthWords, momentWords, type Moment } from '#server/cli-time.ts';
import { databaseClock } from '#server/platform/clock.ts';
import { createConfigCache } from '#server/sla/config-store.ts';
import { explainTicket, ticketOfNumber } from '#server/ticket/explain.ts';

type Wish = { zone: string | null; language: string | null };

/** `belay explain <number>`: who answers for a ticket and why, what happens next, how its time was counted, its log. */
export const explain = async (say: Say, tell: (text: string) => void, number: string, wish: Wish): Promise<void> => {
  if (!/^#?\d{1,15}$/.test(number)) throw new WrongUse(say('cli.explain.bad_number'));
  const words = wish.language === null ? say : await loadWords(wish.language);
  const moment = momentWords(words.locale, wish.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  if (moment === null) throw new WrongUse(say('cli.explain.bad_zone', { zone: wish.zone ?? '' }));
  const place = await findPlace();
  if (!hasDatabase(place)) throw new CommandFailed(words('cli.explain.none', { number }));
  const found = await withDatabase(place, async (db) => {
    const id = await ticketOfNumber(db, Number(number.replace('#', '')));
    if (id === null) return null;
    return explainTicket(db, { config: createConfigCache(), clock: databaseClock }, SYSTEM, id);
  });
  if (found === null) throw new CommandFailed(say('cli.explain.none', { number }));
  for (const line of explanationLines(words, found, moment)) tell(line);
};

/** An explanation as it is read. */
export const explanationLines = (say: Say, found: Explanation, moment: Moment): string[] => [
  `#${found.number}  ${found.subject}`,
  `${say(`web.status.${found.status}`)}, ${found.severity}`,
  '',
  responsibleLine(say, found),
  tierLine(say, found, moment),
  ...nextLines(say, found, moment),
  ...choiceLines(say, found),
  ...candidateLines(say, found, moment),
  ...found.clocks.flatMap((clock) => ['', ...clockLines(say, clock, found.now, moment)]),
  '',
  say('cli.explain.log'),
  // it begins later than the ticket did
  ...((found.log.items[0]?.seq ?? 1) > 1 ? [`  ${say('cli.explain.log_more')}`] : []),
  ...logLines(say, found, moment, (because) => reasonWords(say, because)),
  ...cycleLines(say, found, moment),
  ...numberLines(say, found, moment),
  ...refusalLines(say, found, moment),
];

const responsibleLine = (say: Say, { responsible: { person, team, because } }: Explanation): string =>
  say(`cli.explain.responsible.${because}`, { name: person?.name ?? '', team: team.name });

const tierLine = (say: Say, { tier: { stands: tier, moved } }: Explanation, moment: Moment): string =>
  moved === null
    ? say('cli.explain.tier.begun', { tier })
    : say(`cli.explain.tier.${moved.why}`, { tier, at: moment(moved.at), name: moved.person?.name ?? '' });

const choiceLines = (say: Say, { chosen: { sorted, matched } }: Explanation): string[] => [
  ...sorted.flatMap(({ part, rule, version, fields }) => [
    say(`cli.explain.sorted.${part}`, { rule, version }),
    ...fields.map((field) => `  ${say('cli.explain.sorted_field', field)}`),
  ]),
  ...(matched === null
    ? []
    : matched.row === null
      ? [say('cli.explain.matched_otherwise', { version: matched.version })]
      : [
          say('cli.explain.matched', {
            row: matched.row,
            version: matched.version,
            conditions: matched.conditions.map((field) => say(`config.field.${field}`)).join(', '),
            count: matched.conditions.length,
          }),
        ]),
];

const nextLines = (say: Say, { next, looksAt, now }: Explanation, moment: Moment): string[] => {
  const looks = looksAt === null ? [] : [say('cli.explain.looks', { at: moment(looksAt) })];
  if (next === null) return [say(looksAt === null ? 'cli.explain.closed' : 'cli.explain.nothing_next'), ...looks];
  const when = next.at < now ? 'cli.explain.was_next' : 'cli.explain.next';
  return [say(when, { at: moment(next.at), why: ruleWords(say, next.because) }), ...looks];
};

const ruleWords = (say: Say, rule: NextRule): string => {
  const length = (ms: number) => lengthWords(say.locale, ms);
  switch (rule.rule) {
    case 'target':
      return say('cli.explain.rule.target', {
        clock: clockName(say, rule.clock),
        target: length(rule.targetMs),
        policy: rule.policy.name,
        version: rule.policy.version,
        calendar: rule.calendar.name,
      });
    case 'step':
      return rule.next === null
        ? say('cli.explain.rule.path_over', { path: rule.path.name, version: rule.path.version })
        : say(rule.waited === null ? 'cli.explain.rule.first_step' : 'cli.explain.rule.step', {
            path: rule.path.name,
            version: rule.path.version,
            waited: rule.waited ?? '',
            wait: length(rule.waitMs ?? 0),
            next: rule.next,
          });
    case 'last_resort':
      return say('cli.explain.rule.last_resort', {
        path: rule.path.name,
        version: rule.path.version,
        every: length(rule.everyMs),
        people: rule.people.join(', '),
      });
    case 'loan':
      return say('cli.explain.rule.loan', {
        path: rule.path.name,
        version: rule.path.version,
        name: rule.person.name,
        within: length(rule.withinMs),
      });
    case 'approval':
      return say('cli.explain.rule.approval', {
        people: new Intl.ListFormat(say.locale, { type: 'conjunction' }).format(rule.people),
        within: length(rule.decideMs),
      });
    case 'leg':
      return say(`cli.explain.rule.leg.${rule.until}`, {
        people: new Intl.ListFormat(say.locale, { type: 'conjunction' }).format(rule.people),
        within: length(rule.withinMs),
      });
    case 'question':
      return say('cli.explain.rule.question', { within: length(rule.answerMs) });
    case 'snooze':
      return say('cli.explain.rule.snooze', { name: rule.person.name });
    case 'close':
    case 'other':
      return say(`cli.explain.rule.${rule.rule}`);
  }
};

const MOMENTS = new Set<string>([...FIRSTS, ...LASTS]);

/** What reports count of the ticket, and by which events. */
const numberLines = (say: Say, { numbers }: Explanation, moment: Moment): string[] =>
  numbers.length === 0
    ? []
    : [
        '',
        say('cli.explain.numbers'),
        ...numbers.map(({ name, value, events }) =>
          say('cli.explain.number', {
            name: say(`metric.${name}`),
            value: MOMENTS.has(name) ? moment(value) : String(value),
            events: eventNumbers(say.locale, events),
          }),
        ),
      ];

const reasonWords = (say: Say, because: EventReason): string => {
  const length = (ms: number) => lengthWords(say.locale, ms);
  const path = 'path' in because ? { path: because.path.name, version: because.path.version } : {};
  switch (because.rule) {
    case 'clock':
      return say('cli.explain.why.clock', {
        policy: because.policy.name,
        version: because.policy.version,
        target: length(because.targetMs),
        calendar: because.calendar.name,
        calendarVersion: because.calendar.version,
        count: because.pauseIn.length,
        statuses: because.pauseIn.map((status) => say(`web.status.${status}`)).join(', '),
      });
    case 'path':
      return say('cli.explain.why.path', {
        ...path,
        by: because.chosenBy,
        policy: because.policy.name,
        policyVersion: because.policy.version,
        resumes: because.after === null ? 'no' : 'yes',
        after: because.after ?? '',
      });
    case 'step':
      return say('cli.explain.why.step', {
        ...path,
        number: because.number,
        cause: say(`cli.explain.cause.${because.cause}`),
        wait: length(because.waitMs),
        late: because.late ? 'yes' : 'no',
      });
    case 'step_empty':
      return say('cli.explain.why.step_empty', { ...path, number: because.number });
    case 'last_resort':
      return say('cli.explain.why.last_resort', {
        ...path,
        again: because.everyMs === null ? 'no' : 'yes',
        every: length(because.everyMs ?? 0),
      });
    case 'loan':
      return say('cli.explain.why.loan', {
        ...path,
        ends: because.withinMs === null ? 'no' : 'yes',
        within: length(because.withinMs ?? 0),
      });
    case 'leg':
      return say('cli.explain.why.leg', { accept: length(because.acceptMs), done: length(because.doMs) });
    case 'speed':
      return say('cli.explain.why.speed', { count: because.samples, most: length(because.mostMs) });
    default:
      return routingWords(say, because);
  }
};

const clockLines = (say: Say, clock: ClockExplanation, now: number, moment: Moment): string[] => {
  const length = (ms: number) => lengthWords(say.locale, ms);
  const { policy, calendar } = clock;
  const state = clock.outcome === null ? clock.state : clock.outcome;
  return [
    `${clockName(say, clock.kind)}: ${say(`cli.explain.clock.${state}`, { at: clock.dueAt === null ? '' : moment(clock.dueAt) })}`,
    `  ${say('cli.explain.clock.rule', {
      target: length(clock.targetMs),
      used: length(clock.usedMs),
      policy: policy.name,
      policyVersion: policy.version,
      calendar: calendar.name,
      calendarVersion: calendar.version,
      zone: clock.timeZone,
    })}`,
    ...(clock.cycle === 1
      ? []
      : [`  ${say('cli.explain.clock.cycles', { cycle: clock.cycle, breaches: clock.breaches })}`]),
    ...(clock.breachedAt === null ? [] : [`  ${say('cli.explain.clock.breached', { at: moment(clock.breachedAt) })}`]),
    ...(clock.breachCause === null ? [] : [`  ${say(`cli.explain.clock.cause.${clock.breachCause}`)}`]),
    ...(clock.complete ? [] : [`  ${say('cli.explain.clock.more')}`]),
    ...clock.spans.map(({ from, to, what }) => {
      const until = to >= now ? say('cli.explain.now') : moment(to);
      return `  ${moment(from)} – ${until}  ${say(`cli.explain.span.${what}`, { length: length(to - from) })}`;
    }),
  ];
};
