import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { SECOND, type Duration } from '#core/time.ts';
import { withinTime } from '#server/platform/clock.ts';
import { rawOf, type OutgoingMail } from './outgoing.ts';
import { tlsOf, type ServerSettings } from './server-settings.ts';

/** What the receiving side said: taken, or refused for good with its code. A passing trouble is thrown. */
export type Sent = { ok: true } | { ok: false; code: string };

export interface SmtpMailer {
  kind: 'smtp';
  send(mail: OutgoingMail): Promise<Sent>;
  /** Ends the idle connections. */
  close(): void;
}

const SEND_WITHIN: Duration = 80 * SECOND;
const CHUNK_BYTES = 65_536;

/** Everything was handed over and no answer came: the other side may have it, or not. */
export class MaybeTaken extends Error {
  override readonly name = 'MaybeTaken';
  readonly maybeTaken = true;
}

/** Sends by a server, named by a URL (smtp:// or smtps://) or by settings, over a few connections that stay open. */
export const smtpMailer = (server: string | ServerSettings, withinMs: Duration = SEND_WITHIN): SmtpMailer => {
  const transport = createTransport({
    ...(typeof server === 'string' ? connectionOf(server) : connectionBy(server)),
    pool: true,
    maxConnections: 3,
    maxMessages: 100,
    connectionTimeout: 20 * SECOND,
    greetingTimeout: 20 * SECOND,
    socketTimeout: 60 * SECOND,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    kind: 'smtp',
    async send(mail) {
      const envelope = { from: mail.returnPath, to: [...mail.to, ...mail.cc] };
      const bytes = readOnce(await rawOf(mail));
      try {
        const { rejected } = await withinTime(transport.sendMail({ envelope, raw: bytes.stream }), withinMs);
        const refused = rejected.map((each: string | { address: string }) =>
          (typeof each === 'string' ? each : each.address).toLowerCase(),
        );
        // a copy that was refused does not make the answer undelivered
        return mail.to.every((address) => refused.includes(address.toLowerCase()))
          ? { ok: false, code: '550' }
          : { ok: true };
      } catch (error) {
        const code = refusalOf(error);
        if (code !== null) return { ok: false, code };
        if (bytes.wereRead() && !wasAnswered(error)) {
          throw new MaybeTaken('the server took the whole message and did not answer', { cause: error });
        }
        throw error;
      }
    },
    close: () => transport.close(),
  };
};

/** A mail's bytes, and whether the last of them was taken from here: before that no server can have the message. */
const readOnce = (bytes: Buffer): { stream: Readable; wereRead(): boolean } => {
  let at = 0;
  const stream = new Readable({
    read() {
      const next = bytes.subarray(at, at + CHUNK_BYTES);
      at += next.length;
      this.push(next.length === 0 ? null : next);
    },
  });
  return { stream, wereRead: () => at === bytes.length };
};

const wasAnswered = (error: unknown): boolean => (error as { responseCode?: number }).responseCode !== undefined;

const connectionOf = (url: string) => {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const user = decodeURIComponent(username);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(password) } }),
  };
};

/** What nodemailer is told of a server. */
export const connectionBy = (server: ServerSettings) => ({
  host: server.host,
  port: server.port,
  secure: server.security === 'tls',
  requireTLS: server.security === 'starttls',
  ignoreTLS: server.security === 'none',
  tls: tlsOf(server),
  ...(server.user === null ? {} : { auth: { user: server.user, pass: server.secret ?? '' } }),
});

/**
 * The code of a refusal of this mail for good; null for everything that may pass, such as a server that is away or does
 * not let Belay in.
 */
const refusalOf = (error: unknown): string | null => {
  const { code, responseCode, response } = error as { code?: string; responseCode?: number; response?: string };
  const ofThisMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  if (!ofThisMail || responseCode === undefined || responseCode < 500) return null;
  const status = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response ?? '')?.[0];
  return status === undefined ? String(responseCode) : `${responseCode} ${status}`;
};
