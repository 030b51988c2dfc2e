import type { ConfigNames } from '#server/people/name-store.ts';

// In a file colleagues, teams, skills and duty lists stand by their names, so that one file fits two installations. The
// fields that hold them are the same in every kind of rule, so a body is walked and never taken apart by kind.

type Named = { file: string; wire: string; of: keyof ConfigNames };

const NAMED: readonly Named[] = [
  { wire: 'personId', file: 'person', of: 'person' },
  { wire: 'personIds', file: 'people', of: 'person' },
  { wire: 'lastResort', file: 'lastResort', of: 'person' },
  { wire: 'teamId', file: 'team', of: 'team' },
  { wire: 'overflowTeamId', file: 'overflowTeam', of: 'team' },
  { wire: 'skillId', file: 'skill', of: 'skill' },
  { wire: 'dutyListId', file: 'dutyList', of: 'dutyList' },
];

/** A name that a file uses and nothing has. */
export interface UnknownName {
  path: (string | number)[];
  of: keyof ConfigNames;
  name: string;
}

/** A body as it travels, with names for numbers. What has no name stands as its number. */
export const toFile = (body: unknown, names: ConfigNames): unknown =>
  walk(body, [], (key, value) => {
    const named = NAMED.find(({ wire }) => wire === key);
    if (named === undefined) return null;
    return { key: named.file, value: each(value, (id) => names[named.of].get(id as number) ?? id) };
  });

/** The same back; every name that nothing has goes to `unknown`. */
export const fromFile = (body: unknown, names: ConfigNames, unknown: UnknownName[]): unknown =>
  walk(body, [], (key, value, path) => {
    const named = NAMED.find(({ file }) => file === key);
    if (named === undefined) return null;
    const ids = new Map([...names[named.of]].map(([id, name]) => [name.toLowerCase(), id]));
    const idOf = (name: unknown): unknown => {
      if (typeof name !== 'string') return name;
      const id = ids.get(name.toLowerCase());
      if (id === undefined) unknown.push({ path, of: named.of, name });
      // said already: the shape is judged as if it were there
      return id ?? 1;
    };
    return { key: named.wire, value: each(value, idOf) };
  });

/** A JSON Schema of what travels becomes one of what stands in a file. */
export const schemaToFile = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(schemaToFile);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => {
    if (key === 'required' && Array.isArray(value)) return [key, value.map((each) => fileKey(String(each)))];
    if (key !== 'properties') return [key, schemaToFile(value)];
    const properties = Object.entries(value as Record<string, unknown>).map(([name, inner]): [string, unknown] => {
      const named = NAMED.find(({ wire }) => wire === name);
      return named === undefined ? [name, schemaToFile(inner)] : [named.file, numbersToNames(inner)];
    });
    return [key, Object.fromEntries(properties)];
  });
  return Object.fromEntries(entries);
};

const fileKey = (wire: string): string => NAMED.find((named) => named.wire === wire)?.file ?? wire;

const numbersToNames = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(numbersToNames);
  if (typeof schema !== 'object' || schema === null) return schema;
  if ((schema as { type?: unknown }).type === 'integer') return { type: 'string' };
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, numbersToNames(value)]));
};

const each = (value: unknown, change: (one: unknown) => unknown): unknown => {
  if (value === null) return null;
  return Array.isArray(value) ? value.map(change) : change(value);
};

type Change = (key: string, value: unknown, path: (string | number)[]) => { key: string; value: unknown } | null;

const walk = (value: unknown, path: (string | number)[], change: Change): unknown => {
  if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index], change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => {
        const changed = change(key, inner, [...path, key]);
        return changed === null ? [key, walk(inner, [...path, key], change)] : [changed.key, changed.value];
      }),
  );
};
