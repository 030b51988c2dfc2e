import type { TicketId } from '#core/ids.ts';
import type { RefusalCode } from '#core/ticket/command.ts';
import type { Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** What came of a command when it was first decided. */
export interface DecidedCommand {
  command_id: string;
  ticket_id: TicketId;
  at: Instant;
  /** The ticket's newest event then. */
  seq: number;
  refusal: RefusalCode | null;
}

/**
 * Holds commands that open a ticket apart from the same commands elsewhere until the transaction ends: they have no
 * ticket row yet on which to wait for each other.
 */
export async function lockCommands(tx: Tx, commandIds: string[]): Promise<void> {
  await tx.query({
    name: 'command_lock',
    text: `select pg_advisory_xact_lock(hashtextextended(id, 7235420)) from unnest($1::text[]) as id`,
    values: [[...new Set(commandIds)].toSorted()],
  });
}

/** Those of `commandIds` that were decided before. Asked when the tickets are locked. */
export async function findCommands(tx: Tx, commandIds: string[]): Promise<DecidedCommand[]> {
  const { rows } = await tx.query<DecidedCommand>({
    name: 'command_find',
    text: 'select command_id, ticket_id, at, seq, refusal from ticket_command where command_id = any($1)',
    values: [commandIds],
  });
  return rows;
}

const command = recordset<DecidedCommand>({
  command_id: 'text',
  ticket_id: 'bigint',
  at: 'timestamptz',
  seq: 'int',
  refusal: 'text',
});

const INSERT = `insert into ticket_command (${command.columns}) select * from ${command.source}`;

export async function recordCommands(tx: Tx, decided: DecidedCommand[]): Promise<void> {
  if (decided.length === 0) return;
  await tx.query({ name: 'command_record', text: INSERT, values: [command.json(decided)] });
}
