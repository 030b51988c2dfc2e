/**
 * The Belay that is killed: all of it, on its own embedded PostgreSQL, and a small server through which a driver acts at
 * the door. `node test/chaos/victim.ts <data folder> [<port mail is sent to>]`; says `ready <port> <smtp port>`.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { TicketCommand } from '#core/ticket/command.ts';
import { SEVERITIES } from '#core/ticket/ticket.ts';
import { startBelay } from '#server/app.ts';
import { parseConfig } from '#server/config.ts';
import { databaseClock } from '#server/platform/clock.ts';
import { createLog } from '#server/platform/log.ts';
import { drawMessageId, handle, type TicketAct } from '#server/ticket/handle.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { actOf, openingAct } from '#test/harness/desk.ts';
import { deskOf } from './desk-at-speed.ts';
import type { Input, Outcome } from './input.ts';

const TAGS = ['deposit', 'headset', 'refund'];

const [dataFolder = '', mailPort] = process.argv.slice(2);
const parsed = parseConfig(
  {
    BELAY_DATA: dataFolder,
    BELAY_PORT: '0',
    BELAY_SMTP_PORT: '0',
    BELAY_DEMO: '0',
    BELAY_UNDO_SEND: '2',
    ...(mailPort === undefined ? {} : { BELAY_SMTP_URL: `smtp://127.0.0.1:${mailPort}` }),
  },
  process.cwd(),
);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const log = createLog({ level: process.env['BELAY_TEST_LOG'] ?? 'error' });
const belay = await startBelay(parsed.config, { log });
const { db, door } = belay;
const desk = await deskOf(db);

const server = createServer((request, response) => {
  const reply = request.method === 'GET' ? undecided() : bodyOf(request).then((body) => act(JSON.parse(body) as Input));
  reply
    .then((outcome) => response.end(JSON.stringify(outcome)))
    .catch((error: unknown) => {
      response.statusCode = 503;
      response.end(String(error));
    });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`ready ${typeof address === 'object' ? address?.port : ''} ${belay.smtp.port}\n`);
});

async function stop(): Promise<void> {
  server.close();
  server.closeAllConnections();
  await belay.close();
  process.stdout.write('stopped\n');
}
process.once('SIGTERM', () => void stop());

/** How much mail still waits for its verdict. */
async function undecided(): Promise<number> {
  const { rows } = await db.query<{ n: number }>(`select count(*) as n from intake where verdict = 'received'`);
  return rows[0]!.n;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function act(input: Input): Promise<Outcome> {
  const one = await actFor(input);
  const [decision] = await db.withTransaction((tx) => handle(tx, door, [one]));
  if (decision === undefined) throw new Error('the door answered nothing');
  return { ticketId: decision.ticketId, refusal: decision.ok ? null : decision.refusal };
}

async function actFor(input: Input): Promise<TicketAct> {
  const { commandId, what, ticketId } = input;
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
    case 'mail':
    case 'answer':
      throw new Error(`${what} comes by SMTP`);
    case 'solve':
      return actOf(db, desk, ticketId, by, { type: 'set_status', to: 'solved' }, { commandId });
    default:
      return takingBack({ ...input, what, ticketId, by });
  }
}

type Changing = 'withdraw' | 'severity' | 'tags' | 'return' | 'hand_back';

/** Acts on what is there just now: whoever was told returns it, whoever holds it hands it back. */
async function takingBack(asked: Input & { what: Changing; ticketId: number; by: number }): Promise<TicketAct> {
  const { commandId, what, ticketId, by } = asked;
  const pick = commandId.charCodeAt(1) % 4;
  const about = (await loadTickets(db, [ticketId])).get(ticketId)?.escalations[0];
  const escalationId = 1;
  switch (what) {
    case 'withdraw': {
      const { rows } = await db.query<{ id: number; author: number }>(
        `select id, author_id as author from message where ticket_id = $1 and kind = 'reply'
         order by delivery = 'queued' desc, id desc limit 1`,
        [ticketId],
      );
      const { id: messageId, author: authorId } = rows[0] ?? { id: 0, author: by };
      return actOf(db, desk, ticketId, authorId, { type: 'withdraw_reply', messageId, authorId }, { commandId });
    }
    case 'severity':
      return actOf(db, desk, ticketId, by, { type: 'set_severity', severity: SEVERITIES[pick]! }, { commandId });
    case 'tags':
      return actOf(db, desk, ticketId, by, { type: 'set_tags', tags: TAGS.slice(0, pick) }, { commandId });
    case 'return': {
      const command = { type: 'return', escalationId, reason: 'no_time', messageId: null } as const;
      return actOf(db, desk, ticketId, about?.told[0] ?? by, command, { commandId });
    }
    case 'hand_back': {
      const holder = about?.status === 'acknowledged' ? about : undefined;
      const to = holder?.handBack?.to;
      if (to !== undefined) {
        return actOf(db, desk, ticketId, to, { type: 'acknowledge_hand_back', escalationId }, { commandId });
      }
      const offered = [desk.petra, desk.lea].find((person) => person !== holder?.by) ?? null;
      const command = { type: 'hand_back', escalationId, to: offered, reason: 'part_done', messageId: null } as const;
      return actOf(db, desk, ticketId, holder?.by ?? by, command, { commandId });
    }
  }
}
