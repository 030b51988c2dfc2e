import { ImapFlow } from 'imapflow';
import { MINUTE, SECOND } from '#core/time.ts';
import { tlsOf, type ServerSettings } from '#server/channels/email/server-settings.ts';

export type ImapSettings = ServerSettings & { user: string; secret: string };

/** The largest answer that is not a mail's text: headers and structures. */
const LEAST_ANSWER = 8 * 1024 * 1024;

/** A client that is not connected yet. Nothing of what it says is logged: passwords and mail go through it. */
export const imapClient = (settings: ImapSettings, maxBytes: number): ImapFlow => {
  const { host, port, security, user, secret } = settings;
  const most = maxBytes + LEAST_ANSWER;
  const client = new ImapFlow({
    host,
    port,
    secure: security === 'tls',
    ...(security === 'tls' ? {} : { doSTARTTLS: security === 'starttls' }),
    tls: tlsOf(settings),
    auth: { user, pass: secret },
    logger: false,
    clientInfo: { name: 'Belay' },
    disableAutoIdle: true,
    maxIdleTime: 4 * MINUTE,
    connectionTimeout: 20 * SECOND,
    greetingTimeout: 20 * SECOND,
    socketTimeout: 5 * MINUTE,
    maxLineLength: LEAST_ANSWER,
    maxLiteralSize: most,
    maxResponseSize: most + LEAST_ANSWER,
  });
  // a line that breaks fails the command in hand as well, and that is where it is dealt with
  client.on('error', () => {});
  return client;
};
