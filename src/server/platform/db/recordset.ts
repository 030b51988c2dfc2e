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
  const instants = names.filter((name) => types[name] === 'timestamptz');
  // only a row's own columns: what lies inside a jsonb column is kept as it is
  const stamped = (row: Row): object => {
    const moments = instants.map((name) => [name, row[name]] as const);
    return {
      ...row,
      ...Object.fromEntries(moments.map(([name, at]) => [name, typeof at === 'number' ? toTimestamp(at) : at])),
    };
  };
  return {
    columns: names.join(', '),
    source: `jsonb_to_recordset($1::jsonb) as r(${names.map((name) => `${name} ${types[name]}`).join(', ')})`,
    assign: (from, except) =>
      names
        .filter((name) => !except.includes(name))
        .map((name) => `${name} = ${from}.${name}`)
        .join(', '),
    json: (rows) =>
      JSON.stringify(rows.map(stamped), (_, value: unknown) => (typeof value === 'string' ? storable(value) : value)),
  };
}

// a NUL or half a surrogate pair, as hostile mail may carry, would make PostgreSQL refuse the whole statement
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();
