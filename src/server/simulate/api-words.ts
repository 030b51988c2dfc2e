import type { ApiWords } from '#server/platform/http/openapi/words.ts';

/** What the route about simulations is for. */
export const simulationWords: ApiWords = {
  'POST /api/simulations': {
    id: 'runSimulation',
    tag: 'Configuration',
    does: 'What a draft of the rules would have made of past tickets.',
    more:
      'Lives the tickets again through the rules that are active now and through the draft, with what customers and ' +
      'colleagues did then, and compares: who is called when, how often and at which hours, which targets are met and ' +
      'missed, which steps reach nobody, and which tickets fare differently, with both ladders. Nothing is changed and ' +
      'nothing is kept. At most 5,000 tickets and one simulation at a time; the command `npx belay simulate` has no ' +
      'such limits. Bodies are those of calendars, paths, policies and matrices, by name.',
    example: {
      draft: { calendars: { 'Zagreb office': { timeZone: 'Europe/Zagreb', week: { mon: [['07:00', '19:00']] } } } },
      answersAfterMs: 900_000,
      timeZone: 'Europe/Zagreb',
    },
    problems: [422],
  },
};
