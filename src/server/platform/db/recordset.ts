import { toTimestamp } from './values.ts';

type ColumnType = 'bigint' | 'int' | 'text' | 'boolean' | 'timestamptz' | 'jsonb' | 'bigint[]' | 'int[]' | 'text[]';

/** Many rows as one parameter, so that one statement writes them all. */
export interface Recordset<Row> {
  /** The column names, for `insert into t (…)`. */
  columns: string;
  /** `r(…)` over the first parameter, for `select … from …`. */
  source: string;
  /** `a = r.a, b = r.b …` of every column but those named. */
  assign(from: string, except: (keyof Row & string)[]): string;
  /** The parameter. Instants become timestamps; text loses what PostgreSQL cannot hold. */
  json(rows: readonly Row[]): string;
}

/** Describes rows by their columns' types; the order is the order of writing. */
export function recordset<Row extends object>(types: Record<keyof Row & string, ColumnType>): Recordset<Row> {
  const names = Object.keys(types) as (keyof Row & string)[];
  const instants = new Set<string>(names.filter((name) => types[name] === 'timestamptz'));
  const replacer = function replacer(this: unknown, key: string, value: unknown): unknown {
    if (typeof value === 'string') return storable(value);
    return typeof value === 'number' && instants.has(key) ? toTimestamp(value) : value;
  };
  return {
    columns: names.join(', '),
    source: `jsonb_to_recordset($1::jsonb) as r(${names.map((name) => `${name} ${types[name]}`).join(', ')})`,
    assign: (from, except) =>
      names
        .filter((name) => !except.includes(name))
        .map((name) => `${name} = ${from}.${name}`)
        .join(', '),
    json: (rows) => JSON.stringify(rows, replacer),
  };
}

// a NUL or half a surrogate pair, as hostile mail may carry, would make PostgreSQL refuse the whole statement
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();
