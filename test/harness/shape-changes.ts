import { MINUTE } from '#core/time.ts';

/** Of a JSON Schema, what is needed to walk along it. */
export type Shape = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, Shape>;
  additionalProperties?: Shape | false;
  items?: Shape;
  prefixItems?: Shape[];
  anyOf?: Shape[];
  oneOf?: Shape[];
};
/** One place of a body and what else could stand there; `GONE`: nothing. */
export type Change = { path: (string | number)[]; to: unknown };
export const GONE = Symbol('left out');

/** What else something of this shape could say, by its place; `seen` gathers which parts of the shape the example has. */
export function* changesOf(shape: Shape, value: unknown, path: Change['path'], seen: Set<Shape>): Generator<Change> {
  seen.add(shape);
  const some = shape.anyOf ?? shape.oneOf;
  if (some !== undefined) {
    if (some.some(({ type }) => type === 'null')) yield { path, to: null };
    const fitting = some.filter((one) => fits(one, value));
    for (const one of fitting) yield* changesOf(one, value, path, seen);
    return;
  }
  if (Array.isArray(value)) {
    if (shape.items !== undefined && value.length > 0) yield { path, to: value.slice(0, -1) };
    for (const [index, item] of value.entries()) {
      const inner = shape.prefixItems?.[index] ?? shape.items;
      if (inner !== undefined) yield* changesOf(inner, item, [...path, index], seen);
    }
    return;
  }
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      const of = shape.properties?.[key] ?? (shape.additionalProperties || undefined);
      if (of === undefined) throw new Error(`the shape has no ${[...path, key].join('.')}`);
      yield { path: [...path, key], to: GONE };
      yield* changesOf(of, inner, [...path, key], seen);
    }
    return;
  }
  if (shape.const !== undefined) return;
  if (shape.enum !== undefined) {
    for (const to of shape.enum) if (to !== value) yield { path, to };
    return;
  }
  yield { path, to: another(value, String(path.at(-1))) };
}

const fits = ({ type, properties, enum: allowed }: Shape, value: unknown): boolean => {
  if (value === null || type === 'null') return value === null && type === 'null';
  if (properties === undefined) return allowed === undefined || allowed.includes(value);
  return Object.entries(properties).every(
    ([key, inner]) => inner.const === undefined || inner.const === (value as Record<string, unknown>)[key],
  );
};

const another = (value: unknown, key: string): unknown => {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number')
    return key.endsWith('Ms') || value >= MINUTE ? value + MINUTE : value < 1 ? 0.8 : value + 1;
  const text = String(value);
  if (/^\d\d:\d\d$/.test(text)) return text.replace(/\d$/, '5');
  if (/^\d{4}-/.test(text)) return text.replace(/\d$/, '8');
  const others: Record<string, string> = { timeZone: 'Asia/Manila', calendar: 'There', path: 'Along', policy: 'Slow' };
  return others[key] ?? (text.includes('@') ? `a${text}` : `${text}x`);
};

/** The body with one change. */
export const changed = (body: unknown, [key, ...rest]: Change['path'], to: unknown): unknown => {
  if (key === undefined) return to;
  if (Array.isArray(body)) return body.map((item, index) => (index === key ? changed(item, rest, to) : item));
  const { [key]: inner, ...others } = body as Record<string, unknown>;
  return rest.length === 0 && to === GONE ? others : { ...others, [key]: changed(inner, rest, to) };
};

/** Every place of a shape that `of` does not hold for. */
export const places = (of: (shape: Shape) => boolean, shape: Shape, path = ''): string[] => {
  const inner = [
    ...Object.entries(shape.properties ?? {}),
    ...(shape.anyOf ?? shape.oneOf ?? [])
      .filter(({ type }) => type !== 'null')
      .map((one, index) => [`|${index}`, one] as const),
    ...(shape.items === undefined ? [] : [['*', shape.items] as const]),
  ];
  return [...(of(shape) ? [] : [path]), ...inner.flatMap(([key, each]) => places(of, each, `${path}.${key}`))];
};
