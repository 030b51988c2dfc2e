/**
 * `npm run bench -- rollout [--tickets 100000] [--seconds 30]`: a new version of a policy is applied to so many open tickets,
 * beside a running Belay. How long its preview and its beginning take, how many tickets a second are moved and at what cost,
 * and what somebody who reads a ticket and writes a note on it waits meanwhile, beside what they wait when nothing rolls.
 */
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { TicketId } from '#core/ids.ts';
import { DAY, SECOND, type Duration } from '#core/time.ts';
import { databaseClock, monotonicMs } from '#server/platform/clock.ts';
import { openDatabase, type Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { createLog } from '#server/platform/log.ts';
import { startCarrier } from '#server/platform/outbox/pg-boss-carrier.ts';
import { startSweep } from '#server/platform/sweep.ts';
import { previewRollout, startRollout } from '#server/sla/rollout.ts';
import { publish } from '#server/sla/store.ts';
import { rolloutSource } from '#server/sla/sweep-rollouts.ts';
import { handle, type Door } from '#server/ticket/handle.ts';
import { readDetail } from '#server/ticket/read-detail.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { actOf, actorOf, doorWith, furnish, openingAct, type Desk, type Pace } from '#test/harness/desk.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { arm, settle } from './sweep/armed.ts';
import { spent, spentEach } from './sweep/cpu.ts';

const STANDARD = { kind: 'policy', name: 'Standard' } as const;
const WEEK: Duration = 7 * DAY;
/** Nothing is due while it is measured. */
const CALM: Pace = {
  targetMs: WEEK,
  waitMs: WEEK,
  lastResortEveryMs: WEEK,
  remindAfterMs: WEEK,
  confirmWithinMs: WEEK,
};
/** Long enough for a percentile, while nothing rolls. */
const IDLE_SECONDS = 5;
/** Somebody at the desk does something so often. */
const EVERY: Duration = 100;
const log = createLog({ level: 'warn' });

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { tickets: { type: 'string', default: '100000' }, seconds: { type: 'string', default: '30' } },
  });
  const folder = await temporaryFolder('belay-bench-');
  const db = await openDatabase({ databaseUrl: null, dataFolder: folder, pgBouncer: false }, log);
  try {
    await migrate(db, `${import.meta.dirname}/../migrations`);
    const carrier = await startCarrier(db, log);
    const desk = await db.withTransaction(async (tx) => furnish(tx, await databaseClock.now(tx), CALM));
    const door = doorWith(databaseClock, carrier);
    const tickets = Number(values.tickets);
    const first = await fill(db, door, desk, tickets);
    await publishAnother(db, desk);
    await preview(db, desk);
    const idle = await frontLine(db, door, desk, first, () => monotonicMs() - begun > IDLE_SECONDS * SECOND);
    await rollOut(db, door, desk, { first, tickets, seconds: Number(values.seconds), idle });
    await carrier.stop();
  } finally {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Open tickets with a log each: what is promised anew is measured by it. The first of their ids. */
async function fill(db: Database, door: Door, desk: Desk, tickets: number): Promise<TicketId> {
  const act = await openingAct(db, desk, await databaseClock.now(db));
  await db.withTransaction((tx) => handle(tx, door, [act]));
  const firstDue = (await databaseClock.now(db)) + WEEK;
  await arm(db, act.ticketId, { from: 1, to: tickets - 1 }, { firstDue, everyMs: 0, log: true });
  await settle(db);
  return act.ticketId;
}

/** The same policy, with half of the time. */
async function publishAnother(db: Database, desk: Desk): Promise<void> {
  await db.withTransaction(async (tx) => {
    const { rows } = await tx.query<{ body: { targets: { targetMs: Record<string, number> }[] } }>(
      'select body from config_version where id = $1',
      [desk.policyVersionId],
    );
    const { targets, ...rest } = rows[0]!.body;
    const half = { S1: WEEK / 2, S2: WEEK / 2, S3: WEEK / 2, S4: WEEK / 2 };
    const body = { ...rest, targets: targets.map((target) => ({ ...target, targetMs: half })) };
    await publish(tx, { ...STANDARD, body: body as never }, await databaseClock.now(tx));
  });
}

async function preview(db: Database, desk: Desk): Promise<void> {
  const times: Duration[] = [];
  let looked = 0;
  let tickets = 0;
  for (let round = 0; round < 3; round += 1) {
    const began = monotonicMs();
    const found = await db.withTransaction(async (tx) =>
      previewRollout(tx, STANDARD, { reader: desk.ivana, now: await databaseClock.now(tx) }),
    );
    times.push(monotonicMs() - began);
    [looked, tickets] = [found!.looked, found!.tickets];
  }
  print({ figure: 'preview', tickets, looked, coldMs: round(times[0]!), warmMs: round(Math.min(...times)) });
}

interface Waits {
  read: Duration[];
  note: Duration[];
}

let begun = 0;

/** Reads a ticket and writes a note on it, over and over, until `isOver`; how long each took. */
async function frontLine(
  db: Database,
  door: Door,
  desk: Desk,
  ticketId: TicketId,
  isOver: () => boolean,
): Promise<Waits> {
  begun = monotonicMs();
  const actor = actorOf(desk, desk.petra) as Extract<ReturnType<typeof actorOf>, { kind: 'person' }>;
  const waits: Waits = { read: [], note: [] };
  const took = async (act: () => Promise<unknown>): Promise<Duration> => {
    const began = monotonicMs();
    await act();
    return monotonicMs() - began;
  };
  while (!isOver()) {
    waits.read.push(await took(() => readDetail(db, door, actor, ticketId)));
    const note = { type: 'note', messageId: 0 } as const;
    const act = await actOf(db, desk, ticketId, desk.petra, note, { words: 'Looked at.' });
    waits.note.push(await took(() => db.withTransaction((tx) => handle(tx, door, [act]))));
    await sleep(EVERY);
  }
  return waits;
}

async function rollOut(
  db: Database,
  door: Door,
  desk: Desk,
  { first, tickets, seconds, idle }: { first: TicketId; tickets: number; seconds: number; idle: Waits },
): Promise<void> {
  const asked = monotonicMs();
  await db.withTransaction(async (tx) =>
    startRollout(tx, { ...STANDARD, versionId: null, by: desk.ivana }, await databaseClock.now(tx)),
  );
  print({ figure: 'begun', tickets, ms: round(monotonicMs() - asked) });
  const before = spent(db);
  const began = monotonicMs();
  const sweep = startSweep({ sources: [ticketSource(db, door, log)], log });
  const rest = startSweep({ sources: [rolloutSource(db, door, log)], log, workers: 1, helpers: 0 });
  const meanwhile = await frontLine(db, door, desk, first, () => monotonicMs() - began > seconds * SECOND);
  await rest.stop();
  await sweep.stop();
  const lasted = (monotonicMs() - began) / SECOND;
  const { rows } = await db.query<{ done: number; changed: number; failed: number }>(
    'select done, changed, failed from rollout',
  );
  const { done, changed, failed } = rows[0]!;
  print({
    figure: 'rolled out',
    done,
    changed,
    failed,
    perSecond: round(done / lasted),
    ...spentEach(db, before, done),
  });
  for (const what of ['read', 'note'] as const) {
    print({ figure: `front line: ${what}`, idle: percentiles(idle[what]), meanwhile: percentiles(meanwhile[what]) });
  }
}

const percentiles = (waits: Duration[]): { p50: number; p99: number; n: number } => {
  const sorted = waits.toSorted((one, other) => one - other);
  const at = (part: number): number => round(sorted[Math.ceil(part * sorted.length) - 1]!);
  return { p50: at(0.5), p99: at(0.99), n: sorted.length };
};

const round = (value: number): number => Number(value.toFixed(1));
const print = (figure: object): void =>
  void process.stdout.write(`${JSON.stringify({ bench: 'rollout', ...figure })}\n`);

await main();
