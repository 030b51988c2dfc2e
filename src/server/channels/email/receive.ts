import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Duration } from '#core/time.ts';
import { MINUTE } from '#core/time.ts';
import type { Log } from '#server/platform/log.ts';
import { envelopeAddress } from './address.ts';
import { collect, createBudget, type Budget } from './collect.ts';
import { NO_SUCH_ADDRESS, refusal, TOO_BIG, TOO_BUSY, TRY_LATER } from './smtp-refusal.ts';

/** A mail as it came in, before anybody looked into it. */
export type ReceivedMail = {
  /** Empty for the null sender. */
  envelopeFrom: string;
  /** By mailbox: the addresses of it that the envelope names, tags and all. */
  recipients: ReadonlyMap<number, readonly string[]>;
  raw: Buffer;
};

export type ReceiverOptions = {
  host: string;
  /** 0 = any free port */
  port: number;
  log: Log;
  /** A larger mail is refused with 552. */
  maxBytes: number;
  /** The mailbox an address (lower case) leads to; null when it is none of ours. May throw: then the sender tries later. */
  mailboxOf(address: string): Promise<number | null>;
  /** Keeps the mail for good. Only when it resolves is the mail ours; when it throws, the sender tries later. */
  keep(mail: ReceivedMail): Promise<void>;
  /** A mail was kept: somebody may look at it now. */
  wake(): void;
  /** Default 60 s of silence. */
  idleMs?: Duration;
};

export type Receiver = { port: number; close(): Promise<void> };

const MAX_CLIENTS = 200;
const MAX_RECIPIENTS = 100;
const DATA_MS: Duration = 10 * MINUTE;
// what all connections together may hold in memory, in largest mails
const BUDGET_MAILS = 4;

/**
 * Belay's SMTP server: takes mail for its own mailboxes and for nobody else, and answers 250 only after `keep`. It
 * relays nothing, asks no password and logs no content.
 */
export const startReceiver = async (options: ReceiverOptions): Promise<Receiver> => {
  const { host, port, log, maxBytes } = options;
  const budget = createBudget(maxBytes * BUDGET_MAILS);
  const server = new SMTPServer({
    banner: 'Belay',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: maxBytes,
    maxClients: MAX_CLIENTS,
    maxRecipients: MAX_RECIPIENTS,
    maxAllowedUnauthenticatedCommands: false,
    socketTimeout: options.idleMs ?? MINUTE,
    closeTimeout: 2_000,
    onRcptTo: ({ address }, session, callback) => {
      callbackify(() => acceptRecipient(options, address, session))((error) => callback(error));
    },
    onData: (stream, session, callback) => {
      callbackify(() => takeMail(options, budget, stream, session))((error) => callback(error));
    },
  });
  // a connection that breaks is the sender's matter: nothing was promised
  server.on('error', (error) => log.debug({ err: error }, 'smtp connection error'));
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => {
      server.server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

/** Mailboxes of one transaction; smtp-server keeps the session's envelope but not what its addresses mean. */
type Addressed = Map<string, number>;
const addressedOf = (session: SMTPServerSession): Addressed => {
  const envelope = session.envelope as typeof session.envelope & { belayAddressed?: Addressed };
  return (envelope.belayAddressed ??= new Map());
};

const acceptRecipient = async (
  { mailboxOf, log }: ReceiverOptions,
  address: string,
  session: SMTPServerSession,
): Promise<void> => {
  const clean = envelopeAddress(address);
  if (clean === null) throw refusal(NO_SUCH_ADDRESS);
  const mailbox = await mailboxOf(clean).catch((error: unknown) => {
    log.warn({ err: error }, 'mail refused for now: the mailboxes cannot be read');
    throw refusal(TRY_LATER);
  });
  if (mailbox === null) throw refusal(NO_SUCH_ADDRESS);
  addressedOf(session).set(clean, mailbox);
};

const takeMail = async (
  { keep, wake, log, maxBytes }: ReceiverOptions,
  budget: Budget,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> => {
  const collected = await collect(stream, { maxBytes, budget, withinMs: DATA_MS });
  if (collected.outcome === 'too_big') throw refusal(TOO_BIG);
  if (collected.outcome === 'no_room') throw refusal(TOO_BUSY);
  try {
    const from = session.envelope.mailFrom;
    const byMailbox = Map.groupBy(addressedOf(session), ([, mailbox]) => mailbox);
    await keep({
      envelopeFrom: from === false ? '' : from.address.slice(0, 320),
      recipients: new Map([...byMailbox].map(([mailbox, list]) => [mailbox, list.map(([address]) => address)])),
      raw: collected.bytes,
    });
  } catch (error) {
    log.warn({ err: error, size: collected.bytes.length }, 'mail refused for now: it cannot be stored');
    throw refusal(TRY_LATER);
  } finally {
    collected.release();
  }
  wake();
};
