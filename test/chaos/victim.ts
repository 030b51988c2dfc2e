/**
 * The Belay that is killed: all of it, on its own embedded PostgreSQL, and a small server through which a driver acts at
 * the door. `node test/chaos/victim.ts <data folder> [<port mail is sent to>]`; says `ready <port> <smtp port>`.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { SECOND } from '#core/time.ts';
import { handleAgents } from '#server/agent/handle.ts';
import { startBelay } from '#server/app.ts';
import { parseConfig } from '#server/config.ts';
import { databaseClock } from '#server/platform/clock.ts';
import { createLog } from '#server/platform/log.ts';
import { handle } from '#server/ticket/handle.ts';
import { actFor, pickOf } from './acts.ts';
import { deskOf } from './desk-at-speed.ts';
import { isApart, isOfTwo, type Input, type Outcome, type Standing } from './input.ts';
import { actOnTwo } from './of-two.ts';
import { AMID, beginRollout, cancelRollout } from './rollouts.ts';

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
  const reply = request.method === 'GET' ? standing() : bodyOf(request).then((body) => act(JSON.parse(body) as Input));
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

async function standing(): Promise<Standing> {
  const { rows } = await db.query<Standing>(
    `select (select count(*) from intake where verdict = 'received') as undecided,
       ${AMID} as "amidRollout",
       exists (select from rollout where state = 'running') as "rollingOut",
       coalesce((select jsonb_agg(distinct type) from ticket_event), '[]') as seen`,
  );
  return rows[0]!;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function act(input: Input): Promise<Outcome> {
  const { what, ticketId } = input;
  if (isOfTwo(what)) {
    return actOnTwo({ db, door, cleanHtml: (html) => html, changed: () => {} }, desk, { ...input, what });
  }
  if (what === 'presence') return { ticketId, refusal: await setPresence(input) };
  if (isApart(what)) {
    const refusal = await db.withTransaction(async (tx) => {
      const now = await databaseClock.now(tx);
      return what === 'roll_out' ? beginRollout(tx, desk, now) : cancelRollout(tx, desk, now);
    });
    return { ticketId, refusal };
  }
  const one = await actFor(db, desk, input, await databaseClock.now(db));
  const [decision] = await db.withTransaction((tx) => handle(tx, door, [one]));
  if (decision === undefined) throw new Error('the door answered nothing');
  return { ticketId: decision.ticketId, refusal: decision.ok ? null : decision.refusal };
}

/** One of the front line is there, or not: what they are offered goes on. */
async function setPresence(input: Input): Promise<string | null> {
  const personId = pickOf(input, 0) % 2 === 0 ? desk.petra : desk.lea;
  const to = (['available', 'available', 'break', 'available', 'focus', 'offline'] as const)[pickOf(input, 1)]!;
  const decisions = await db.withTransaction(async (tx) => {
    const until = to === 'break' ? (await databaseClock.now(tx)) + SECOND : null;
    const command = { type: 'set_presence', to, until, reason: null } as const;
    return handleAgents(tx, door.clock, [{ personId, command, actorId: personId }]);
  });
  return decisions[0]!.ok ? null : decisions[0]!.refusal;
}
