import { createTransport } from 'nodemailer';
import { SECOND, type Duration } from '#core/time.ts';
import { withinTime } from '#server/platform/clock.ts';
import { rawOf, type OutgoingMail } from './outgoing.ts';

/** What the receiving side said: taken, or refused for good with its code. A passing trouble is thrown. */
export type Sent = { ok: true } | { ok: false; code: string };

export interface SmtpMailer {
  kind: 'smtp';
  send(mail: OutgoingMail): Promise<Sent>;
  /** Ends the idle connections. */
  close(): void;
}

const SEND_WITHIN: Duration = 80 * SECOND;

/** Sends by the server of `url` (smtp:// or smtps://), over a few connections that stay open. */
export const smtpMailer = (url: string, withinMs: Duration = SEND_WITHIN): SmtpMailer => {
  const transport = createTransport({
    ...connectionOf(url),
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
      try {
        const { rejected } = await withinTime(transport.sendMail({ envelope, raw: await rawOf(mail) }), withinMs);
        const refused = rejected.map((each: string | { address: string }) =>
          (typeof each === 'string' ? each : each.address).toLowerCase(),
        );
        // a copy that was refused does not make the answer undelivered
        return mail.to.every((address) => refused.includes(address.toLowerCase()))
          ? { ok: false, code: '550' }
          : { ok: true };
      } catch (error) {
        const code = refusalOf(error);
        if (code === null) throw error;
        return { ok: false, code };
      }
    },
    close: () => transport.close(),
  };
};

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
