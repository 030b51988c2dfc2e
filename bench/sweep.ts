/**
 * `npm run bench -- sweep [--open 1000,10000,100000]`: how many climbs a second the sweep does, with so many tickets
 * open. A climb is one due ticket claimed, decided and written with its events, notices, followers and mails; a ladder
 * is all of a ticket's climbs, from the breach over two steps to the last resort. The limit beside each figure is bare
 * SQL: the very rows the sweep wrote, written once more for other tickets by statements that need no deciding.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { MINUTE } from '#core/time.ts';
import { manualClock, type ManualClock } from '#server/platform/clock.ts';
import { openDatabase, type Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { createLog } from '#server/platform/log.ts';
import { startCarrier, type StartedCarrier } from '#server/platform/outbox/pg-boss-carrier.ts';
import { BATCH } from '#server/platform/sweep.ts';
import { handle } from '#server/ticket/handle.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { doorWith, furnish, MONDAY, openingAct, type Desk } from '#test/harness/desk.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { recording, shifted, timed, together, WORKERS, writeNext, type Recorded } from './sweep/bare.ts';

/** Past the breach, past the first step's wait, past the second's: step, step, last resort. */
const MOMENTS = [61 * MINUTE, 76 * MINUTE, 91 * MINUTE];
const MOST_CLIMBING = 4_000;
const CLONED_AT_ONCE = 5_000;
/** Tickets of a first run that is not reported: the figures are those of a Belay that has been running. */
const WARM_UP = 1_000;

interface Measured {
  climbs: number;
  ladders: number;
  sweptMs: number;
  bareMs: number;
}

const log = createLog({ level: 'warn' });

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { open: { type: 'string', default: '1000,10000,100000' } } });
  const folder = await temporaryFolder('belay-bench-');
  const databaseUrl = process.env['DATABASE_URL'] ?? null;
  const db = await openDatabase({ databaseUrl, dataFolder: folder, pgBouncer: false }, log);
  try {
    await migrate(db, `${import.meta.dirname}/../migrations`);
    const carrier = await startCarrier(db, log);
    const desk = await db.withTransaction((tx) => furnish(tx, MONDAY));
    await measure(db, carrier, desk, WARM_UP);
    for (const open of values.open.split(',').map(Number)) report(open, await measure(db, carrier, desk, open));
    await carrier.stop();
  } finally {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(db: Database, carrier: StartedCarrier, desk: Desk, open: number): Promise<Measured> {
  const climbing = Math.min(MOST_CLIMBING, Math.floor(open / 2));
  const clock = manualClock(MONDAY);
  const door = doorWith(clock, carrier);
  await fill(db, desk, clock, { open, climbing, door });
  const recorded: Recorded[] = [];
  const source = ticketSource(recording(db, recorded), door, log);
  const before = await firings(db);
  let sweptMs = 0;
  for (const after of MOMENTS) {
    clock.moveTo(MONDAY + after);
    sweptMs += await timed(() => together(async () => (await source.act(BATCH)) > 0));
  }
  const climbs = (await firings(db)) - before;
  if (climbs !== climbing * MOMENTS.length) throw new Error(`${climbs} climbs of ${climbing * MOMENTS.length}`);
  const queue = recorded.map((statements) => shifted(statements, climbing));
  const bareMs = await timed(() => together(() => writeNext(db, queue)));
  return { climbs, ladders: climbing, sweptMs, bareMs };
}

function report(open: number, { climbs, ladders, sweptMs, bareMs }: Measured): void {
  for (const [figure, many] of [
    ['climbs_per_second', climbs],
    ['ladders_per_second', ladders],
  ] as const) {
    const value = Math.round((many / sweptMs) * 1000);
    const limit = Math.round((many / bareMs) * 1000);
    const ofLimit = Number((value / limit).toFixed(2));
    const how = { limitIs: 'bare SQL writing the same rows', workers: WORKERS, batch: BATCH };
    console.log(JSON.stringify({ bench: 'sweep', figure, open, value, limit, ofLimit, unit: '1/s', ...how }));
  }
}

/** As many tickets as asked: those that climb, as many again for the bare run, and the rest, due much later. */
async function fill(
  db: Database,
  desk: Desk,
  clock: ManualClock,
  { open, climbing, door }: { open: number; climbing: number; door: ReturnType<typeof doorWith> },
): Promise<void> {
  await db.query('truncate ticket restart identity cascade');
  const act = await openingAct(db, desk, clock.current);
  await db.withTransaction((tx) => handle(tx, door, [act]));
  for (let from = 1; from < open; from += CLONED_AT_ONCE) {
    await cloneTickets(db, act.ticketId, [from, Math.min(open - 1, from + CLONED_AT_ONCE - 1)], climbing - 1);
  }
  await db.query('vacuum (analyze) ticket, sla_clock, escalation, ticket_event, notice, ticket_follower');
  // what filling wrote is not to be paid for by what is measured
  if (db.where.embedded) await db.query('checkpoint');
}

/** Copies a ticket and its children under the ids `from` to `to` further on; those after `near` look due in a month. */
async function cloneTickets(db: Tx, ticketId: number, [from, to]: [number, number], near: number): Promise<void> {
  await db.query(
    `insert into ticket select (jsonb_populate_record(t, jsonb_build_object('id', t.id + g, 'number', t.number + g)
       || case when g <= $4 then '{}' else jsonb_build_object('due_at', t.due_at + interval '30 days') end)).*
     from ticket t, generate_series($2::int, $3::int) g where t.id = $1`,
    [ticketId, from, to, near],
  );
  const clone = (child: string): Promise<unknown> =>
    db.query(
      `insert into ${child} select (jsonb_populate_record(c, jsonb_build_object('ticket_id', c.ticket_id + g))).*
       from ${child} c, generate_series($2::int, $3::int) g where c.ticket_id = $1`,
      [ticketId, from, to],
    );
  await clone('sla_clock');
  await clone('ticket_event');
  await clone('ticket_follower');
}

async function firings(db: Tx): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*) as n from ticket_event where type in ('step_reached', 'last_resort_reached')`,
  );
  return rows[0]!.n;
}

await main();
