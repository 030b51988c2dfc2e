import type { LadderView, OutcomeView, SimulationView } from '#contract/simulation.ts';
import { clockName } from '#server/cli-explain-routing.ts';
import { ladderLines } from '#server/cli-simulate-ladder.ts';
import { lengthWords, type Moment } from '#server/cli-time.ts';
import type { Say } from '#server/cli-words.ts';

/** Most people, steps and tickets that are printed; `--json` has more. */
const SHOWN = 10;
/** From this hour of the evening until that of the morning people sleep. */
const [NIGHT_BEGINS, NIGHT_ENDS] = [22, 6];

/** A simulation as whoever answers for escalations reads it: what it comes to, for whom, and which tickets show it. */
export const simulationLines = (say: Say, found: SimulationView, moment: Moment): string[] => {
  const { live, draft, tickets, differ, examples } = found;
  return [
    say('cli.simulate.done', { tickets, from: moment(found.from), until: moment(found.until) }),
    ...assumedLines(say, found),
    '',
    ...shortLines(say, found),
    '',
    ...figureLines(say, live, draft),
    ...emptyLines(say, live, draft),
    ...overloadLines(say, live, draft),
    ...peopleLines(say, live, draft, moment),
    '',
    say('cli.simulate.differ', { differ }),
    ...faresLines(say, found),
    ...unlike(examples).flatMap((each) => ['', ...ladderLines(say, each, moment)]),
    '',
    say('cli.simulate.fingerprint', { live: live.fingerprint, draft: draft.fingerprint }),
  ];
};

/** What was taken to be so where the past does not say it. */
const assumedLines = (
  say: Say,
  { assumed: { answersAfterMs, replies, decides }, live, draft }: SimulationView,
): string[] => {
  const length = (ms: number): string => lengthWords(say.locale, ms);
  const asked = [live, draft].some(({ approvals }) => approvals.granted + approvals.refused + approvals.expired > 0);
  const answers =
    answersAfterMs === null
      ? say('cli.simulate.assumed_nobody')
      : say('cli.simulate.assumed_answers', { length: length(answersAfterMs) });
  const known = replies === 0 ? [answers, say('cli.simulate.no_replies')] : [answers];
  if (!asked) return known;
  if (decides === null) return [...known, say('cli.simulate.assumed_expires')];
  const { afterMs, of, verdict } = decides;
  return [...known, say(`cli.simulate.assumed_${verdict}`, { length: length(afterMs), of })];
};

const emptyOf = ({ empty }: OutcomeView): number => empty.reduce((sum, { times }) => sum + times, 0);
const atNight = ({ people }: OutcomeView): number =>
  people.reduce((sum, { byHour }) => sum + byHour.filter((_, hour) => isNight(hour)).reduce(add, 0), 0);
const isNight = (hour: number): boolean => hour >= NIGHT_BEGINS || hour < NIGHT_ENDS;
const add = (one: number, other: number): number => one + other;

/** What the draft comes to, in a few sentences. */
const shortLines = (say: Say, { live, draft }: SimulationView): string[] => {
  const compared = (what: 'missed' | 'calls' | 'night' | 'empty', of: (outcome: OutcomeView) => number): string[] => {
    const [one, other] = [of(live), of(draft)];
    if (one === 0 && other === 0 && what !== 'missed') return [];
    const how = other === one ? 'same' : other < one ? 'fewer' : 'more';
    return [say(`cli.simulate.short_${what}`, { how, count: Math.abs(other - one), live: one, draft: other })];
  };
  const isIn = ({ targets }: OutcomeView, clock: string): boolean => targets.some((each) => each.clock === clock);
  const isOfBoth = ({ clock }: OutcomeView['targets'][number]): boolean => isIn(live, clock) && isIn(draft, clock);
  const missed = ({ targets }: OutcomeView): number =>
    targets.filter(isOfBoth).reduce((sum, target) => sum + target.missed, 0);
  const onlyIn = (version: 'live' | 'draft', { targets }: OutcomeView): string[] =>
    targets
      .filter((target) => !isOfBoth(target))
      .map(({ clock, ...counts }) => say(`cli.simulate.only_${version}`, { clock: clockName(say, clock), ...counts }));
  return [
    ...compared('missed', missed),
    ...onlyIn('live', live),
    ...onlyIn('draft', draft),
    ...compared('calls', ({ people }) => people.reduce((sum, { calls }) => sum + calls, 0)),
    ...compared('night', atNight),
    ...compared('empty', emptyOf),
  ];
};

const faresLines = (say: Say, { differ, better, worse }: SimulationView): string[] => {
  if (differ === 0) return [];
  if (better + worse === 0) return [say('cli.simulate.fares_calls')];
  return [say('cli.simulate.fares', { better, worse, others: differ - better - worse })];
};

/** The first of each kind of difference: nobody reads ten tickets that show the same. */
const unlike = (examples: SimulationView['examples']): SimulationView['examples'] => {
  const kindOf = ({ missed, calls, approvals }: LadderView): string =>
    JSON.stringify([
      missed.map(({ clock }) => clock),
      calls.map(({ step, cause }) => [step, cause === 'not_decided']),
      approvals.map(({ why }) => why),
    ]);
  const kinds = new Map<string, SimulationView['examples'][number]>();
  for (const each of examples) {
    const kind = `${kindOf(each.live)} ${kindOf(each.draft)}`;
    if (!kinds.has(kind)) kinds.set(kind, each);
  }
  return [...kinds.values()].slice(0, SHOWN);
};

/** Columns of a table: what it is, then the live rules, the draft and what changes. */
const row = (say: Say, words: string, one: number, other: number): string => {
  const number = (value: number): string => value.toLocaleString(say.locale).padStart(9);
  const change = other - one;
  const sign = change === 0 ? '·' : `${change > 0 ? '+' : '−'}${Math.abs(change).toLocaleString(say.locale)}`;
  return `  ${words.padEnd(WORDS)}${number(one)} ${number(other)} ${sign.padStart(9)}`;
};
const WORDS = 38;

const figureLines = (say: Say, live: OutcomeView, draft: OutcomeView): string[] => {
  const clocks = [...new Set([...live.targets, ...draft.targets].map(({ clock }) => clock))];
  const of = ({ targets }: OutcomeView, clock: string) =>
    targets.find((target) => target.clock === clock) ?? { met: 0, missed: 0 };
  const line = (words: string, figure: (outcome: OutcomeView) => number): string =>
    row(say, words, figure(live), figure(draft));
  const some = (words: string, figure: (outcome: OutcomeView) => number): string[] =>
    figure(live) === 0 && figure(draft) === 0 ? [] : [line(words, figure)];
  return [
    headLine(say, ''),
    ...clocks.flatMap((clock) => {
      const name = { clock: clockName(say, clock) };
      return [
        line(say('cli.simulate.met', name), (outcome) => of(outcome, clock).met),
        line(say('cli.simulate.missed', name), (outcome) => of(outcome, clock).missed),
      ];
    }),
    line(say('cli.simulate.escalated'), ({ escalated }) => escalated),
    line(say('cli.simulate.calls'), ({ calls }) => calls),
    line(say('cli.simulate.last_resorts'), ({ lastResorts }) => lastResorts),
    line(say('cli.simulate.acknowledgements'), ({ acknowledgements }) => acknowledgements),
    ...some(say('cli.simulate.approvals_granted'), ({ approvals }) => approvals.granted),
    ...some(say('cli.simulate.approvals_refused'), ({ approvals }) => approvals.refused),
    ...some(say('cli.simulate.approvals_expired'), ({ approvals }) => approvals.expired),
    ...some(say('cli.simulate.breaks_given'), ({ people }) => people.reduce((sum, each) => sum + each.breaksGiven, 0)),
    ...some(say('cli.simulate.refused'), ({ refused }) => refused),
  ];
};

const headLine = (say: Say, words: string): string => {
  const heads = [say('cli.simulate.live'), say('cli.simulate.draft'), say('cli.simulate.change')];
  return `  ${words.padEnd(WORDS)}${heads.map((head) => head.padStart(9)).join(' ')}`;
};

const emptyLines = (say: Say, live: OutcomeView, draft: OutcomeView): string[] => {
  const steps = new Map([...draft.empty, ...live.empty].map(({ path, step }) => [`${path}, ${step}`, { path, step }]));
  const times = ({ empty }: OutcomeView, { path, step }: { path: string; step: string }): number =>
    empty.find((each) => each.path === path && each.step === step)?.times ?? 0;
  const lines = [...steps].slice(0, SHOWN).map(([name, step]) => row(say, name, times(live, step), times(draft, step)));
  return lines.length === 0 ? [] : ['', headLine(say, say('cli.simulate.empty')), ...lines];
};

const overloadLines = (say: Say, live: OutcomeView, draft: OutcomeView): string[] => {
  const lines = (version: 'live' | 'draft', { overloads }: OutcomeView): string[] =>
    overloads.slice(0, SHOWN).map(({ team, times, lastedMs }) => {
      const length = lengthWords(say.locale, lastedMs);
      return say('cli.simulate.overload_line', { team, times, length, version: say(`cli.simulate.${version}`) });
    });
  const all = [...lines('live', live), ...lines('draft', draft)];
  return all.length === 0 ? [] : ['', say('cli.simulate.overloads'), ...all];
};

const peopleLines = (say: Say, live: OutcomeView, draft: OutcomeView, moment: Moment): string[] => {
  const all = new Map([...draft.people, ...live.people].map((each) => [each.person.id, each]));
  if (all.size === 0) return ['', say('cli.simulate.nobody')];
  const callsOf = ({ people }: OutcomeView, id: number) => people.find(({ person }) => person.id === id);
  const lines = [...all.values()].slice(0, SHOWN).flatMap(({ person }) => {
    const [one, other] = [callsOf(live, person.id), callsOf(draft, person.id)];
    const { busiest, byHour, mostHeld } = (other ?? one)!;
    const most = { most: busiest.calls, at: moment(busiest.from), held: mostHeld };
    return [
      row(say, person.name, one?.calls ?? 0, other?.calls ?? 0),
      `    ${bars(byHour)}  ${say('cli.simulate.person', most)}`,
    ];
  });
  return ['', headLine(say, say('cli.simulate.people')), `    ${HOURS}  ${say('cli.simulate.by_hour')}`, ...lines];
};

const HOURS = '0     6     12    18    ';
const BARS = '▁▂▃▄▅▆▇█';

/** Calls of each hour of the day as a row of bars, none as a dot. */
const bars = (byHour: readonly number[]): string => {
  const most = Math.max(...byHour);
  return byHour.map((calls) => (calls === 0 ? '·' : BARS[Math.ceil((calls / most) * BARS.length) - 1]!)).join('');
};
