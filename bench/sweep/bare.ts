import { monotonicMs } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { MOST_WORKERS } from '#server/platform/sweep.ts';

/** As many as the sweep has when much is due. */
export const WORKERS = MOST_WORKERS;

/** Statements of one transaction, as they were sent. */
export type Recorded = { name: string; text: string; values: unknown[] }[];

/** The same database, noting every statement that writes, by transaction. */
export function recording(db: Database, recorded: Recorded[]): Database {
  return {
    ...db,
    withTransaction: (fn, options) =>
      db.withTransaction(async (tx) => {
        const statements: Recorded = [];
        const noting = ((statement: Recorded[number], ...rest: unknown[]) => {
          if (/^\s*(insert|update)/.test(statement.text ?? '')) statements.push(statement);
          return (tx.query as (...all: unknown[]) => unknown)(statement, ...rest);
        }) as Tx['query'];
        const value = await fn({ query: noting });
        if (statements.length > 0) recorded.push(statements);
        return value;
      }, options),
  };
}

/** The same statements for the tickets `by` further on. */
export function shifted(statements: Recorded, by: number): Recorded {
  return statements.flatMap(({ name, text, values: [json, ...more] }) => {
    if (typeof json !== 'string') return [];
    const rows = JSON.parse(json) as Record<string, number>[];
    // a mail a person and minute is there already: writing it again would only meet it
    if (rows.some((row) => 'mail_message_id' in row)) return [];
    const column = name === 'ticket_update' ? 'id' : 'ticket_id';
    if (!rows.every((row) => column in row)) return [];
    return {
      name,
      text,
      values: [JSON.stringify(rows.map((row) => ({ ...row, [column]: row[column]! + by }))), ...more],
    };
  });
}

export async function writeNext(db: Database, queue: Recorded[]): Promise<boolean> {
  const next = queue.shift();
  if (next === undefined) return false;
  await db.withTransaction(async (tx) => {
    for (const statement of next) await tx.query(statement);
  });
  return true;
}

/** All workers at once, each until `step` has nothing more. */
export async function together(step: () => Promise<boolean>): Promise<void> {
  await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      while (await step());
    }),
  );
}

export async function timed(work: () => Promise<void>): Promise<number> {
  const began = monotonicMs();
  await work();
  return monotonicMs() - began;
}
