import { once } from 'node:events';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { ADDRESS, mailIdOf } from './input.ts';

const BEGAN = 'Mon, 23 Nov 2026 09:00:00 +0100';

/** Ana's mail, the same to the last byte however often it is sent; `answers` names a mail of hers before. */
export async function sendMail(port: number, commandId: string, answers: string | null): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    connectionTimeout: 2_000,
    socketTimeout: 5_000,
  });
  const lines = [
    'From: Ana <ana@kupac.example>',
    `To: ${ADDRESS}`,
    'Subject: Charged twice',
    `Date: ${BEGAN}`,
    `Message-ID: <${mailIdOf(commandId)}>`,
    ...(answers === null ? [] : [`In-Reply-To: <${mailIdOf(answers)}>`]),
    'Content-Type: text/plain; charset=utf-8',
    '',
    commandId,
    '',
  ];
  try {
    await transport.sendMail({ envelope: { from: 'ana@kupac.example', to: ADDRESS }, raw: lines.join('\r\n') });
  } finally {
    transport.close();
  }
}

/** The world that Belay sends mail to. It is never killed, and remembers every mail it said yes to. */
export interface World {
  port: number;
  /** How often a Message-ID came. */
  taken: Map<string, number>;
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const taken = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const id = /^message-id:\s*<([^>]+)>/im.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? 'none';
        taken.set(id, (taken.get(id) ?? 0) + 1);
        callback();
      });
    },
  });
  // a victim that is killed tears its connections
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the world has no port');
  return { port: address.port, taken, close: () => new Promise((resolve) => server.close(resolve)) };
}
