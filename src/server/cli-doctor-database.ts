import type { Finding } from '#server/cli-finding.ts';
import { MIGRATIONS } from '#server/cli-place.ts';
import { databaseClock, machineClock } from '#server/platform/clock.ts';
import { judgeServer } from '#server/platform/db/check-server.ts';
import type { Database } from '#server/platform/db/database.ts';
import { landedMigrations, readMigrations } from '#server/platform/db/migrate.ts';
import type { Reached } from '#server/platform/db/reach.ts';
import { StartRefusal } from '#server/platform/start-refusal.ts';

/** Text search needs both; PostgreSQL brings them, in Debian with the package postgresql-contrib. */
const EXTENSIONS = ['pg_trgm', 'unaccent'];
/** Of languages that people's names are sorted in. */
const COLLATIONS = ['en-x-icu', 'hr-x-icu'];
const MOST_DRIFT_MS = 2_000;

/** The server, what Belay needs of it, and its tables. `isReady`: the tables are there, so that work can be looked at. */
export const checkDatabase = async (
  db: Database,
  how: Reached['how'],
): Promise<{ findings: Finding[]; isReady: boolean }> => {
  const server = await checkServer(db, how);
  if (server.state === 'bad') return { findings: [server], isReady: false };
  const migrations = await checkMigrations(db);
  const findings = [
    server,
    await checkClock(db),
    ...(await checkExtensions(db)),
    ...(await checkCollations(db)),
    migrations,
  ];
  return { findings, isReady: migrations.state === 'ok' };
};

const checkServer = async (db: Database, how: Reached['how']): Promise<Finding> => {
  const { rows } = await db.query<{ number: number; version: string; encoding: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
      current_setting('server_encoding') as encoding`,
  );
  const { number, version, encoding } = rows[0]!;
  try {
    judgeServer(number, encoding);
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error;
    return { check: 'database', state: 'bad', code: 'refused', values: { code: error.code, why: error.message } };
  }
  return { check: 'database', state: how === 'started' ? 'note' : 'ok', code: how, values: { version } };
};

/** The database's clock is the one that counts; a process far from it signs people out early or late. */
const checkClock = async (db: Database): Promise<Finding> => {
  const before = machineClock();
  const now = await databaseClock.now(db);
  const after = machineClock();
  return clockFinding(now < before ? before - now : Math.max(0, now - after));
};

/** How far the two clocks are apart for certain. */
export const clockFinding = (driftMs: number): Finding => ({
  check: 'clock',
  state: driftMs > MOST_DRIFT_MS ? 'warn' : 'ok',
  code: driftMs > MOST_DRIFT_MS ? 'apart' : 'ok',
  values: { seconds: Math.round(driftMs / 1_000) },
});

const checkExtensions = async (db: Database): Promise<Finding[]> => {
  const { rows } = await db.query<{ name: string; installed: boolean }>(
    'select name, installed_version is not null as installed from pg_available_extensions where name = any($1)',
    [EXTENSIONS],
  );
  const there = new Map(rows.map(({ name, installed }) => [name, installed]));
  const missing = EXTENSIONS.filter((name) => !there.has(name));
  if (missing.length > 0) {
    return [{ check: 'extensions', state: 'bad', code: 'missing', values: { names: missing.join(', ') } }];
  }
  const names = EXTENSIONS.join(', ');
  return [
    {
      check: 'extensions',
      state: 'ok',
      code: [...there.values()].every(Boolean) ? 'ok' : 'available',
      values: { names },
    },
  ];
};

const checkCollations = async (db: Database): Promise<Finding[]> => {
  const { rows } = await db.query<{ collname: string }>(
    'select distinct collname from pg_collation where collname = any($1)',
    [COLLATIONS],
  );
  const missing = COLLATIONS.filter((name) => !rows.some(({ collname }) => collname === name));
  const { rows: aged } = await db.query<{ name: string }>(
    `select datname as name from pg_database where datname = current_database()
       and datcollversion is distinct from pg_database_collation_actual_version(oid)`,
  );
  return [
    missing.length > 0
      ? { check: 'collations', state: 'bad', code: 'missing', values: { names: missing.join(', ') } }
      : { check: 'collations', state: 'ok', code: 'ok' },
    ...aged.map(({ name }): Finding => ({ check: 'collations', state: 'warn', code: 'changed', values: { name } })),
  ];
};

const checkMigrations = async (db: Database): Promise<Finding> => {
  const check = 'migrations';
  const ours = (await readMigrations(MIGRATIONS)).map(({ name }) => name);
  const landed = await landedMigrations(db);
  const newer = landed.filter((name) => !ours.includes(name));
  if (newer.length > 0) return { check, state: 'bad', code: 'newer', values: { names: newer.join(', ') } };
  const pending = ours.filter((name) => !landed.includes(name));
  if (landed.length === 0) return { check, state: 'note', code: 'none_yet', values: { count: pending.length } };
  if (pending.length > 0) return { check, state: 'warn', code: 'pending', values: { names: pending.join(', ') } };
  return { check, state: 'ok', code: 'ok', values: { count: landed.length } };
};
