import type { Explanation } from '#contract/explanation.ts';
import { clockName } from '#server/cli-explain-routing.ts';
import { lengthWords, type Moment } from '#server/cli-time.ts';
import type { Say } from '#server/cli-words.ts';

/** What its clocks measured in cycles that are over, as reports keep it. */
export const cycleLines = (say: Say, { cycles }: Explanation, moment: Moment): string[] =>
  cycles.length === 0
    ? []
    : [
        '',
        say('cli.explain.cycles'),
        ...cycles.map(({ key, cycle, outcome, endedAt, usedMs, targetMs, team, assignee, seq }) =>
          say('cli.explain.cycle', {
            clock: clockName(say, key),
            cycle,
            outcome: outcome ?? 'none',
            at: moment(endedAt),
            used: lengthWords(say.locale, usedMs),
            target: lengthWords(say.locale, targetMs),
            who: assignee?.name ?? team.name,
            seq,
          }),
        ),
      ];
