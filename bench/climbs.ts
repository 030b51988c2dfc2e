/**
 * `npm run bench -- climbs [--breached 20000] [--open 0,200000]`: so many tickets have missed their target at once, as
 * after a server that slept; beside them so many more are open and due in a month. How many climb a second, and whether
 * the oldest climbs first. The limit is bare SQL: the very rows the sweep wrote, written once more for other tickets.
 */
import { rm } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';
import type { TicketId } from '#core/ids.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { manualClock } from '#server/platform/clock.ts';
import { openDatabase, type Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { createLog } from '#server/platform/log.ts';
import { startCarrier, type StartedCarrier } from '#server/platform/outbox/pg-boss-carrier.ts';
import { BATCH } from '#server/platform/sweep.ts';
import { handle } from '#server/ticket/handle.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { doorWith, furnish, MONDAY, openingAct, type Desk } from '#test/harness/desk.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { arm, armFar, settle } from './sweep/armed.ts';
import { claiming } from './sweep/claiming.ts';
import { spent, spentEach, type Spent } from './sweep/cpu.ts';
import { recording, shifted, timed, together, WORKERS, writeNext, type Recorded } from './sweep/bare.ts';

const WARM_UP = 1_000;
const log = createLog({ level: 'warn' });

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { breached: { type: 'string', default: '20000' }, open: { type: 'string', default: '0,200000' } },
  });
  const folder = await temporaryFolder('belay-bench-');
  const db = await openDatabase({ databaseUrl: null, dataFolder: folder, pgBouncer: false }, log);
  try {
    await migrate(db, `${import.meta.dirname}/../migrations`);
    const carrier = await startCarrier(db, log);
    const desk = await db.withTransaction((tx) => furnish(tx, MONDAY));
    await measure(db, carrier, desk, { breached: WARM_UP, open: 0 });
    for (const open of values.open.split(',').map(Number)) {
      const breached = Number(values.breached);
      report({ breached, open }, await measure(db, carrier, desk, { breached, open }));
    }
    await carrier.stop();
  } finally {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  sweptMs: number;
  bareMs: number;
  /** Processor time of one climb. */
  each: Spent;
  /** Tickets that were taken up although an older one still waited for its worker. */
  outOfOrder: number;
}

async function measure(
  db: Database,
  carrier: StartedCarrier,
  desk: Desk,
  { breached, open }: { breached: number; open: number },
): Promise<Measured> {
  const clock = manualClock(MONDAY);
  const door = doorWith(clock, carrier);
  await db.query('truncate ticket restart identity cascade');
  const act = await openingAct(db, desk, MONDAY);
  await db.withTransaction((tx) => handle(tx, door, [act]));
  const { ticketId } = act;
  // the youngest has the lowest id: what comes first does not come first by chance
  const due = { firstDue: MONDAY + HOUR, everyMs: -MINUTE / breached, log: true };
  await arm(db, ticketId, { from: 1, to: breached }, due);
  const spare = { firstDue: MONDAY + 24 * HOUR, everyMs: 0, log: true };
  await arm(db, ticketId, { from: breached + 1, to: 2 * breached }, spare);
  if (open > 0) await armFar(db, ticketId, { from: 2 * breached + 1, to: 2 * breached + open }, MONDAY);
  await db.query('update ticket set due_at = $2 where id = $1', [ticketId, new Date(MONDAY + 48 * HOUR)]);
  await settle(db);
  const recorded: Recorded[] = [];
  const claims: TicketId[][] = [];
  const source = ticketSource(
    claiming(recording(db, recorded), (ids) => claims.push(ids)),
    door,
    log,
  );
  clock.moveTo(MONDAY + HOUR + MINUTE);
  const before = spent(db);
  const sweptMs = await timed(() => together(async () => (await source.act(BATCH)) > 0));
  const each = spentEach(db, before, breached);
  const { rows } = await db.query<{ n: number }>(
    `select count(distinct ticket_id) as n from ticket_event where type = 'step_reached'`,
  );
  if (rows[0]!.n !== breached) throw new Error(`${rows[0]!.n} of ${breached} climbed`);
  const queue = recorded.map((statements) => shifted(statements, breached));
  const bareMs = await timed(() => together(() => writeNext(db, queue)));
  return { sweptMs, bareMs, each, outOfOrder: outOfOrder(claims) };
}

/** An older ticket has a higher id here; two workers may overtake each other by the batch that each has in hand. */
function outOfOrder(claims: TicketId[][]): number {
  let oldest = Number.POSITIVE_INFINITY;
  let many = 0;
  for (const claim of claims) {
    for (const [index, id] of claim.entries()) {
      if (index > 0 && id > claim[index - 1]!) many += 1;
      if (id > oldest + WORKERS * BATCH) many += 1;
    }
    oldest = Math.min(oldest, ...claim);
  }
  return many;
}

function report(
  asked: { breached: number; open: number },
  { sweptMs, bareMs, each, outOfOrder: many }: Measured,
): void {
  const value = Math.round((asked.breached / sweptMs) * 1000);
  const limit = Math.round((asked.breached / bareMs) * 1000);
  const how = { limitIs: 'bare SQL writing the same rows', workers: WORKERS, batch: BATCH, load: load() };
  const ofLimit = Number((value / limit).toFixed(2));
  console.log(
    JSON.stringify({
      bench: 'climbs',
      figure: 'climbs_per_second',
      ...asked,
      value,
      limit,
      ofLimit,
      unit: '1/s',
      ...each,
      ...how,
    }),
  );
  console.log(
    JSON.stringify({ bench: 'climbs', figure: 'out_of_order', ...asked, value: many, limit: 0, unit: 'tickets' }),
  );
}

const load = (): number => Number(os.loadavg()[0]!.toFixed(1));

await main();
