import { z } from 'zod';
import { CHANNELS, LANGUAGES, MOST_TOPIC_LETTERS, SEVERITIES } from '#core/ticket/ticket.ts';

/** The one name intake rules and the matrix are published under: there is one of each. */
export const MAIN = 'main';

const name = z.string().trim().min(1).max(200);
const topic = z.string().trim().min(1).max(MOST_TOPIC_LETTERS);
const tier = z.string().trim().min(1).max(80);
/** What is said of one thing is said once, and of nothing it is left out. */
const some = <Item extends z.ZodType>(item: Item, most: number) => z.array(item).min(1).max(most).optional();

const intakeRule = z.strictObject({
  id: name,
  /** All that is named must hold, and of a list any one. Empty fits every message. */
  when: z.strictObject({
    mailboxes: some(z.string().trim().toLowerCase().min(3).max(254), 100),
    channels: some(z.enum(CHANNELS), CHANNELS.length),
    fields: some(z.strictObject({ name, values: z.array(z.string().max(200)).min(1).max(100) }), 20),
    /** Whole words without case and accents, in subject or text; a star at the end lets the last go on. */
    words: some(z.string().trim().min(1).max(200), 200),
    customerTiers: some(tier, 50),
  }),
  // one of them at least
  give: z
    .strictObject({
      topic: topic.optional(),
      severity: z.enum(SEVERITIES).optional(),
      teamId: z.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
    })
    .refine((give) => Object.values(give).some((value) => value !== undefined), 'says_nothing'),
});

const named = <Row extends { id: string }>(rows: Row[]): boolean =>
  new Set(rows.map(({ id }) => id)).size === rows.length;
const TWICE = 'id_twice';

/** Intake rules in the order they are asked: of topic, severity and team each, the first that fits and says it decides. */
export const intakeRulesBody = z.strictObject({ rules: z.array(intakeRule).max(500).refine(named, TWICE) });

const plan = z.strictObject({ policy: name, path: name.optional() });
const matrixRow = z.strictObject({
  id: name,
  /** All that is named must hold, and of a list any one. */
  when: z.strictObject({
    topics: some(topic, 100),
    severities: some(z.enum(SEVERITIES), SEVERITIES.length),
    channels: some(z.enum(CHANNELS), CHANNELS.length),
    customerTiers: some(tier, 50),
    languages: some(z.enum(LANGUAGES), LANGUAGES.length),
    hours: z.strictObject({ calendar: name, state: z.enum(['open', 'closed']) }).optional(),
  }),
  plan,
});

/** The escalation matrix: the first row that fits gives policy and path; `otherwise` is given when none does. */
export const matrixBody = z.strictObject({
  rows: z.array(matrixRow).max(1_000).refine(named, TWICE),
  otherwise: plan,
  /** What topics are called in the languages of the escalation document. */
  topicNames: z.record(topic, z.partialRecord(z.enum(LANGUAGES), name)).optional(),
});
