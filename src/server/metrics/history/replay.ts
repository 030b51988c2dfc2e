import type { TicketId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import { databaseClock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { createConfigCache } from '#server/sla/config-store.ts';
import { drawMessageId, drawTicketId, handle, MOST_ACTS, type Door, type TicketAct } from '#server/ticket/handle.ts';
import { actsOf, type HistoryAct } from './acts.ts';
import { makeCompany } from './company.ts';
import type { HistoryRow } from './row.ts';

/** What came of telling a history. */
export interface Replayed {
  tickets: number;
  commands: number;
  /** What the door refused: which line, and why. */
  refused: { line: number; number: string; command: string; refusal: string }[];
}

/**
 * Lives a history in an empty database: its company is made, then every row passes the door as commands at its own
 * moment, over all tickets in the order of time. Clocks that began in it only measure, also after its end; with
 * `goesOn` what is open at its end is missed and climbs like anything else.
 */
export async function replayHistory(
  db: Pick<Database, 'withTransaction'>,
  rows: readonly HistoryRow[],
  { goesOn = false }: { goesOn?: boolean } = {},
): Promise<Replayed> {
  const began = Math.min(...rows.map(({ at, openedAt }) => Math.min(at, openedAt ?? at)));
  const cast = await db.withTransaction((tx) => makeCompany(tx, rows, began));
  const ended = rows.reduce((latest, { at }) => Math.max(latest, at), began);
  const carriedOver = goesOn ? {} : { importedUntil: ended };
  const tickets = [...Map.groupBy(rows, (row) => row.number).values()];
  const acts = tickets
    .flatMap((list) => actsOf(list, cast, carriedOver))
    .toSorted((one, other) => one.order - other.order || one.line - other.line);
  // nothing of a past is sent, so there is nothing to carry
  const door: Door = {
    config: createConfigCache(),
    clock: databaseClock,
    carrier: { add: async () => undefined },
    mailHost: 'history.invalid',
  };
  const ids = new Map<string, TicketId>();
  const refused: Replayed['refused'] = [];
  for (let from = 0; from < acts.length; from += MOST_ACTS) {
    const batch = acts.slice(from, from + MOST_ACTS);
    const told = await db.withTransaction((tx) => pass(tx, door, batch, new Map(ids)));
    for (const [number, id] of told.ids) ids.set(number, id);
    refused.push(...told.refused);
  }
  return { tickets: ids.size, commands: acts.length, refused };
}

/** Passes one batch; `ids` gains the tickets it opens, and is the caller's only when the batch is committed. */
async function pass(tx: Tx, door: Door, batch: HistoryAct[], ids: Map<string, TicketId>) {
  const acts: TicketAct[] = [];
  for (const act of batch) {
    if (act.command.type === 'open') ids.set(act.number, await drawTicketId(tx));
    acts.push(await actOf(tx, act, ids.get(act.number)!));
  }
  const decisions = await handle(tx, door, acts);
  const refused = batch.flatMap(({ line, number, command }, index) => {
    const decision = decisions[index]!;
    return decision.ok ? [] : { line, number, command: command.type, refusal: decision.refusal };
  });
  return { ids, refused };
}

async function actOf(tx: Tx, { number, at, actor, command }: HistoryAct, ticketId: TicketId): Promise<TicketAct> {
  const act = { ticketId, actor, at, imported: true };
  if (command.type !== 'open') return { ...act, command };
  const message = await opening(tx, number, at, command);
  return { ...act, command: { ...command, messageId: message.id }, subject: number, message };
}

async function opening(
  tx: Tx,
  number: string,
  at: Instant,
  { requesterId, channel }: Extract<HistoryAct['command'], { type: 'open' }>,
) {
  const id = await drawMessageId(tx);
  return { id, authorId: requesterId, kind: 'message' as const, channel, at, subject: number, bodyText: number };
}
