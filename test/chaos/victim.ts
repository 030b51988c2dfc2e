/**
 * The Belay that is killed: embedded PostgreSQL, sweep and outbox, and a small server through which a driver acts.
 * `node test/chaos/victim.ts <data folder>`; says `ready <port>` when it takes inputs.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { TicketCommand } from '#core/ticket/command.ts';
import { databaseClock } from '#server/platform/clock.ts';
import { openDatabase } from '#server/platform/db/database.ts';
import { createLog } from '#server/platform/log.ts';
import { startCarrier } from '#server/platform/outbox/pg-boss-carrier.ts';
import { startSweep } from '#server/platform/sweep.ts';
import { startDispatch } from '#server/ticket/dispatch.ts';
import { drawMessageId, handle, type TicketAct } from '#server/ticket/handle.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { actOf, openingAct } from '#test/harness/desk.ts';
import { deskOf, dispatchOf } from './desk-at-speed.ts';
import type { Input, Outcome } from './input.ts';

const [dataFolder] = process.argv.slice(2);
if (dataFolder === undefined) throw new Error('usage: node test/chaos/victim.ts <data folder>');

const log = createLog({ level: process.env['BELAY_TEST_LOG'] ?? 'error' });
const db = await openDatabase({ databaseUrl: null, dataFolder, pgBouncer: false }, log);
const desk = await deskOf(db);
const carrier = await startCarrier(db, log);
const dispatch = dispatchOf(db, log, databaseClock, carrier);
const dispatcher = await startDispatch(dispatch, carrier);
const sweep = startSweep({ sources: [ticketSource(db, dispatch.door, log)], log });

const server = createServer((request, response) => {
  bodyOf(request)
    .then((body) => act(JSON.parse(body) as Input))
    .then((outcome) => response.end(JSON.stringify(outcome)))
    .catch((error: unknown) => {
      response.statusCode = 503;
      response.end(String(error));
    });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`ready ${typeof address === 'object' ? address?.port : ''}\n`);
});

async function stop(): Promise<void> {
  server.close();
  server.closeAllConnections();
  await sweep.stop();
  await dispatcher.stop();
  await db.close();
  process.stdout.write('stopped\n');
}
process.once('SIGTERM', () => void stop());

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function act(input: Input): Promise<Outcome> {
  const one = await actFor(input);
  const [decision] = await db.withTransaction((tx) => handle(tx, dispatch.door, [one]));
  if (decision === undefined) throw new Error('the door answered nothing');
  return { ticketId: decision.ticketId, refusal: decision.ok ? null : decision.refusal };
}

async function actFor({ commandId, what, ticketId }: Input): Promise<TicketAct> {
  const by = [desk.petra, desk.lea, desk.marko, desk.ivana][commandId.charCodeAt(0) % 4]!;
  const worded = { words: commandId, commandId };
  if (what === 'open' || ticketId === null) {
    const opening = await openingAct(db, desk, await databaseClock.now(db), commandId);
    return { ...opening, message: { ...opening.message!, bodyText: commandId } };
  }
  switch (what) {
    case 'write': {
      const id = await drawMessageId(db);
      const command: TicketCommand = { type: 'receive', messageId: id, authorId: desk.ana, kind: 'message' };
      const message = { id, authorId: desk.ana, kind: 'message', channel: 'email', bodyText: commandId } as const;
      return { ticketId, command, commandId, message, actor: { kind: 'system' } };
    }
    case 'reply':
      return actOf(db, desk, ticketId, by, { type: 'reply', messageId: 0 }, worded);
    case 'note':
      return actOf(db, desk, ticketId, by, { type: 'note', messageId: 0 }, worded);
    case 'escalate':
      return actOf(
        db,
        desk,
        ticketId,
        by,
        { type: 'escalate', firing: null, reason: 'skill', messageId: null },
        { commandId },
      );
    case 'acknowledge':
      return actOf(db, desk, ticketId, by, { type: 'acknowledge', escalationId: 1 }, { commandId });
    case 'solve':
      return actOf(db, desk, ticketId, by, { type: 'set_status', to: 'solved' }, { commandId });
  }
}
