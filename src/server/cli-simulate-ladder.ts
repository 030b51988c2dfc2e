import type { LadderView, SimulationView } from '#contract/simulation.ts';
import type { Instant } from '#core/time.ts';
import { clockName } from '#server/cli-explain-routing.ts';
import type { Moment } from '#server/cli-time.ts';
import type { Say } from '#server/cli-words.ts';

/** Most that is printed of one ladder; `--json` has more. */
const SHOWN = 8;

/** A ticket that fares differently, with both ladders: what happens in the order in which it happens. */
export const ladderLines = (
  say: Say,
  { number, subject, live, draft }: SimulationView['examples'][number],
  moment: Moment,
): string[] => [
  `  #${number}  ${subject}`,
  ...sideLines(say, 'live', live, moment),
  ...sideLines(say, 'draft', draft, moment),
];

const sideLines = (say: Say, which: 'live' | 'draft', ladder: LadderView, moment: Moment): string[] => {
  const happenings = [...missesOf(say, ladder), ...approvalsOf(say, ladder), ...callsOf(say, ladder)].toSorted(
    (one, other) => one.at - other.at,
  );
  const lines = happenings.slice(0, SHOWN).map(({ at, words }) => `${moment(at)}  ${words}`);
  if (ladder.calls.length === 0) lines.push(say('cli.simulate.no_call'));
  if (happenings.length > SHOWN) lines.push(say('cli.simulate.more_calls', { count: happenings.length - SHOWN }));
  const version = say(`cli.simulate.${which}`);
  return lines.map((line, index) => `    ${(index === 0 ? version : '').padEnd(8)}  ${line}`);
};

type Happening = { at: Instant; words: string };

const missesOf = (say: Say, { missed }: LadderView): Happening[] =>
  missed.map(({ clock, at }) => ({ at, words: say('cli.simulate.missed', { clock: clockName(say, clock) }) }));

const approvalsOf = (say: Say, { approvals }: LadderView): Happening[] =>
  approvals.map(({ at, why }) => ({ at, words: say(`cli.simulate.approval_${why}`) }));

const callsOf = (say: Say, { calls }: LadderView): Happening[] =>
  calls.map(({ at, step, people, cause }) => {
    const names = people.map(({ name }) => name).join(', ');
    const call = `${step ?? say('cli.simulate.last_resort')}: ${names === '' ? say('cli.simulate.nobody_there') : names}`;
    const why = cause === 'not_decided' ? ` ${say('cli.simulate.for_not_decided')}` : '';
    return { at, words: `${call}${why}` };
  });
