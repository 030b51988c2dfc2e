import { randomInt, randomUUID } from 'node:crypto';
import { MINUTE, SECOND, type Duration } from '#core/time.ts';
import { readFetched, secretPlace, type FetchedMailbox } from '#server/channels/email/connection-store.ts';
import { dropLease, LeaseLost, noteState, takeLease, type Lease } from '#server/channels/email/lease-store.ts';
import { Trouble, troubleOf } from '#server/channels/email/trouble.ts';
import type { MailWords } from '#server/channels/email/words.ts';
import { monotonicMs, pause, withinTime } from '#server/platform/clock.ts';
import type { Log } from '#server/platform/log.ts';
import type { Seal } from '#server/platform/sealed.ts';
import { Care } from './care.ts';
import { imapClient } from './imap-client.ts';
import { POLL_WITH_IDLE, readMailbox, type FetchDeps } from './session.ts';

export interface FetchingOptions extends FetchDeps {
  log: Log;
  seal: Seal;
  words: MailWords;
  maxBytes: number;
  /** How long a node keeps a mailbox to itself after its last sign of life. */
  leaseMs?: Duration;
  /** How often the list of mailboxes is looked at. */
  lookMs?: Duration;
  pollMs?: Duration;
}

/** Mailboxes being read, for as long as Belay runs. */
export interface Fetching {
  /** The settings of a mailbox changed: look now. */
  look(): void;
  stop(): Promise<void>;
}

const LEASE: Duration = 30 * SECOND;
const LOOK: Duration = 2 * SECOND;
const LONGEST_WAIT: Duration = 5 * MINUTE;
/** Many servers lock an account after a few wrong passwords. */
const LOGIN_WAIT: Duration = MINUTE;
const CLOSE_WITHIN: Duration = 2 * SECOND;

type Running = { version: number; stop(): Promise<void> };

/** Reads every mailbox that has an IMAP connection, each from one node at a time, until stopped. */
export const startFetching = (options: FetchingOptions): Fetching => {
  const { log, lookMs = LOOK } = options;
  const stopping = new AbortController();
  const running = new Map<number, Running>();
  const holder = randomUUID();
  let awake = () => {};
  const look = async (): Promise<void> => {
    const wanted = await readFetched(options.db);
    for (const [id, each] of running) {
      if (wanted.some((mailbox) => mailbox.id === id && mailbox.version === each.version)) continue;
      running.delete(id);
      await each.stop();
    }
    for (const mailbox of wanted) {
      if (running.has(mailbox.id) || stopping.signal.aborted) continue;
      const lease: Lease = { mailboxId: mailbox.id, version: mailbox.version, holder };
      if (!(await hold(options, lease))) continue;
      const each = start(options, mailbox, lease, () => running.get(mailbox.id) === each && running.delete(mailbox.id));
      running.set(mailbox.id, each);
    }
  };
  const work = async (): Promise<void> => {
    let failing = false;
    while (!stopping.signal.aborted) {
      try {
        await look();
        failing = false;
      } catch (error) {
        if (!failing) log.warn({ err: error }, 'the mailboxes cannot be read; it is tried again');
        failing = true;
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookMs);
        awake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (stopping.signal.aborted) awake();
      });
    }
  };
  const working = work();
  return {
    look: () => awake(),
    async stop() {
      stopping.abort();
      awake();
      await working;
      await Promise.all([...running.values()].map((each) => each.stop()));
    },
  };
};

const hold = ({ db, clock, leaseMs = LEASE }: FetchingOptions, lease: Lease): Promise<boolean> =>
  db.withTransaction(async (tx) => takeLease(tx, lease, await clock.now(tx), leaseMs));

/** Reads one mailbox until it is stopped or another node takes over. */
const start = (options: FetchingOptions, mailbox: FetchedMailbox, lease: Lease, ended: () => void): Running => {
  const { db, log, leaseMs = LEASE } = options;
  const stopping = new AbortController();
  let renewedAt = monotonicMs();
  const renew = async (): Promise<void> => {
    const held = await hold(options, lease).catch(() => null);
    if (held === true) renewedAt = monotonicMs();
    // silent for a whole lease: another node may have taken over, whatever the database would say
    if (held === false || monotonicMs() - renewedAt > leaseMs) stopping.abort();
  };
  const renewing = setInterval(() => void renew(), leaseMs / 3);
  const working = readOn(options, mailbox, lease, stopping.signal)
    .catch((error: unknown) => log.error({ err: error, mailbox: mailbox.address }, 'a mailbox is not read any more'))
    .finally(() => {
      clearInterval(renewing);
      ended();
    });
  return {
    version: mailbox.version,
    async stop() {
      stopping.abort();
      await working;
      await db.withTransaction((tx) => dropLease(tx, lease)).catch(() => {});
    },
  };
};

/** One session after the other, with growing pauses while they fail. */
const readOn = async (
  options: FetchingOptions,
  mailbox: FetchedMailbox,
  lease: Lease,
  signal: AbortSignal,
): Promise<void> => {
  const { log } = options;
  const care = new Care();
  let failures = 0;
  while (!signal.aborted) {
    const began = monotonicMs();
    try {
      await session(options, mailbox, lease, { care, signal });
      return;
    } catch (error) {
      if (error instanceof LeaseLost || signal.aborted) return;
      const trouble = troubleOf(error);
      care.failed(trouble.detail);
      if (monotonicMs() - began > MINUTE) failures = 0;
      failures += 1;
      log.warn({ err: error, mailbox: mailbox.address, trouble: trouble.error }, 'a mailbox cannot be read');
      await note(options, lease, trouble).catch((failed: unknown) => log.debug({ err: failed }, 'state not written'));
      await pause(waitAfter(failures, trouble.error === 'login'), signal).catch(() => {});
    }
  }
};

const note = ({ db, clock }: FetchingOptions, lease: Lease, trouble: ReturnType<typeof troubleOf>): Promise<void> =>
  db.withTransaction(async (tx) => noteState(tx, lease, { state: 'failing', ...trouble }, await clock.now(tx)));

/** Doubling, and spread out, so that many mailboxes do not come back to a server at one moment. */
const waitAfter = (failures: number, isLogin: boolean): Duration => {
  const longest = Math.min(LONGEST_WAIT, Math.max(isLogin ? LOGIN_WAIT : 0, SECOND * 2 ** Math.min(failures - 1, 10)));
  return randomInt(Math.ceil(longest / 2), longest + 1);
};

const session = async (
  options: FetchingOptions,
  mailbox: FetchedMailbox,
  lease: Lease,
  { care, signal }: { care: Care; signal: AbortSignal },
): Promise<void> => {
  const { seal, words, maxBytes, pollMs = POLL_WITH_IDLE } = options;
  const { imap, language, address } = mailbox;
  const secret = imap.sealed === null ? null : seal.open(imap.sealed, secretPlace(mailbox.id, 'imap'));
  if (secret === null) throw new Trouble('secret_unreadable', 'the password was sealed with another secret');
  const client = imapClient({ ...imap, secret }, maxBytes);
  // what is in hand is finished; what hangs is not waited for
  const hurry = () => void setTimeout(() => client.close(), CLOSE_WITHIN).unref();
  signal.addEventListener('abort', hurry, { once: true });
  try {
    await client.connect();
    const { folder, fetchFrom, moveTo } = imap;
    const reading = { lease, folder, fetchFrom, moveTo, language, address, words, maxBytes, care, pollMs, signal };
    await readMailbox(client, options, reading);
    await withinTime(client.logout(), CLOSE_WITHIN).catch(() => {});
  } finally {
    signal.removeEventListener('abort', hurry);
    client.close();
  }
};
