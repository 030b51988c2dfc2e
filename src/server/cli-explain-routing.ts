import type { EventReason, Explanation } from '#contract/explanation.ts';
import type { Moment } from '#server/cli-time.ts';
import type { Say } from '#server/cli-words.ts';

/** Where the ticket is on its way to somebody, and why (not) everybody of its team. */
export const candidateLines = (say: Say, { candidates }: Explanation, moment: Moment): string[] => {
  if (candidates === null || candidates.distribution === null) return [];
  const { to, expiresAt, why, looksAt } = candidates.distribution;
  const head =
    to === null
      ? say('cli.explain.waits', {
          why: say(why === null ? 'cli.explain.not_looked' : `routing.why.${why}`),
          again: looksAt === null ? 'no' : 'yes',
          at: looksAt === null ? '' : moment(looksAt),
        })
      : say('cli.explain.offered', { name: to.name, at: moment(expiresAt ?? 0) });
  return [
    head,
    ...candidates.items.map((each) =>
      say('cli.explain.candidate', {
        name: each.person.name,
        why: say(`routing.why.${each.why ?? 'eligible'}`),
        load: heldWords(say, each),
      }),
    ),
  ];
};

/** What somebody holds, and of how much. */
export const heldWords = (say: Say, { held, most }: { held: number; most: number | null }): string =>
  most === null ? say('cli.explain.held', { held }) : say('cli.explain.held_of', { held, most });

/** What somebody wanted to do with it and could not. */
export const refusalLines = (say: Say, { refusals }: Explanation, moment: Moment): string[] =>
  refusals.length === 0
    ? []
    : [
        '',
        say('cli.explain.refusals'),
        ...refusals.map(({ at, seq, code }) =>
          say('cli.explain.refusal', {
            at: moment(at),
            seq,
            why: say.has(`problem.${code}`) ? say(`problem.${code}`) : code,
          }),
        ),
      ];

type RoutingReason = Extract<EventReason, { rule: 'least_loaded' | 'offer' | 'nobody' | 'pause' | 'resume' }>;

/** Why somebody was given or offered it, and why a clock stands still or counts. */
export const routingWords = (say: Say, because: RoutingReason): string => {
  switch (because.rule) {
    case 'least_loaded':
      return say('cli.explain.why.least_loaded', { count: because.openTickets });
    case 'offer':
      return say('cli.explain.why.offer', { count: because.eligible, load: heldWords(say, because) });
    case 'nobody':
      return say('cli.explain.why.nobody', { why: say(`routing.why.${because.why}`) });
    case 'pause':
    case 'resume':
      return say(`cli.explain.why.${because.rule}`, {
        policy: because.policy.name,
        version: because.policy.version,
        clock: clockName(say, because.clock),
        status: say(`web.status.${because.status}`),
      });
  }
};

/** What a clock is called. */
export const clockName = (say: Say, kind: string): string =>
  say.has(`web.clock.kind.${kind}`) ? say(`web.clock.kind.${kind}`) : kind.replaceAll('_', ' ');
