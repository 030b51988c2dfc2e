import { expect, inject, test } from 'vitest';
import { administer, inDatabase, testLog } from '#test/harness/server.ts';
import { checkServer, judgeServer } from './check-server.ts';

const { connection } = inject('testServer');
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'fine',
    (error: { code: string }) => error.code,
  );

test('PostgreSQL 15 and newer will do, 14 is refused with what to do', () => {
  expect(() => judgeServer(150_000, 'UTF8')).not.toThrow();
  expect(() => judgeServer(180_004, 'UTF8')).not.toThrow();
  expect(() => judgeServer(140_019, 'UTF8')).toThrow('PostgreSQL 14; Belay needs 15 or newer');
});

test('a server that is there is fine', async () => {
  expect(await codeOf(checkServer(connection, testLog()))).toBe('fine');
});

test('a database in another encoding is refused', async () => {
  const name = `belay_latin1_${process.pid}`;
  await administer(
    connection,
    `create database ${name} template template0 encoding 'LATIN1' locale 'C'  locale_provider libc`,
  );
  try {
    expect(await codeOf(checkServer(inDatabase(connection, name), testLog()))).toBe('database_not_utf8');
  } finally {
    await administer(connection, `drop database ${name}`);
  }
});

test('a database that is not there is refused at once, a server that does not answer after a while', async () => {
  expect(await codeOf(checkServer(inDatabase(connection, 'nowhere'), testLog()))).toBe('database_refused');
  const nobody = { connectionString: 'postgres://belay:secret@127.0.0.1:25501/belay' };
  const error = await checkServer(nobody, testLog(), 100).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ code: 'database_unreachable' });
  expect((error as Error).message).not.toContain('secret');
});
