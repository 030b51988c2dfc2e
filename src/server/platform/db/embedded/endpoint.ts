import net from 'node:net';

/** Where the server listens: a socket in its own folder, or a port of the loopback interface. */
export type Endpoint = { host: string; port: number; socket: boolean };

// sun_path holds 104 bytes on macOS and 108 on Linux, its closing zero included
const SOCKET_PATH_MAX = 103;
const SOCKET_PORT = 5432;

/**
 * A Unix socket in `folder` when the path fits, so that nothing listens on the network; otherwise 127.0.0.1 on a port
 * that is free now. The password guards both.
 */
export const chooseEndpoint = async (folder: string): Promise<Endpoint> => {
  const socket = `${folder}/.s.PGSQL.${SOCKET_PORT}`;
  const fits = process.platform !== 'win32' && Buffer.byteLength(socket) <= SOCKET_PATH_MAX;
  if (fits) return { host: folder, port: SOCKET_PORT, socket: true };
  return { host: '127.0.0.1', port: await freePort(), socket: false };
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
