/**
 * `npm run bench -- lag [--armed 10000,1000000] [--due 2000]`: how long after a clock ran out its breach is written for
 * good, with so many clocks armed, while so many run out one every 5 ms. Everything is as in a running Belay: two
 * workers, the database's clock, the outbox. The limit beside it is the goal of 100 ms and, as `bareMs`, how long a
 * transaction that claims, reads the clock and writes nothing takes on this machine just now.
 */
import { rm } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';
import type { TicketId } from '#core/ids.ts';
import { SECOND, type Duration } from '#core/time.ts';
import { agentSource } from '#server/agent/sweep-agents.ts';
import { databaseClock, monotonicMs, until } from '#server/platform/clock.ts';
import { openDatabase, type Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { createLog } from '#server/platform/log.ts';
import { startCarrier, type StartedCarrier } from '#server/platform/outbox/pg-boss-carrier.ts';
import { startSweep } from '#server/platform/sweep.ts';
import { putSettings, readSettings } from '#server/queue/settings-store.ts';
import { queueSource } from '#server/queue/sweep-queues.ts';
import { offerSource } from '#server/routing/sweep-offers.ts';
import { handle } from '#server/ticket/handle.ts';
import { claimDue } from '#server/ticket/sweep-store.ts';
import { recheckSource } from '#server/ticket/sweep-rechecks.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { doorWith, furnish, openingAct, type Desk } from '#test/harness/desk.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { arm, armFar, settle } from './sweep/armed.ts';
import { claiming } from './sweep/claiming.ts';

const EVERY: Duration = 5;
const GOAL: Duration = 100;
/** Filling ends and the first clock runs out. */
const LEAD = 3 * SECOND;
const log = createLog({ level: 'warn' });

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { armed: { type: 'string', default: '10000,1000000' }, due: { type: 'string', default: '2000' } },
  });
  const folder = await temporaryFolder('belay-bench-');
  const db = await openDatabase({ databaseUrl: null, dataFolder: folder, pgBouncer: false }, log);
  try {
    await migrate(db, `${import.meta.dirname}/../migrations`);
    const carrier = await startCarrier(db, log);
    const desk = await db.withTransaction(async (tx) => furnish(tx, await databaseClock.now(tx)));
    await putSettings(db, desk.teamId, await readSettings(db, desk.teamId), await databaseClock.now(db));
    const due = Number(values.due);
    await measure(db, carrier, desk, { armed: 0, due: 200 });
    for (const armed of values.armed.split(',').map(Number)) {
      report({ armed, due }, await measure(db, carrier, desk, { armed, due }));
    }
    await carrier.stop();
  } finally {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  /** From the due instant to the commit, ascending. */
  lags: Duration[];
  bareMs: number;
  fillSeconds: number;
  cpuMs: number;
}

async function measure(
  db: Database,
  carrier: StartedCarrier,
  desk: Desk,
  { armed, due }: { armed: number; due: number },
): Promise<Measured> {
  const door = doorWith(databaseClock, carrier);
  await db.query('truncate ticket restart identity cascade');
  const filling = monotonicMs();
  const act = await openingAct(db, desk, await databaseClock.now(db));
  await db.withTransaction((tx) => handle(tx, door, [act]));
  const { ticketId } = act;
  if (armed > due) await armFar(db, ticketId, { from: due + 1, to: armed }, await databaseClock.now(db));
  await settle(db);
  const fillSeconds = (monotonicMs() - filling) / SECOND;
  const bareMs = await emptyTransaction(db);
  const firstDue = (await databaseClock.now(db)) + LEAD;
  await arm(db, ticketId, { from: 1, to: due }, { firstDue, everyMs: EVERY, log: true });
  const steady = await steadyClock(db);
  const lags: Duration[] = [];
  const committed = (ids: TicketId[]): void => {
    const now = steady();
    for (const id of ids)
      if (id > ticketId && id <= ticketId + due) lags.push(now - (firstDue + (id - ticketId) * EVERY));
  };
  const cpu = process.cpuUsage();
  const watched = claiming(db, () => {}, committed);
  const sweep = startSweep({ sources: [ticketSource(watched, door, log)], log });
  const others = [agentSource(db, door.clock), offerSource(db, door), recheckSource(db, door), queueSource(db, door)];
  const rest = startSweep({ sources: others, log, workers: 1, helpers: 0 });
  const done = await until(() => lags.length >= due, { withinMs: LEAD + due * EVERY + 60 * SECOND });
  await sweep.stop();
  await rest.stop();
  const { user, system } = process.cpuUsage(cpu);
  if (!done) throw new Error(`${lags.length} of ${due} were looked at`);
  const { rows } = await db.query<{ n: number }>(
    `select count(distinct ticket_id) as n from ticket_event where type = 'target_breached'`,
  );
  if (rows[0]!.n !== due) throw new Error(`${rows[0]!.n} of ${due} were missed`);
  return { lags: lags.toSorted((one, other) => one - other), bareMs, fillSeconds, cpuMs: (user + system) / 1000 / due };
}

/** The database's clock as the process can read it without asking: set where a round trip was shortest. */
async function steadyClock(db: Database): Promise<() => number> {
  let best = { trip: Number.POSITIVE_INFINITY, offset: 0 };
  for (let round = 0; round < 50; round += 1) {
    const asked = monotonicMs();
    const now = await databaseClock.now(db);
    const trip = monotonicMs() - asked;
    if (trip < best.trip) best = { trip, offset: now - (asked + trip / 2) };
  }
  return () => monotonicMs() + best.offset;
}

async function emptyTransaction(db: Database): Promise<number> {
  const rounds = 200;
  const began = monotonicMs();
  for (let round = 0; round < rounds; round += 1) {
    await db.withTransaction(async (tx) => claimDue(tx, await databaseClock.now(tx), 100));
  }
  return (monotonicMs() - began) / rounds;
}

function report(asked: { armed: number; due: number }, { lags, bareMs, fillSeconds, cpuMs }: Measured): void {
  const at = (part: number): number => Math.round(lags[Math.ceil(part * lags.length) - 1]!);
  const how = {
    limitIs: 'the goal',
    everyMs: EVERY,
    p50: at(0.5),
    max: at(1),
    bareMs: Number(bareMs.toFixed(2)),
    cpuMs: Number(cpuMs.toFixed(2)),
    fillSeconds: Math.round(fillSeconds),
    load: Number(os.loadavg()[0]!.toFixed(1)),
  };
  console.log(
    JSON.stringify({ bench: 'lag', figure: 'lag_p99', ...asked, value: at(0.99), limit: GOAL, unit: 'ms', ...how }),
  );
}

await main();
