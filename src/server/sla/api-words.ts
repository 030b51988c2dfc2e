import type { ApiWords, RouteWords } from '#server/platform/http/openapi/words.ts';

const wordsOf = (url: string, one: string, many: string, example: unknown): Record<string, RouteWords> => ({
  [`GET ${url}`]: {
    id: `list${many}`,
    tag: 'Configuration',
    does: `The active ${many.toLowerCase()}.`,
    more: 'Each with its body, what the body names, and the versions there were.',
  },
  [`GET ${url}/:name`]: { id: `get${one}`, tag: 'Configuration', does: `One ${one.toLowerCase()} by its name.` },
  [`PUT ${url}/:name`]: {
    id: `publish${one}`,
    tag: 'Configuration',
    does: `Publish the next version of a ${one.toLowerCase()}, or the first.`,
    more:
      'Versions never change: open tickets keep the ones they began with. What names a calendar or a path gets a version ' +
      'of its own with each that is published of it, so that new tickets count by what is active; its `renewedFor` says ' +
      'what for. Send the `version` that was read as `basedOn`, and a change somebody else made in between is refused ' +
      'with `config_changed`; what was only renewed is no change. Where ' +
      'a second person could look at it, this is refused with `second_person_needed`: make a draft.',
    example: { body: example },
    problems: [409, 422],
  },
});

const TAG = 'Configuration';
const draftWords: ApiWords = {
  'GET /api/escalation-document': {
    id: 'getEscalationDocument',
    tag: TAG,
    does: 'The escalation document, in one of six languages, as a page or as Markdown.',
    more:
      'Who gets which promise, who is called when, and what hours count: as it stands, or as it stood `at` a date or moment ' +
      '(ISO 8601). With `since` it ends with what changed since then.',
    answers: 'text/html',
  },
  'GET /api/config/findings': {
    id: 'listConfigFindings',
    tag: TAG,
    does: 'What is wrong with the rules that are active.',
    more:
      'Rows, rules and steps that are never reached, steps that reach nobody or go in circles, promises that no step can ' +
      'keep, hours of the next eight weeks in which nobody of a path is there, and names that lack a translation.',
  },
  'GET /api/config/rollout-preview': {
    id: 'previewRollout',
    tag: TAG,
    does: 'What applying the active version of a policy, a calendar or the matrix would mean for open tickets.',
    more:
      'Publishing changes no open ticket. This says how many it could, which targets would be due sooner or later, which ' +
      'would be missed at once, and which would be missed within a day, if nobody did anything, by one and not by the ' +
      'other. Looked at are the 2,000 tickets that are due first. Nothing is changed.',
  },
  'GET /api/config/rollouts': {
    id: 'listRollouts',
    tag: TAG,
    does: 'What was applied to open tickets, the newest first.',
  },
  'POST /api/config/rollouts': {
    id: 'startRollout',
    tag: TAG,
    does: 'Apply a version to the tickets that are open.',
    more:
      'Answers at once; the tickets are gone through beside the daily work, those that are due first, and a restart goes ' +
      'on where it was. Time that was used and what was missed stays. Refused with `config_changed` unless the version ' +
      'is the active one, and with `rollout_running` while the same thing is being applied. A version that is ' +
      'published meanwhile ends it, also one that a policy gets with new hours.',
    example: { kind: 'calendar', name: 'Zagreb', versionId: 27 },
    problems: [409],
  },
  'GET /api/config/rollouts/:id': { id: 'getRollout', tag: TAG, does: 'How far it is, and what it changed.' },
  'DELETE /api/config/rollouts/:id': {
    id: 'cancelRollout',
    tag: TAG,
    does: 'Stop applying a version: what it has come to stays, nothing further is changed.',
  },
  'GET /api/config/drafts': { id: 'listDrafts', tag: TAG, does: 'Drafts that nobody has decided about.' },
  'POST /api/config/drafts': {
    id: 'createDraft',
    tag: TAG,
    does: 'Put down a draft of a calendar, policy, path, of the intake rules or the matrix.',
    more: 'Nothing changes by it. The answer has what the lint finds in the rules as they would be with it.',
    example: {
      kind: 'matrix',
      name: 'main',
      body: { rows: [], otherwise: { policy: 'Standard' } },
      note: 'As agreed.',
    },
    problems: [422],
  },
  'GET /api/config/drafts/:id': { id: 'getDraft', tag: TAG, does: 'One draft, with what the lint finds in it.' },
  'PUT /api/config/drafts/:id': {
    id: 'changeDraft',
    tag: TAG,
    does: 'Change a draft.',
    more: 'From then on it is yours, and somebody else must publish it.',
    example: { body: { rows: [], otherwise: { policy: 'Standard' } }, revision: 1 },
    problems: [409, 422],
  },
  'DELETE /api/config/drafts/:id': { id: 'discardDraft', tag: TAG, does: 'Discard a draft.' },
  'PUT /api/config/drafts/:id/publication': {
    id: 'publishDraft',
    tag: TAG,
    does: 'Publish a draft that somebody else wrote.',
    more:
      'Who wrote it last may publish it only while nobody else could: `second_person_needed`. A draft of a version that ' +
      'is no longer active is refused with `config_changed`, and what cannot work with `config_has_faults`.',
    example: { revision: 1 },
    problems: [409, 422],
  },
  'GET /api/config/versions': {
    id: 'listVersions',
    tag: TAG,
    does: 'The history of a name: who wrote and published what.',
  },
  'GET /api/config/versions/:id': { id: 'getVersion', tag: TAG, does: 'One version with its body.' },
  'POST /api/config/versions/:id/restoration': {
    id: 'restoreVersion',
    tag: TAG,
    does: 'Go back to a version: a copy of it is published.',
    more:
      'It was agreed on before, so nobody else is needed. A path or policy that comes back names the calendars and paths ' +
      'of now; going back to a calendar or a path takes along what names it.',
    problems: [409],
  },
};

/** What the routes about rules are for: business hours, promises, paths, intake rules, the matrix. */
export const configWords: ApiWords = {
  ...draftWords,
  ...wordsOf('/api/calendars', 'Calendar', 'Calendars', {
    timeZone: 'Europe/Zagreb',
    week: { mon: [['08:00', '16:00']], tue: [['08:00', '16:00']] },
    holidays: ['2026-12-25'],
  }),
  ...wordsOf('/api/policies', 'Policy', 'Policies', {
    targets: [
      {
        kind: 'first_reply',
        targetMs: { S1: 900_000, S2: 3_600_000, S3: 14_400_000, S4: 28_800_000 },
        calendar: 'Zagreb office',
        pauseIn: ['waiting_on_customer', 'on_hold'],
        warnPercents: [50, 80],
      },
    ],
    path: 'Billing',
  }),
  ...wordsOf('/api/intake-rules', 'IntakeRules', 'AllIntakeRules', {
    rules: [
      { id: 'Late parcels', when: { mailboxes: ['orders@bura.example'] }, give: { topic: 'order', teamId: 3 } },
      { id: 'Gold', when: { customerTiers: ['gold'] }, give: { severity: 'S2' } },
    ],
  }),
  ...wordsOf('/api/matrices', 'Matrix', 'Matrices', {
    rows: [
      { id: 'Safety', when: { topics: ['safety'], severities: ['S1'] }, plan: { policy: 'Fast', path: 'Safety' } },
      { id: 'Nights', when: { hours: { calendar: 'Zagreb', state: 'closed' } }, plan: { policy: 'Night' } },
    ],
    otherwise: { policy: 'Standard' },
  }),
  ...wordsOf('/api/paths', 'Path', 'Paths', {
    calendar: 'Zagreb office',
    steps: [
      {
        id: 'lead',
        name: 'Team lead',
        direction: 'hierarchical',
        waitMs: 900_000,
        waitIn: 'business',
        targets: [{ type: 'lead', teamId: null }],
      },
    ],
    repeat: 0,
    remindAfterMs: 2_700_000,
    confirmWithinMs: 900_000,
    loanIn: 'business',
    lastResort: [8],
    lastResortEveryMs: 1_200_000,
  }),
};
