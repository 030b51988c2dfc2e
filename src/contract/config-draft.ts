import { z } from 'zod';
import { FINDING_CODES } from '#core/lint/finding.ts';
import { instant, personRef } from './common.ts';
import { limitsBody, skillBody, teamBody } from './company.ts';
import { calendarBody, configName, pathBody, policyBody } from './config.ts';
import { intakeRulesBody, matrixBody } from './intake-matrix.ts';

/** What is drafted, published, kept in versions and rolled back. */
export const CONFIG_KINDS = [
  'calendar',
  'policy',
  'path',
  'intake_rules',
  'matrix',
  'team',
  'skill',
  'limits',
] as const;
export const configKind = z.enum(CONFIG_KINDS);

const note = z.string().trim().max(2_000);
const shared = {
  name: configName,
  /** Why, for whoever publishes it. */
  note: note.optional(),
  /** The version it was made from; without it, the one that is active. */
  basedOn: z.number().int().positive().optional(),
};
export const createDraft = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('calendar'), body: calendarBody, ...shared }),
  z.strictObject({ kind: z.literal('policy'), body: policyBody, ...shared }),
  z.strictObject({ kind: z.literal('path'), body: pathBody, ...shared }),
  z.strictObject({ kind: z.literal('intake_rules'), body: intakeRulesBody, ...shared }),
  z.strictObject({ kind: z.literal('matrix'), body: matrixBody, ...shared }),
  z.strictObject({ kind: z.literal('team'), body: teamBody, ...shared }),
  z.strictObject({ kind: z.literal('skill'), body: skillBody, ...shared }),
  z.strictObject({ kind: z.literal('limits'), body: limitsBody, ...shared }),
]);

/** The draft as it was read, by its revision: what somebody else changed since is not overwritten unseen. */
const revision = z.number().int().positive();
export const changeDraft = z.strictObject({
  // judged by the kind the draft has
  body: z.record(z.string(), z.unknown()),
  note: note.optional(),
  basedOn: z.number().int().positive().optional(),
  revision,
});
export const publishDraft = z.strictObject({ revision });

/** One thing the lint found: its words and remedy are under its code. */
export const findingOnWire = z.object({
  code: z.enum(FINDING_CODES),
  /** It cannot be published so. */
  stops: z.boolean(),
  place: z.object({ kind: configKind, name: z.string(), field: z.string() }),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});
export const findingList = z.object({ items: z.array(findingOnWire) });

const draft = {
  id: z.number().int(),
  kind: configKind,
  name: z.string(),
  revision: z.number().int(),
  note: z.string().nullable(),
  basedOn: z.number().int().nullable(),
  /** Whoever changed it last. */
  draftedBy: personRef,
  draftedAt: instant,
};
export const draftList = z.object({ items: z.array(z.object(draft)) });
export const draftDetail = z.object({
  ...draft,
  body: z.record(z.string(), z.unknown()),
  state: z.enum(['open', 'published', 'discarded']),
  /** The rules as they would be with it: what it would break, and what was wrong before. */
  findings: z.array(findingOnWire),
  /** Whether the reader may publish it: null, or why not. */
  mayPublish: z.enum(['not_allowed', 'second_person_needed', 'config_changed', 'config_has_faults']).nullable(),
});
export type DraftDetail = z.infer<typeof draftDetail>;

/** Where a version came from: two people, one who was alone, a file, or Belay itself (null). */
const version = {
  id: z.number().int(),
  kind: configKind,
  name: z.string(),
  version: z.number().int(),
  active: z.boolean(),
  publishedAt: instant,
  publishedAs: z.enum(['second_person', 'alone', 'file']).nullable(),
  draftedBy: personRef.nullable(),
  publishedBy: personRef.nullable(),
  /** The version a roll back copied. */
  copiedFrom: z.number().int().nullable(),
  /** The newer version of what it names, for which it was published again with nothing else changed. */
  renewedFor: z.object({ kind: configKind, name: z.string(), version: z.number().int() }).nullable(),
};
export const versionList = z.object({ items: z.array(z.object(version)) });
export const versionDetail = z.object({ ...version, body: z.record(z.string(), z.unknown()) });
export type VersionDetail = z.infer<typeof versionDetail>;
