import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { assemble } from '#server/platform/db/database.ts';
import type { TestDatabase } from './database.ts';
import { testLog } from './server.ts';

/** A database at the other end of a line that can be cut and mended, as a cable or a restart would. */
export type Line = {
  db: TestDatabase;
  /** Breaks every connection; new ones are refused. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
};

/** Opens the same database once more, over a line of its own. */
export const lineTo = async (db: TestDatabase): Promise<Line> => {
  const open = new Set<Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(addressOf(db));
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  const connection = through(db, port);
  const far = assemble(connection, testLog(), false, { embedded: false }, stop);
  return {
    db: { ...far, name: db.name },
    cut: stop,
    mend: async () => void (await once(server.listen(port, '127.0.0.1'), 'listening')),
    close: () => far.close(),
  };
};

const addressOf = ({ connection }: TestDatabase): net.NetConnectOpts => {
  if (connection.connectionString !== undefined) {
    const url = new URL(connection.connectionString);
    return { host: url.hostname, port: Number(url.port || 5432) };
  }
  const { host = 'localhost', port = 5432 } = connection;
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
};

const through = ({ connection }: TestDatabase, port: number): TestDatabase['connection'] => {
  if (connection.connectionString === undefined) return { ...connection, host: '127.0.0.1', port };
  const url = new URL(connection.connectionString);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return { connectionString: url.href };
};
