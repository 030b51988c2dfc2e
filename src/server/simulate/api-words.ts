import type { ApiWords } from '#server/platform/http/openapi/words.ts';

/** What the route about simulations is for. */
export const simulationWords: ApiWords = {
  'POST /api/simulations': {
    id: 'runSimulation',
    tag: 'Configuration',
    does: 'Asks what a draft of the rules would have made of past tickets.',
    more:
      'Lives the tickets again through the rules that are active now and through the draft, with what customers and ' +
      'colleagues did then, and compares: who is called when, how often and at which hours, which targets are met and ' +
      'missed, which steps reach nobody, and which tickets fare differently, with both ladders. No ticket is changed. ' +
      'It answers at once with where to ask how far it is. One simulation runs at a time, five may wait, and each ' +
      'lives at most 50,000 tickets in ten minutes; the command `npx belay simulate` has no such limits. ' +
      '`draft` holds bodies of calendars, paths, policies, teams and skills by name, the matrix, how much people hold ' +
      'at once (`limits`), other ranks (`tiers`) and other amounts they may allow (`approvalLimits`); instead of it, ' +
      '`draftId` names one of `POST /api/config/drafts`. `assumed` says what was taken to be so where the past does ' +
      'not say it: who acknowledges, and how approvals are decided.',
    example: {
      draft: { calendars: { 'Zagreb office': { timeZone: 'Europe/Zagreb', week: { mon: [['07:00', '19:00']] } } } },
      answersAfterMs: 900_000,
      timeZone: 'Europe/Zagreb',
    },
    problems: [422, 429],
  },
  'GET /api/simulations': {
    id: 'listSimulations',
    tag: 'Configuration',
    does: 'The simulations the reader asked for, the newest first.',
  },
  'GET /api/simulations/:id': {
    id: 'readSimulation',
    tag: 'Configuration',
    does: 'How far a simulation is, or what it found.',
    more:
      'For whoever asked. What ends with its process is begun again once; then it has failed with `interrupted` and ' +
      'may be asked for again. The last twenty of a person are kept.',
  },
  'DELETE /api/simulations/:id': {
    id: 'forgetSimulation',
    tag: 'Configuration',
    does: 'Stops a simulation, or forgets one that has ended.',
  },
};
