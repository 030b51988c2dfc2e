import { isDeepStrictEqual } from 'node:util';
import type { ConfigNames } from '#server/people/name-store.ts';
import { lengthOf, lengthText } from './config-file-lengths.ts';

// In a file colleagues, teams, skills and duty lists stand by their names, so that one file fits two installations, and
// lengths of time stand as people write them. What a field holds is read from the shape of a file: a team called
// "person" is a team.

type Named = { file: string; of: keyof ConfigNames };

const NAMED: Readonly<Record<string, Named>> = {
  personId: { file: 'person', of: 'person' },
  personIds: { file: 'people', of: 'person' },
  lastResort: { file: 'lastResort', of: 'person' },
  teamId: { file: 'team', of: 'team' },
  overflowTeamId: { file: 'overflowTeam', of: 'team' },
  skillId: { file: 'skill', of: 'skill' },
  dutyListId: { file: 'dutyList', of: 'dutyList' },
};

/** Of a JSON Schema, what is needed to walk along it. */
export interface Shape {
  properties?: Record<string, Shape>;
  additionalProperties?: Shape | false;
  propertyNames?: { enum?: string[] };
  items?: Shape;
  anyOf?: Shape[];
  oneOf?: Shape[];
  required?: string[];
  default?: unknown;
  type?: string;
}

/** A name that a file uses and nothing has, or a length that is none. */
export interface UnknownName {
  path: (string | number)[];
  code: 'unknown_name' | 'length';
  says: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields that something of this shape may have, in order; of several shapes, those of each. */
const fieldsOf = (shape: Shape | undefined): Record<string, Shape> =>
  Object.assign({}, shape?.properties, ...(shape?.anyOf ?? shape?.oneOf ?? []).map(fieldsOf)) as Record<string, Shape>;

const isLength = (field: string): boolean => field.endsWith('Ms');
const inFile = (field: string): string => NAMED[field]?.file ?? (isLength(field) ? field.slice(0, -2) : field);

/** Where something of what travels stands in a file. */
export const asInFile = (path: readonly PropertyKey[]): UnknownName['path'] =>
  path.map((part) => (typeof part === 'number' ? part : inFile(String(part))));

/** The fields that may stand at a place of something of this shape, as they are called in a file. */
export const fieldsAt = (shape: Shape, path: readonly PropertyKey[]): string[] => {
  let here: Shape[] = [shape];
  const some = (of: Shape): Shape[] => (of.anyOf ?? of.oneOf)?.flatMap(some) ?? [of];
  for (const part of path) {
    here = here.flatMap(some).flatMap((of) => {
      const inner =
        typeof part === 'number' ? of.items : (of.properties?.[String(part)] ?? (of.additionalProperties || undefined));
      return inner ?? [];
    });
  }
  return here.flatMap(some).flatMap((of) => Object.keys(of.properties ?? {}).map(inFile));
};

/** A body as it travels, as it stands in a file: without what would be so anyway. What has no name stands as its number. */
export const toFile = (body: unknown, shape: Shape | undefined, names: ConfigNames): unknown => {
  if (Array.isArray(body)) return body.map((item) => toFile(item, shape?.items, names));
  if (!isObject(body)) return body;
  const fields = fieldsOf(shape);
  const order = [...Object.keys(fields), ...(shape?.propertyNames?.enum ?? [])];
  const placeOf = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.fromEntries(
    Object.entries(body)
      .filter(([key, value]) => value !== undefined && !isDeepStrictEqual(value, fields[key]?.default))
      .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
      .map(([key, value]) => {
        if (fields[key] === undefined) return [key, toFile(value, shape?.additionalProperties || undefined, names)];
        const named = NAMED[key];
        if (named !== undefined) return [named.file, each(value, (id) => names[named.of].get(id as number) ?? id)];
        if (isLength(key)) return [inFile(key), each(value, (ms) => lengthText(ms as number))];
        return [key, toFile(value, fields[key], names)];
      }),
  );
};

/** The same back; every name that nothing has, and every length that is none, goes to `unknown`. */
export const fromFile = (body: unknown, shape: Shape, names: ConfigNames, unknown: UnknownName[]): unknown => {
  const idOf = (named: Named, name: unknown, path: UnknownName['path']): unknown => {
    if (typeof name !== 'string') return name;
    const found = [...names[named.of]].find(([, known]) => known.toLowerCase() === name.toLowerCase());
    if (found === undefined) unknown.push({ path, code: 'unknown_name', says: name });
    // said already: the shape is judged as if it were there, and as nobody else
    return found?.[0] ?? Number.MAX_SAFE_INTEGER - unknown.length;
  };
  const msOf = (text: unknown, path: UnknownName['path']): unknown => {
    if (typeof text !== 'string') return text;
    const ms = lengthOf(text);
    if (ms === null) unknown.push({ path, code: 'length', says: text });
    return ms ?? 1;
  };
  const back = (value: unknown, at: Shape | undefined, path: UnknownName['path']): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => back(item, at?.items, [...path, index]));
    if (!isObject(value)) return value;
    const fields = fieldsOf(at);
    const wires = new Map(Object.keys(fields).map((field) => [inFile(field), field]));
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const here = [...path, key];
        // a length may also stand as the API has it: `waitMs: 1800000`
        const wire = wires.get(key) ?? (isLength(key) && key in fields ? key : undefined);
        if (wire === undefined) return [key, back(inner, at?.additionalProperties || undefined, here)];
        const named = NAMED[wire];
        if (named !== undefined) return [wire, each(inner, (name) => idOf(named, name, here))];
        if (isLength(wire)) return [wire, each(inner, (text) => msOf(text, here))];
        return [wire, back(inner, fields[wire], here)];
      }),
    );
  };
  return back(body, shape, []);
};

/** The shape of what travels becomes that of what stands in a file. */
export const schemaToFile = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(schemaToFile);
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => {
    if (key === 'required' && Array.isArray(value)) return [key, value.map((each) => inFile(String(each)))];
    if (key !== 'properties') return [key, schemaToFile(value)];
    const properties = Object.entries(value as Record<string, unknown>).map(([field, inner]): [string, unknown] => {
      if (field in NAMED) return [inFile(field), numbersTo({ type: 'string' }, inner)];
      if (!isLength(field)) return [field, schemaToFile(inner)];
      return [inFile(field), numbersTo({ type: 'string', examples: ['15m', '1h30m'] }, inner)];
    });
    return [key, Object.fromEntries(properties)];
  });
  return Object.fromEntries(entries);
};

const numbersTo = (schema: unknown, inner: unknown): unknown => {
  if (Array.isArray(inner)) return inner.map((each) => numbersTo(schema, each));
  if (!isObject(inner)) return inner;
  if (inner['type'] === 'integer') return schema;
  return Object.fromEntries(
    Object.entries(inner)
      // a default is a number of milliseconds, or of a person
      .filter(([key]) => key !== 'default')
      .map(([key, value]) => [key, numbersTo(schema, value)]),
  );
};

/** Of a list each, of S1 to S4 each, or the one. */
const each = (value: unknown, change: (one: unknown) => unknown): unknown => {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(change);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, change(one)]));
  return change(value);
};
