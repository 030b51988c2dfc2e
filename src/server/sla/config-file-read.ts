import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { configName } from '#contract/config.ts';
import { MAIN } from '#contract/intake-matrix.ts';
import type { RulesDraft } from '#contract/simulation.ts';
import type { ConfigNames } from '#server/people/name-store.ts';
import { FILE_ORDER, fileShape, isSingle, SECTIONS, triedOnly, wireShape, type FileThing } from './config-file.ts';
import { asInFile, fieldsAt, fromFile, type UnknownName } from './config-file-names.ts';
import { nearest } from './nearest.ts';
import { thingOf } from './renewal.ts';

/** Something in a file that cannot be: where it stands there, and what it is. */
export interface FileProblem {
  line: number;
  column: number;
  /** Such as paths.Standard.steps.0.targets.0.person. */
  path: string;
  code: 'yaml' | 'shape' | 'missing_field' | 'unknown_field' | 'unknown_name' | 'length' | 'only_tried';
  /** What is wrong with the shape, the field or name that nothing has, or what is no length. */
  says: string;
  /** Of `shape`: what was found of it, to be said in another language. Of `yaml`: its code alone. */
  issue?: { code: string };
  /** Of `unknown_field`: the field that may be meant. */
  meant?: string;
}

/** Where a thing a file says, or a field of its body as it travels such as `steps.0.waitMs`, stands in the file. */
export type PlaceIn = (thing: Pick<FileThing, 'kind' | 'name'>, field: string) => Omit<FileProblem, 'code' | 'says'>;

/** What of a file a simulation alone can try. */
export type TriedOnly = Pick<RulesDraft, keyof typeof triedOnly>;

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

/** What a file says, and where in it. */
interface Said {
  /** What is sound of it. Names of versions are judged when it is published. */
  things: FileThing[];
  tried: TriedOnly;
  placeIn: PlaceIn;
}
export type ReadFile = Said & ({ ok: true } | { ok: false; problems: FileProblem[]; broken: ReadonlySet<string> });

/** What a file is read for: to be published, or only to be tried. */
export type FileUse = 'publish' | 'try';

/** What a file says, and everything that is wrong with it; `broken` are the things that are wrong, as `thingOf` names them. */
export const readFileText = (text: string, names: ConfigNames, use: FileUse = 'publish'): ReadFile => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const placeIn: PlaceIn = ({ kind, name }, field) =>
    placeOf(document, lines, [SECTIONS[kind], ...(isSingle(kind) ? [] : [name]), ...fieldPath(field)]);
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, code, linePos }) => ({
      line: linePos?.[0].line ?? 1,
      column: linePos?.[0].col ?? 1,
      path: '',
      code: 'yaml' as const,
      says: message.split('\n')[0]!,
      issue: { code },
    }));
    return { ok: false, problems, things: [], tried: {}, placeIn, broken: new Set() };
  }
  const unknown: UnknownName[] = [];
  const wire = fromFile((document.toJS() as unknown) ?? {}, wireShape, names, unknown);
  // with what was found instead, which whoever says it in another language names
  const parsed = fileShape.safeParse(wire, { reportInput: true });
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = [
    ...unknown.map(({ path, code, says }) => ({ ...placeOf(document, lines, path), code, says })),
    ...issues.flatMap((issue) => wrongShape(document, lines, issue)),
    ...(use === 'try' ? [] : Object.keys(triedOnly))
      .filter((section) => document.has(section))
      .map((section) => ({
        ...placeOf(document, lines, [section], 'key'),
        code: 'only_tried' as const,
        says: section,
      })),
  ];
  if (problems.length === 0 && parsed.success) {
    const { tiers, approvalLimits } = parsed.data;
    return { ok: true, things: thingsIn(parsed.data), tried: { tiers, approvalLimits }, placeIn };
  }
  const broken = brokenBy([...unknown, ...issues].map(({ path }) => path));
  const things = soundThings(wire, broken);
  return {
    ok: false,
    problems: problems.toSorted(byPlace).slice(0, MOST_PROBLEMS),
    things,
    tried: {},
    placeIn,
    broken,
  };
};

const MOST_PROBLEMS = 50;

/** The things in which something at these places is wrong. */
const brokenBy = (paths: readonly (readonly PropertyKey[])[]): Set<string> =>
  new Set(
    paths.flatMap(([section, name]) => {
      const kind = FILE_ORDER.find((each) => SECTIONS[each] === section);
      return kind === undefined ? [] : thingOf({ kind, name: isSingle(kind) ? MAIN : String(name) });
    }),
  );

/** What can be read of a file in which something is wrong elsewhere. */
const soundThings = (wire: unknown, broken: ReadonlySet<string>): FileThing[] => {
  const said = (wire ?? {}) as Record<string, Record<string, unknown> | undefined>;
  const sections = FILE_ORDER.map((kind): [string, unknown] => {
    const section = said[SECTIONS[kind]];
    const isSound = (name: string): boolean => !broken.has(thingOf({ kind, name }));
    if (isSingle(kind)) return [SECTIONS[kind], isSound(MAIN) ? section : undefined];
    return [SECTIONS[kind], Object.fromEntries(Object.entries(section ?? {}).filter(([name]) => isSound(name)))];
  });
  const parsed = fileShape.safeParse({ belay: 1, ...Object.fromEntries(sections) });
  return parsed.success ? thingsIn(parsed.data) : [];
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
    return [{ ...placeOf(document, lines, path), code, says: issue.message, issue }];
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
