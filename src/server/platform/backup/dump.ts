import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import pg from 'pg';
import { machineClock } from '#server/platform/clock.ts';
import { copyOut } from './copy.ts';
import type { DumpEnd, DumpHeader } from './dump-text.ts';
import { sequencesOf, tablesOf } from './tables.ts';

export type Dumped = { tables: number; rows: number; bytes: number };

/**
 * Writes everything the database holds, as it was at one moment, to `file` (gzip; inside, the text of a psql script).
 * Belay may run meanwhile: nothing is locked that it needs. The file appears whole or not at all, for its owner only.
 */
export const dumpDatabase = async (
  connection: pg.ClientConfig,
  file: string,
  { version, secret }: { version: string; secret: string | null },
): Promise<Dumped> => {
  const half = `${file}.half`;
  const client = new pg.Client({ ...connection, application_name: 'belay backup' });
  client.on('error', () => {});
  await client.connect();
  try {
    const found = await writeDump(client, half, version, secret);
    const handle = await open(half, 'r');
    await handle.sync();
    const { size } = await handle.stat();
    await handle.close();
    await rename(half, path.resolve(file));
    return { ...found, bytes: size };
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
};

const writeDump = async (
  client: pg.Client,
  file: string,
  version: string,
  secret: string | null,
): Promise<Omit<Dumped, 'bytes'>> => {
  const target = createWriteStream(file, { mode: 0o600, flags: 'w' });
  // mail is mostly text already: the fastest level takes most of what there is to take
  const zip = createGzip({ level: constants.Z_BEST_SPEED });
  zip.pipe(target);
  const wrote = finished(target);
  wrote.catch(() => {});
  target.on('error', (error) => zip.destroy(error));
  const say = async (line: string): Promise<void> => {
    if (!zip.write(`${line}\n`)) await Promise.race([once(zip, 'drain'), wrote]);
  };
  await client.query('begin isolation level repeatable read read only');
  // a slow disk may take its time; nobody waits behind a reader
  await client.query('set local statement_timeout = 0');
  await client.query('set local idle_in_transaction_session_timeout = 0');
  await say(`-- ${JSON.stringify(await headerOf(client, version))}`);
  const tables = await tablesOf(client);
  const rows: Record<string, number> = {};
  for (const { name, columns } of tables) {
    // what psql would read, and never runs here
    await say(['COPY', name, `(${columns.join(', ')})`, 'FROM stdin;'].join(' '));
    const counted = { write: (chunk: Buffer) => zip.write(chunk), once: zip.once.bind(zip) };
    rows[name] = 0;
    const counting = {
      ...counted,
      write: (chunk: Buffer) => {
        // the server sends one message a row
        rows[name]! += 1;
        return counted.write(chunk);
      },
    };
    await Promise.race([copyOut(client, `copy ${name} (${columns.join(', ')}) to stdout`, counting), failing(wrote)]);
    await say('\\.');
  }
  const sequences = await sequencesOf(client);
  for (const each of sequences) {
    await say(`SELECT pg_catalog.setval('${each.name}', ${each.value}, ${each.called});`);
  }
  await say(`-- ${JSON.stringify({ belayBackupEnd: 1, rows, sequences, secret } satisfies DumpEnd)}`);
  await client.query('commit');
  zip.end();
  await wrote;
  return { tables: tables.length, rows: Object.values(rows).reduce((sum, each) => sum + each, 0) };
};

/** Never resolves; rejects when the disk cannot take it. */
const failing = (wrote: Promise<void>): Promise<never> => wrote.then(() => new Promise<never>(() => {}));

const headerOf = async (client: pg.Client, version: string): Promise<DumpHeader> => {
  const migrations = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from migration order by name collate "C"',
  );
  const { rows } = await client.query<{ postgres: string }>(`select current_setting('server_version') as postgres`);
  return {
    belayBackup: 1,
    version,
    takenAt: new Date(machineClock()).toISOString(),
    postgres: rows[0]!.postgres,
    migrations: migrations.rows,
  };
};
