import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Role } from '#core/people/roles.ts';
import type { Instant } from '#core/time.ts';
import { databaseClock, monotonicMs } from '#server/platform/clock.ts';
import { openDatabase, type Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { createLog } from '#server/platform/log.ts';
import type { PersonActor } from '#server/ticket/sight.ts';
import { furnish, type Desk } from '#test/harness/desk.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { cpuMs } from './cpu.ts';
import { fillDesk } from './fill.ts';

/** What every bench that reads a desk of growing size may be asked. */
export const GROWING = {
  sizes: { type: 'string', default: '1000,10000,100000' },
  million: { type: 'boolean', default: false },
  /** each figure behind the mean, on standard error */
  timing: { type: 'boolean', default: false },
  /** a folder where the desk stays, to be asked again at once: with one size, the one it has */
  keep: { type: 'string' },
} as const;

/** A desk with `tickets` tickets, and who reads in it. */
export interface BenchDesk {
  db: Database;
  tickets: number;
  /** In two teams of twelve. */
  agent: PersonActor;
  /** Sees all. */
  manager: PersonActor;
  /** CPU milliseconds used so far by Belay and PostgreSQL together. */
  cpuMs(): number;
}

/**
 * One database that grows; `measure` is called at each size, after a start of PostgreSQL, which is set by the size it finds.
 * `words` is how long a message is, see `fillDesk`.
 */
export async function atEachSize(
  asked: { sizes: string; million: boolean; timing: boolean; keep?: string | undefined; words: number },
  measure: (desk: BenchDesk) => Promise<void>,
): Promise<void> {
  const folder = asked.keep === undefined ? await temporaryFolder('belay-bench-') : path.resolve(asked.keep);
  try {
    const furnished = await furnishedIn(folder);
    for (const size of [...asked.sizes.split(',').map(Number), ...(asked.million ? [1_000_000] : [])]) {
      const began = monotonicMs();
      await opened(folder, (db) => fillDesk(db, furnished.desk, { size, words: asked.words, now: furnished.now }));
      if (asked.timing) process.stderr.write(`filled ${size} in ${Math.round(monotonicMs() - began)} ms\n`);
      await opened(folder, async (db) => measure(await deskOf(db, size)));
    }
  } finally {
    if (asked.keep === undefined) await rm(folder, { recursive: true, force: true });
  }
}

type Furnished = { now: Instant; desk: Desk };

/** The desk of a folder before it has tickets; what is known of a kept one is read again. */
async function furnishedIn(folder: string): Promise<Furnished> {
  const file = path.join(folder, 'furnished.json');
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Furnished;
  await mkdir(folder, { recursive: true });
  const furnished = await opened(folder, async (db) => {
    await migrate(db, path.resolve(import.meta.dirname, '../../migrations'));
    const now = await databaseClock.now(db);
    return { now, desk: await db.withTransaction((tx) => furnish(tx, now)) };
  });
  await writeFile(file, JSON.stringify(furnished));
  return furnished;
}

/** Opens the database of a folder for as long as `act` takes. */
async function opened<T>(folder: string, act: (db: Database) => Promise<T>): Promise<T> {
  const log = createLog({ level: 'error' });
  const db = await openDatabase({ databaseUrl: null, dataFolder: folder, pgBouncer: false }, log);
  try {
    return await act(db);
  } finally {
    await db.close();
  }
}

async function deskOf(db: Database, tickets: number): Promise<BenchDesk> {
  const postmaster = db.where.embedded ? db.where.postmasterPid() : null;
  if (postmaster === null) throw new Error('the bench needs the embedded PostgreSQL');
  return {
    db,
    tickets,
    agent: await readerOf(db, 1_007, 'agent'),
    manager: await readerOf(db, 1_001, 'escalation_manager'),
    cpuMs() {
      const { belay, postgres } = cpuMs(postmaster);
      return belay + postgres;
    },
  };
}

async function readerOf(
  db: Database,
  personId: number,
  role: Extract<Role, 'agent' | 'escalation_manager'>,
): Promise<PersonActor> {
  const { rows } = await db.query<{ team_id: number }>(
    'select team_id from team_member where person_id = $1 order by team_id',
    [personId],
  );
  return { kind: 'person', personId, role, teamIds: rows.map((row) => row.team_id), leadOf: [] };
}
