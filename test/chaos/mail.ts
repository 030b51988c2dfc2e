import { once } from 'node:events';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { ADDRESS, mailIdOf } from './input.ts';

const BEGAN = 'Mon, 23 Nov 2026 09:00:00 +0100';

/** Ana's mail, the same to the last byte however often it is sent; `answers` names a mail of hers before. */
export async function sendMail(port: number, commandId: string, answers: string | null): Promise<void> {
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
  await send(port, 'ana@kupac.example', lines);
}

/** What a mail system says of a mail of ours that it could not deliver. */
export async function sendBounce(port: number, commandId: string, mailMessageId: string): Promise<void> {
  await send(port, '', [
    'From: MAILER-DAEMON@mx.example',
    `To: ${ADDRESS}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${BEGAN}`,
    `Message-ID: <${mailIdOf(commandId)}>`,
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    '',
    commandId,
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Final-Recipient: rfc822; ana@kupac.example',
    'Action: failed',
    'Status: 5.1.1',
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: <${mailMessageId}>`,
    '',
    '--b--',
    '',
  ]);
}

async function send(port: number, from: string, lines: string[]): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    connectionTimeout: 2_000,
    socketTimeout: 5_000,
  });
  try {
    await transport.sendMail({ envelope: { from, to: ADDRESS }, raw: lines.join('\r\n') });
  } finally {
    transport.close();
  }
}

/** The world that Belay sends mail to. It is never killed, and remembers every mail it said yes to, and every no. */
export interface World {
  port: number;
  /** How often a Message-ID came. */
  taken: Map<string, number>;
  /** Message-IDs that it will never take. */
  refused: Set<string>;
  /** One that it took and then could not deliver; each only once, null when there is none. */
  cameBack(): string | null;
  /** All that came back. */
  returned: Set<string>;
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const taken = new Map<string, number>();
  const refused = new Set<string>();
  const returned = new Set<string>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const id = /^message-id:\s*<([^>]+)>/im.exec(Buffer.concat(chunks).toString('latin1'))?.[1] ?? 'none';
        if (isRefused(id)) {
          refused.add(id);
          callback(Object.assign(new Error('no such user'), { responseCode: 550 }));
          return;
        }
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
  return {
    port: address.port,
    taken,
    refused,
    returned,
    cameBack() {
      const id = [...taken.keys()].findLast((each) => !returned.has(each));
      if (id === undefined) return null;
      returned.add(id);
      return id;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** One mail of ten, always the same: whoever sends it again hears the same. */
function isRefused(id: string): boolean {
  return Buffer.from(id).reduce((sum, byte) => sum + byte, 0) % 10 === 0;
}
