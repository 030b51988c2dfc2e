import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterAll } from 'vitest';

/** A line to an SMTP server that can lose the last answer: the message is taken, and its sender never learns of it. */
export interface SwallowingLine {
  port: number;
  /** Breaks the connection in the place of the next so many answers "taken" to a message. */
  swallow(times: number): void;
  /** How often it has done so. */
  swallowed(): number;
}

/** `taken` is how the server says yes to a message, and to nothing else. */
export const swallowingLineTo = async (port: number, taken = /^250 [^\r\n]*queued as/m): Promise<SwallowingLine> => {
  let left = 0;
  let done = 0;
  const open = new Set<Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(port, '127.0.0.1');
    const end = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        end();
      });
    }
    near.pipe(far);
    far.on('data', (answer) => {
      if (left === 0 || !taken.test(answer.toString('latin1'))) return void near.write(answer);
      left -= 1;
      done += 1;
      end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  afterAll(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    port: (server.address() as AddressInfo).port,
    swallow: (times) => void (left = times),
    swallowed: () => done,
  };
};
