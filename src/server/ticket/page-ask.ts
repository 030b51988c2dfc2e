import type { QueryResultRow } from 'pg';
import type { Database } from '#server/platform/db/database.ts';
import { nameOf } from './page-ids.ts';

/** What a page is asked of: the database itself, because a page chooses how its statement is planned. */
export type Asked = Pick<Database, 'query' | 'withTransaction'>;

/**
 * Asks a big statement. With `kept` the database plans it once a connection, for whatever values: PostgreSQL by itself
 * plans such a statement anew for each page, and that costs more than reading does.
 */
export const ask = async <Row extends QueryResultRow>(
  db: Asked,
  { text, values, kept }: { text: string; values: unknown[]; kept: boolean },
): Promise<Row[]> => {
  if (!kept) return (await db.query<Row>({ text, values })).rows;
  const { rows } = await db.withTransaction((tx) => tx.query<Row>({ name: nameOf(text), text, values }), {
    plansOnce: true,
  });
  return rows;
};
