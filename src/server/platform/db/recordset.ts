import type { Instant } from '#core/time.ts';
import { toTimestamp } from './values.ts';

type ColumnType =
  | 'bigint'
  | 'int'
  | 'text'
  | 'boolean'
  | 'timestamptz'
  | 'json'
  | 'jsonb'
  | 'bigint[]'
  | 'int[]'
  | 'text[]';

/** Many rows as one parameter, so that one statement writes them all. */
export interface Recordset<Row> {
  /** The column names, for `insert into t (…)`. */
  columns: string;
  /** `r(…)` over the first parameter, for `select … from …`. */
  source: string;
  /** `a = r.a, b = r.b …` of every column but those named. */
  assign(from: string, except: (keyof Row & string)[]): string;
  /** The parameter. Instants become timestamps, what is undefined null; text loses what PostgreSQL cannot hold. */
  json(rows: readonly Row[]): string;
}

/** Describes rows by their columns' types; the order is the order of writing. */
export function recordset<Row extends object>(types: Record<keyof Row & string, ColumnType>): Recordset<Row> {
  const names = Object.keys(types) as (keyof Row & string)[];
  const instants = new Set<string>(names.filter((name) => types[name] === 'timestamptz'));
  // What is null is left out: most of a row may be, and each name costs three times, here, on the way and there. Only a
  // row's own columns are looked at: what lies inside a jsonb column is kept as it is.
  const packed = (row: Row, stamps: Map<Instant, string>): object => {
    const pack: Record<string, unknown> = {};
    for (const name of names) {
      const value: unknown = row[name];
      if (value === null || value === undefined) continue;
      pack[name] = typeof value === 'number' && instants.has(name) ? stampOf(value, stamps) : value;
    }
    return pack;
  };
  return {
    columns: names.join(', '),
    source: `jsonb_to_recordset($1::jsonb) as r(${names.map((name) => `${name} ${types[name]}`).join(', ')})`,
    assign: (from, except) =>
      names
        .filter((name) => !except.includes(name))
        .map((name) => `${name} = ${from}.${name}`)
        .join(', '),
    json: (rows) => {
      const stamps = new Map<Instant, string>();
      const packs = rows.map((row) => packed(row, stamps));
      const text = JSON.stringify(packs);
      return UNSTORABLE.test(text) ? JSON.stringify(packs, replaced) : text;
    },
  };
}

/** The moments of many rows are few. */
const stampOf = (moment: Instant, stamps: Map<Instant, string>): string => {
  const known = stamps.get(moment);
  if (known !== undefined) return known;
  const stamp = toTimestamp(moment);
  stamps.set(moment, stamp);
  return stamp;
};

// as JSON writes them; what only looks alike is looked through once more, and stays
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

const replaced = (_: string, value: unknown): unknown => (typeof value === 'string' ? storable(value) : value);

// a NUL or half a surrogate pair, as hostile mail may carry, would make PostgreSQL refuse the whole statement
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();
