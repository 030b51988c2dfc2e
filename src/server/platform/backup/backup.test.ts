import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { migrate } from '#server/platform/db/migrate.ts';
import { hashOf } from '#server/platform/storage/blob.ts';
import { startTestBelay } from '#test/harness/belay.ts';
import { testDatabase } from '#test/harness/database.ts';
import { temporaryFolder, testLog } from '#test/harness/server.ts';
import { startBelay } from '#server/app.ts';
import { parseConfig } from '#server/config.ts';
import { SECRET } from '#test/harness/mailbox.ts';
import { createSessions } from '#server/platform/session.ts';
import { dumpDatabase } from './dump.ts';
import { restoreDatabase } from './restore.ts';
import { tablesOf } from './tables.ts';

const folder = await temporaryFolder('belay-test-backup-');
afterAll(() => rm(folder, { recursive: true, force: true }));
const belay = await startTestBelay();
const target = await testDatabase({ empty: true });
const MIGRATIONS = path.resolve(import.meta.dirname, '../../../../migrations');

test('a backup while mail arrives holds one moment, and restores to it: every row, every byte, sequences, log-ins', async () => {
  const bytes = randomBytes(3_000_000);
  const odd = 'tab\t, new\nline, \\. and \\N, č, 😀';
  await belay.db.query(`insert into setting values ('odd', $1)`, [JSON.stringify(odd)]);
  await belay.db.query('insert into blob values ($1, $2, $3, $4)', [
    hashOf(bytes),
    bytes.length,
    bytes,
    new Date(0).toISOString(),
  ]);
  let stopping = false;
  const arriving = (async () => {
    for (let count = 0; !stopping && count < 200; count += 1) {
      await belay.sends({
        from: `ana${count}@kupac.example`,
        to: 'billing@bura.example',
        subject: `No. ${count}`,
        text: odd,
      });
    }
  })();
  const file = path.join(folder, 'while.gz');
  const dumped = await dumpDatabase(belay.db.connection, file, { version: 'test', secret: 's' });
  stopping = true;
  await arriving;
  expect(dumped.rows).toBeGreaterThan(100);
  expect((await stat(file)).mode & 0o777).toBe(0o600);

  await migrate(target, MIGRATIONS);
  const sessions = createSessions({
    pool: target.guestPool('auth', 2),
    secret: 's'.repeat(40),
    publicUrl: null,
    log: testLog(),
  });
  await sessions.migrate();
  const end = await restoreDatabase(target.connection, file);
  expect(end.secret).toBe('s');

  // every ticket that is there is whole: its log, its clock, the ledger's row and the bytes behind it
  const { rows: holes } = await target.query(
    `select t.id from ticket t where not exists (select from ticket_event e where e.ticket_id = t.id and e.seq = t.seq)
     union all select i.id from intake i where not exists (select from blob b where b.hash = i.blob_hash)`,
  );
  expect(holes).toEqual([]);
  const { rows: kept } = await target.query<{ bytes: Buffer }>('select bytes from blob where hash = $1', [
    hashOf(bytes),
  ]);
  expect(kept[0]!.bytes.equals(bytes)).toBe(true);
  const { rows: settings } = await target.query<{ value: string }>(`select value from setting where name = 'odd'`);
  expect(settings[0]!.value).toBe(odd);
  const { email, password } = belay.logins[0]!;
  expect(await sessions.signIn(email, password, {})).not.toBeNull();
  // the next row of every table with a sequence does not meet one that is there
  const { rows: next } = await target.query<{ next: number; largest: number }>(
    `select nextval('ticket_number') as next, (select max(number) from ticket) as largest`,
  );
  expect(next[0]!.next).toBeGreaterThan(next[0]!.largest);
}, 120_000);

test('who was signed in stays so after a restore, and a key goes on to work, until it was revoked', async () => {
  const sanja = await belay.as('sanja');
  const keyOf = (name: string): Promise<{ id: number; key: string }> => {
    return sanja.post('/api/api-keys', { name, scopes: ['tickets:read'] });
  };
  const [key, revoked] = [await keyOf('kept'), await keyOf('revoked')];
  await fetch(`${belay.url}/api/api-keys/${revoked.id}`, { method: 'DELETE', headers: { cookie: sanja.cookie } });
  const file = path.join(folder, 'people.gz');
  await dumpDatabase(belay.db.connection, file, { version: 'test', secret: SECRET });

  const database = await testDatabase({ empty: true });
  await migrate(database, MIGRATIONS);
  const sessions = createSessions({
    pool: database.guestPool('auth', 2),
    secret: 's'.repeat(40),
    publicUrl: null,
    log: testLog(),
  });
  await sessions.migrate();
  const { secret } = await restoreDatabase(database.connection, file);
  const data = await temporaryFolder('belay-test-restored-');
  const env = { BELAY_SECRET: secret!, BELAY_DATA: data, BELAY_PORT: '0', BELAY_SMTP_PORT: '0' };
  const parsed = parseConfig({ DATABASE_URL: 'postgres://test.invalid/test', ...env }, data);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const restored = await startBelay(parsed.config, { log: testLog(), database, webFolder: null });
  try {
    const answers = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${restored.url}/api/tickets`, { headers })).status;
    expect(await answers({ cookie: sanja.cookie })).toBe(200);
    expect(await answers({ authorization: `Bearer ${key.key}` })).toBe(200);
    expect(await answers({ authorization: `Bearer ${revoked.key}` })).toBe(401);
    expect(await answers({})).toBe(401);
  } finally {
    await restored.close();
    await rm(data, { recursive: true, force: true });
  }
}, 120_000);

test('at rest, a backup of the restored database is the same, table by table', async () => {
  const file = path.join(folder, 'again.gz');
  await dumpDatabase(target.connection, file, { version: 'test', secret: null });
  const twin = await testDatabase({ empty: true });
  await migrate(twin, MIGRATIONS);
  const sessions = createSessions({
    pool: twin.guestPool('auth', 2),
    secret: 's'.repeat(40),
    publicUrl: null,
    log: testLog(),
  });
  await sessions.migrate();
  await restoreDatabase(twin.connection, file);
  const sums = async (db: typeof target): Promise<Record<string, string>> => {
    const found: Record<string, string> = {};
    for (const { name } of await tablesOf(db)) {
      if (name === 'migration') continue;
      const { rows } = await db.query<{ sum: string }>(
        `select coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum from ${name} t`,
      );
      found[name] = rows[0]!.sum;
    }
    return found;
  };
  expect(await sums(twin)).toEqual(await sums(target));
}, 120_000);

test('a second restore into the same database is undone as a whole', async () => {
  const before = await target.query<{ count: number }>('select count(*) as count from ticket_event');
  await expect(restoreDatabase(target.connection, path.join(folder, 'again.gz'))).rejects.toThrow(/duplicate key/);
  const after = await target.query<{ count: number }>('select count(*) as count from ticket_event');
  expect(after.rows).toEqual(before.rows);
  const { rows } = await target.query(
    `select from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace`,
  );
  expect(rows.length).toBeGreaterThan(20);
});
