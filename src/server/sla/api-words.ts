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
      'Versions never change: open tickets keep the ones they began with. A policy keeps to the calendar and path ' +
      'versions that were active when it was published; publish it again to take up newer ones. Send the `version` ' +
      'that was read as `basedOn`, and a change somebody else made in between is refused with `config_changed`.',
    example: { body: example },
    problems: [409, 422],
  },
});

/** What the routes about rules are for: business hours, promises, paths, intake rules, the matrix. */
export const configWords: ApiWords = {
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
