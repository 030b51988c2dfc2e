import type { ImapFlow } from 'imapflow';
import type { Duration, Instant } from '#core/time.ts';
import { MINUTE, SECOND } from '#core/time.ts';
import {
  advance,
  beginEpoch,
  noteState,
  readPosition,
  type Lease,
  type Position,
} from '#server/channels/email/lease-store.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { envelopeOf } from './envelope.ts';
import { markAll, markLeftOver } from './mark.ts';
import { compareNumbering, isFromBefore, openFolder } from './open-folder.ts';
import {
  listMessages,
  notGiven,
  readSources,
  readTooLarge,
  type ListedMessage,
  type ReadingOptions,
} from './read-message.ts';
import type { Care } from './care.ts';

/** A message as it lies in a mailbox, with its place there. */
export interface LyingMail {
  mailboxId: number;
  epoch: number;
  uid: number;
  envelopeFrom: string;
  envelopeTo: string[];
  raw: Buffer;
}

/** What fetching needs of the rest of Belay. */
export interface FetchDeps {
  db: Pick<Database, 'query' | 'withTransaction'>;
  clock: Clock;
  /** Writes the mail into the ledger, once, in this transaction. */
  keep(tx: Tx, mail: LyingMail, now: Instant): Promise<void>;
  /** Of these messages, those that stand in the ledger. */
  kept(mailboxId: number, epoch: number, uids: readonly number[]): Promise<number[]>;
  /** A mail was kept: somebody may look at it now. */
  wake(): void;
}

export interface SessionOptions extends ReadingOptions {
  lease: Lease;
  fetchFrom: 'now' | 'all';
  moveTo: string | null;
  /** How messages that broke a session before are dealt with. */
  care: Care;
  /** How long a folder is trusted to tell of new mail by itself. */
  pollMs: Duration;
  signal: AbortSignal;
}

const LIST_AT_ONCE = 200;
const READ_AT_ONCE = 20;
const READ_BYTES = 4 * 1024 * 1024;
const POLL_WITHOUT_IDLE = 20 * SECOND;
export const POLL_WITH_IDLE: Duration = 2 * MINUTE;

/**
 * Reads a mailbox until the signal, on a client that is connected: everything that lies there and was not read, then
 * whatever comes. A message counts as read when its ledger row is committed, and only then is marked on the server.
 */
export const readMailbox = async (client: ImapFlow, deps: FetchDeps, options: SessionOptions): Promise<void> => {
  const { lease, signal, folder, fetchFrom } = options;
  const box = await openFolder(client, folder);
  const position = await deps.db.withTransaction(async (tx) => {
    const before = await readPosition(tx, lease);
    const now = await deps.clock.now(tx);
    const found = compareNumbering(box, before, { fetchFrom, now });
    await noteState(tx, lease, { state: 'up' }, now);
    return found.numbering === 'same' ? before : beginEpoch(tx, lease, found);
  });
  await markLeftOver(client, options, position, (uids) => deps.kept(lease.mailboxId, position.epoch, uids));
  const bell = ringOn(client);
  while (!signal.aborted) {
    bell.reset();
    await readNew(client, deps, options, position);
    if (signal.aborted) return;
    await waitForMail(client, options, bell);
    if (!client.usable) throw Object.assign(new Error('the connection was lost'), { code: 'NoConnection' });
    await client.noop();
  }
};

/** Reads what lies behind the position, which moves with every message. */
const readNew = async (
  client: ImapFlow,
  deps: FetchDeps,
  options: SessionOptions,
  position: Position,
): Promise<void> => {
  for (;;) {
    // "n:*" names the last message even when it lies before n
    const found = (await client.search({ uid: `${position.lastUid + 1}:*` }, { uid: true })) || [];
    const uids = found.filter((uid) => uid > position.lastUid).toSorted((one, other) => one - other);
    const next = uids.slice(0, LIST_AT_ONCE);
    if (next.length === 0) return;
    const listed = await listMessages(client, next);
    for (const run of runsOf(listed, options)) {
      if (options.signal.aborted) return;
      await readRun(client, deps, options, { run, position });
    }
    // what is gone meanwhile is not asked for again
    position.lastUid = Math.max(position.lastUid, next.at(-1)!);
  }
};

/** Messages read together: few enough and small enough to lie in memory; a large one, or one to be careful with, alone. */
const runsOf = (listed: readonly ListedMessage[], { maxBytes, care }: SessionOptions): ListedMessage[][] => {
  const runs: ListedMessage[][] = [];
  let bytes = 0;
  let open = false;
  for (const message of listed) {
    const alone = message.size > maxBytes || care.isCareful();
    if (!open || alone || bytes + message.size > READ_BYTES || runs.at(-1)!.length >= READ_AT_ONCE) {
      runs.push([]);
      bytes = 0;
    }
    runs.at(-1)!.push(message);
    bytes += message.size;
    open = !alone;
  }
  return runs;
};

const readRun = async (
  client: ImapFlow,
  deps: FetchDeps,
  options: SessionOptions,
  { run, position }: { run: ListedMessage[]; position: Position },
): Promise<void> => {
  const { maxBytes, care, lease, fetchFrom } = options;
  const wanted = run.filter((message) => !isFromBefore(message, position, fetchFrom));
  const raws = new Map<number, Buffer>();
  for (const { uid } of wanted) {
    const why = care.givenUp(uid);
    if (why !== null) raws.set(uid, notGiven(options, uid, why));
  }
  const asked = wanted.filter(({ uid }) => !raws.has(uid));
  care.beginReading(asked.map(({ uid }) => uid));
  const small = asked.filter(({ size }) => size <= maxBytes);
  if (small.length > 0) for (const [uid, raw] of await readSources(client, small, maxBytes)) raws.set(uid, raw);
  for (const { uid, size } of asked) {
    const tooLarge = size > maxBytes || (raws.get(uid)?.length ?? 0) > maxBytes;
    if (tooLarge) raws.set(uid, await readTooLarge(client, uid, options));
    else if (!raws.has(uid) && (await isThere(client, uid))) throw new Error(`the server does not give message ${uid}`);
  }
  care.endReading();
  for (const { uid } of run) {
    const raw = raws.get(uid);
    await deps.db.withTransaction(async (tx) => {
      const now = await deps.clock.now(tx);
      await advance(tx, lease, position.epoch, uid, now);
      if (raw === undefined) return;
      await deps.keep(tx, { mailboxId: lease.mailboxId, epoch: position.epoch, uid, raw, ...envelopeOf(raw) }, now);
    });
    position.lastUid = uid;
    if (raw !== undefined) deps.wake();
  }
  await markAll(client, options, [...raws.keys()]);
};

const isThere = async (client: ImapFlow, uid: number): Promise<boolean> =>
  ((await client.search({ uid: String(uid) }, { uid: true })) || []).includes(uid);

/** Tells that a server said something about new mail, also when it said so while nobody waited. */
type Bell = { reset(): void; rung(): Promise<void> };

const ringOn = (client: ImapFlow): Bell => {
  let hasRung = false;
  let awake = () => {};
  const ring = () => {
    hasRung = true;
    awake();
  };
  client.on('exists', ring);
  client.on('close', ring);
  return {
    reset: () => void (hasRung = false),
    rung: () =>
      new Promise((resolve) => {
        if (hasRung) resolve();
        else awake = resolve;
      }),
  };
};

/** Waits until the server tells of new mail (IDLE), the time of a poll has gone by, or the signal. */
const waitForMail = async (client: ImapFlow, { pollMs, signal }: SessionOptions, bell: Bell): Promise<void> => {
  const idles = client.capabilities.has('IDLE');
  // it ends with the next command; what breaks it breaks that one too
  if (idles) void client.idle().catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  let stop = () => {};
  const over = new Promise<void>((resolve) => {
    stop = () => resolve();
    timer = setTimeout(resolve, idles ? pollMs : Math.min(pollMs, POLL_WITHOUT_IDLE));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([over, bell.rung()]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
};
