/** A part of a JSON Schema, as far as requests of Belay use it. */
export type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  minimum?: number;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  minItems?: number;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  examples?: unknown[];
};

/** What breaks programs that do not expect it: text that no column keeps, numbers no type holds, names of every object. */
export const HOSTILE_TEXTS = [
  'a\0b',
  '\ud800',
  '',
  ' ',
  '\0',
  'x\udfffy',
  '\u202e\u2066\ufeff\u200b',
  "'; drop table ticket; --",
  '%_\\%',
  '\r\nBcc: everybody@bura.example\r\n\r\n',
  '../../../etc/passwd',
  '__proto__',
  'constructor',
  '9223372036854775808',
  '1e999',
  '-infinity',
  '٣',
  '\u0301'.repeat(50),
  '💥'.repeat(30),
  'x'.repeat(20_000),
];
const HOSTILE_NUMBERS = [2 ** 31, 2 ** 53 - 1, 0, -1, 1.5, 2 ** 53, 1e308, -(2 ** 63)];
const OF_ANOTHER_KIND = [null, {}, [], true, [[]], 'text', 7, [null], { length: 1 }];

/** The first `always` of a list and `more` of the others, others each time it is asked. */
const drawer = () => {
  let at = 0;
  return <Value>(list: readonly Value[], always: number, more: number): Value[] => [
    ...list.slice(0, always),
    ...Array.from({ length: more }, () => list[always + (at++ % (list.length - always))]!),
  ];
};

/** Ways in which one value of a whole is exchanged for a hostile one: each value in some ways, all ways over many values. */
export const twisted = (whole: unknown, draw = drawer()): unknown[] => {
  const found: unknown[] = draw(OF_ANOTHER_KIND, 1, 2);
  if (typeof whole === 'string') found.push(...draw(HOSTILE_TEXTS, 2, 4));
  if (typeof whole === 'number') found.push(...draw(HOSTILE_NUMBERS, 2, 1));
  if (Array.isArray(whole)) {
    found.push(...whole.flatMap((each, at) => twisted(each, draw).map((one) => whole.with(at, one))));
    found.push(Array.from({ length: 2_000 }, () => whole[0] ?? 1));
  } else if (typeof whole === 'object' && whole !== null) {
    for (const [name, value] of Object.entries(whole)) {
      for (const one of twisted(value, draw)) found.push({ ...whole, [name]: one });
      const { [name]: _, ...rest } = whole as Record<string, unknown>;
      found.push(rest);
    }
    found.push({ ...whole, unasked: 'for' });
  }
  return found;
};

/** Something that fits a schema, with `idOf` for what is named by a number. */
export const fitting = (
  schema: Schema,
  definitions: Record<string, Schema>,
  idOf: (name: string) => number,
  name = '',
  depth = 0,
): unknown => {
  const inner = (each: Schema, as = name) => fitting(each, definitions, idOf, as, depth + 1);
  if (depth > 12) return null;
  if (schema.$ref !== undefined) return inner(definitions[schema.$ref.split('/').at(-1)!]!);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.examples !== undefined) return schema.examples[0];
  const among = schema.anyOf ?? schema.oneOf;
  if (among !== undefined) return inner(among.find(({ type }) => type !== 'null') ?? among[0]!);
  if (schema.allOf !== undefined) return Object.assign({}, ...schema.allOf.map((each) => inner(each)));
  const type = [schema.type].flat()[0];
  if (type === 'object' || schema.properties !== undefined) {
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, each]) => [key, inner(each, key)]));
  }
  if (type === 'array') return [inner(schema.items ?? {}, name.replace(/s$/, ''))];
  if (type === 'integer' || type === 'number') return idOf(name);
  if (type === 'boolean') return false;
  if (schema.format === 'email') return 'someone@bura.example';
  return name === 'timeZone' ? 'Europe/Zagreb' : 'words of twelve'.slice(0, Math.max(15, schema.minLength ?? 0));
};

/** All of `all`, or so many of them, spread evenly. */
export const spread = <Value>(all: Value[], most: number): Value[] =>
  all.length <= most ? all : Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]!);
