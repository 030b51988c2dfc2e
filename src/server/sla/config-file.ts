import { Document, isMap, isScalar, isSeq, visit } from 'yaml';
import { z } from 'zod';
import { limitsBody, skillBody, teamBody } from '#contract/company.ts';
import { calendarBody, configName, pathBody, policyBody } from '#contract/config.ts';
import { intakeRulesBody, matrixBody } from '#contract/intake-matrix.ts';
import { rulesDraft } from '#contract/simulation.ts';
import type { ConfigNames } from '#server/people/name-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { ConfigDraft } from './config-body.ts';
import { schemaToFile, toFile, type Shape } from './config-file-names.ts';
import { readConfig } from './config-wire.ts';

type Kind = ConfigDraft['kind'];

/** One thing a file says, its body as it travels. */
export interface FileThing {
  kind: Kind;
  name: string;
  body: unknown;
}

/** Where each kind stands in a file, in the order in which one may name the other. */
export const SECTIONS = {
  skill: 'skills',
  team: 'teams',
  limits: 'limits',
  calendar: 'calendars',
  path: 'paths',
  policy: 'policies',
  intake_rules: 'intakeRules',
  matrix: 'matrix',
} as const satisfies Record<Kind, string>;
export const FILE_ORDER = Object.keys(SECTIONS) as Kind[];

/** What has no versions of its own: a simulation tries it, nothing publishes it. */
export const triedOnly = { tiers: rulesDraft.shape.tiers, approvalLimits: rulesDraft.shape.approvalLimits };

const several = <Body extends z.ZodType>(body: Body) => z.record(configName, body).optional();
export const fileShape = z.strictObject({
  $schema: z.string().optional(),
  /** The version of this format. */
  belay: z.literal(1),
  skills: several(skillBody),
  teams: several(teamBody),
  limits: limitsBody.optional(),
  calendars: several(calendarBody),
  paths: several(pathBody),
  policies: several(policyBody),
  intakeRules: intakeRulesBody.optional(),
  matrix: matrixBody.optional(),
  ...triedOnly,
});

export const wireShape = z.toJSONSchema(fileShape, { io: 'input' }) as Shape;

/** The JSON Schema of a file, for editors. */
export const fileSchema = (): unknown => ({ ...(schemaToFile(wireShape) as object), title: 'Belay configuration' });

/** What is active of one kind, as it travels. */
const thingsOf = async (tx: Tx, kind: Kind): Promise<FileThing[]> =>
  (await readConfig(tx, kind)).map(({ name, body }) => ({ kind, name, body }));

/** Everything that is active, in the order of a file. */
export const readThings = async (tx: Tx): Promise<FileThing[]> => {
  const things: FileThing[] = [];
  for (const kind of FILE_ORDER) things.push(...(await thingsOf(tx, kind)));
  return things;
};

/** The YAML of one body of a kind, names for numbers. */
export const bodyText = (kind: Kind, body: unknown, names: ConfigNames): string =>
  yamlOf(toFile(body, shapeOf(kind), names));

/** A file that says all of `things`. */
export const writeFileText = (things: readonly FileThing[], names: ConfigNames): string => {
  const sections = FILE_ORDER.flatMap((kind) => {
    const own = things.filter((thing) => thing.kind === kind);
    if (own.length === 0) return [];
    const bodies = own.map(({ name, body }) => [name, toFile(body, shapeOf(kind), names)] as const);
    return [[SECTIONS[kind], isSingle(kind) ? bodies[0]![1] : Object.fromEntries(bodies)] as const];
  });
  return yamlOf({ belay: 1, ...Object.fromEntries(sections) });
};

const shapeOf = (kind: Kind): Shape | undefined => {
  const section = wireShape.properties?.[SECTIONS[kind]];
  return isSingle(kind) ? section : section?.additionalProperties || undefined;
};

/** The longest list or small map that stands on one line. */
const MOST_LETTERS_ON_A_LINE = 90;

/** YAML in which what is short stands on one line: the hours of a day, what is promised for S1 to S4. */
const yamlOf = (value: unknown): string => {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Collection: (_key, node, ancestors) => {
      if (ancestors.length <= 1) return;
      const short = isSeq(node) || isMap(node) ? JSON.stringify(node.toJS(document)).length : Infinity;
      if (short <= MOST_LETTERS_ON_A_LINE && isFlat(node)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
};

const isFlat = (node: unknown): boolean => {
  if (isMap(node)) return node.items.every(({ value }) => isScalar(value));
  return isSeq(node) && node.items.every((item) => isScalar(item) || (isSeq(item) && item.items.every(isScalar)));
};

/** There is one of it, without a name in a file. */
export const isSingle = (kind: Kind): boolean => kind === 'intake_rules' || kind === 'matrix' || kind === 'limits';

/** Where something of a published body stands in a file. */
export const sectionOf = ({ kind, name }: Pick<FileThing, 'kind' | 'name'>): string =>
  isSingle(kind) ? SECTIONS[kind] : `${SECTIONS[kind]}.${name}`;
