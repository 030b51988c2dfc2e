import { once } from 'node:events';
import net from 'node:net';

const FIRST = 25_815;
const LAST = 25_849;

/** A port of the range of the mail tests on which nothing listens; each process begins to look at another place. */
export const freePort = async (): Promise<number> => {
  const count = LAST - FIRST + 1;
  for (let tried = 0; tried < count; tried += 1) {
    const port = FIRST + ((process.pid * 7 + next()) % count);
    if (await isFree(port)) return port;
  }
  throw new Error(`every port from ${FIRST} to ${LAST} is taken`);
};

let given = 0;
const next = (): number => (given += 1);

/** Whether nobody listens there. */
export const isFree = async (port: number): Promise<boolean> => {
  const server = net.createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
};
