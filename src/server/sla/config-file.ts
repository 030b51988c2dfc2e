import { Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { limitsBody, skillBody, teamBody } from '#contract/company.ts';
import { calendarBody, configName, pathBody, policyBody } from '#contract/config.ts';
import { intakeRulesBody, MAIN, matrixBody } from '#contract/intake-matrix.ts';
import type { ConfigNames } from '#server/people/name-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { ConfigDraft } from './config-body.ts';
import {
  asInFile,
  fieldsAt,
  fromFile,
  schemaToFile,
  toFile,
  type Shape,
  type UnknownName,
} from './config-file-names.ts';
import { nearest } from './nearest.ts';
import { readConfig } from './config-wire.ts';

type Kind = ConfigDraft['kind'];

/** One thing a file says, its body as it travels. */
export interface FileThing {
  kind: Kind;
  name: string;
  body: unknown;
}

/** Something in a file that cannot be: where it stands there, and what it is. */
export interface FileProblem {
  line: number;
  column: number;
  /** Such as paths.Standard.steps.0.targets.0.person. */
  path: string;
  code: 'yaml' | 'shape' | 'missing_field' | 'unknown_field' | 'unknown_name' | 'length';
  /** What is wrong with the shape, the field or name that nothing has, or what is no length. */
  says: string;
  /** Of `unknown_field`: the field that may be meant. */
  meant?: string;
}

/** Where a thing a file says, or a field of its body as it travels such as `steps.0.waitMs`, stands in the file. */
export type PlaceIn = (thing: Pick<FileThing, 'kind' | 'name'>, field: string) => Omit<FileProblem, 'code' | 'says'>;

/** Where each kind stands in a file, in the order in which one may name the other. */
const SECTIONS = {
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

const several = <Body extends z.ZodType>(body: Body) => z.record(configName, body).optional();
const fileShape = z.strictObject({
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
});

const wireShape = z.toJSONSchema(fileShape, { io: 'input' }) as Shape;

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

const isSingle = (kind: Kind): boolean => kind === 'intake_rules' || kind === 'matrix' || kind === 'limits';

/** The teams and skills that a file says something of, for whoever makes those that are new. */
export const namedInFile = (text: string): { teams: string[]; skills: string[] } => {
  const wire: unknown = parseDocument(text).toJS();
  const keys = (section: string): string[] => {
    const found = (wire as Record<string, unknown> | null)?.[section];
    const names = typeof found === 'object' && found !== null ? Object.keys(found) : [];
    return names.filter((name) => configName.safeParse(name).success && name === name.trim());
  };
  return { teams: keys('teams'), skills: keys('skills') };
};

/** What a file says, or everything that is wrong with it. Names of versions are judged when it is published. */
export const readFileText = (
  text: string,
  names: ConfigNames,
): { ok: true; things: FileThing[]; placeIn: PlaceIn } | { ok: false; problems: FileProblem[] } => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, linePos }) => ({
      line: linePos?.[0].line ?? 1,
      column: linePos?.[0].col ?? 1,
      path: '',
      code: 'yaml' as const,
      says: message.split('\n')[0]!,
    }));
    return { ok: false, problems };
  }
  const unknown: UnknownName[] = [];
  const wire = fromFile((document.toJS() as unknown) ?? {}, wireShape, names, unknown);
  const parsed = fileShape.safeParse(wire);
  const problems = [
    ...unknown.map(({ path, code, says }) => ({ ...placeOf(document, lines, path), code, says })),
    ...(parsed.success ? [] : parsed.error.issues).flatMap((issue) => wrongShape(document, lines, issue)),
  ];
  if (problems.length > 0 || !parsed.success) return { ok: false, problems: problems.toSorted(byPlace).slice(0, 50) };
  const placeIn: PlaceIn = ({ kind, name }, field) =>
    placeOf(document, lines, [SECTIONS[kind], ...(isSingle(kind) ? [] : [name]), ...fieldPath(field)]);
  return { ok: true, things: thingsIn(parsed.data), placeIn };
};

const byPlace = (one: FileProblem, other: FileProblem): number => one.line - other.line || one.column - other.column;

/** A field's name as a path in the file: `week.mon[1]` and `steps.0.waitMs` alike. */
const fieldPath = (field: string): (string | number)[] =>
  asInFile(
    field
      .split(/[.[\]]+/)
      .filter((part) => part !== '')
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  );

/** Fields that nothing has are told each at its own place, with the one that may be meant. */
const wrongShape = (document: Document.Parsed, lines: LineCounter, issue: z.core.$ZodIssue): FileProblem[] => {
  const path = asInFile(issue.path);
  if (issue.code !== 'unrecognized_keys') {
    const code = document.hasIn(path) ? 'shape' : 'missing_field';
    return [{ ...placeOf(document, lines, path), code, says: issue.message }];
  }
  const known = fieldsAt(wireShape, issue.path);
  return issue.keys.map((key) => {
    const meant = nearest(key, known);
    return {
      ...placeOf(document, lines, [...path, key], 'key'),
      code: 'unknown_field',
      says: key,
      ...(meant === null ? {} : { meant }),
    };
  });
};

const thingsIn = (file: z.infer<typeof fileShape>): FileThing[] =>
  FILE_ORDER.flatMap((kind): FileThing[] => {
    const section = file[SECTIONS[kind]];
    if (section === undefined) return [];
    if (isSingle(kind)) return [{ kind, name: MAIN, body: section }];
    return Object.entries(section).map(([name, body]: [string, unknown]) => ({ kind, name, body }));
  });

/** The place of the innermost thing that a path names in the file; of a field by itself, or what it holds. */
const placeOf = (
  document: Document.Parsed,
  lines: LineCounter,
  path: readonly (string | number)[],
  of: 'key' | 'value' = 'value',
): { line: number; column: number; path: string } => {
  const whole = path.join('.');
  const parent = of === 'key' ? document.getIn(path.slice(0, -1), true) : undefined;
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
  if (isScalar(pair?.key) && pair.key.range) {
    const { line, col } = lines.linePos(pair.key.range[0]);
    return { line, column: col, path: whole };
  }
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    const range =
      isScalar(node) || isMap(node) ? node.range : (node as { range?: [number, number, number] } | undefined)?.range;
    if (!range) continue;
    const { line, col } = lines.linePos(range[0]);
    return { line, column: col, path: whole };
  }
  return { line: 1, column: 1, path: whole };
};

/** Where something of a published body stands in a file. */
export const sectionOf = ({ kind, name }: Pick<FileThing, 'kind' | 'name'>): string =>
  isSingle(kind) ? SECTIONS[kind] : `${SECTIONS[kind]}.${name}`;
