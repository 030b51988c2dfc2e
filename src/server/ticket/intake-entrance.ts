import type { Duration, Instant } from '#core/time.ts';
import { monotonicMs, type Clock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { InboundChannel } from './inbound-channel.ts';
import { fetchedAmong, keepFetched, type FetchedMail } from './intake-fetched-store.ts';
import { findMailbox, keepArrived, type ArrivedMail } from './intake-store.ts';

/** What a receiver is given: which addresses are ours, and where a mail is kept. Both throw when the database is away. */
export interface Entrance {
  mailboxOf(address: string): Promise<number | null>;
  keep(mail: ArrivedMail): Promise<void>;
  /** The same for a mail that lies in a mailbox elsewhere, in the transaction that says that it was read; once. */
  keepFetched(tx: Tx, mail: FetchedMail, now: Instant): Promise<void>;
  /** Of these messages of a mailbox, those that are kept. */
  fetchedAmong(mailboxId: number, epoch: number, uids: readonly number[]): Promise<number[]>;
}

// a mailbox that was closed is refused after this at the latest
const REMEMBER: Duration = 2_000;
const MOST_REMEMBERED = 1_000;

/** The way in for mail: an address is ours with or without a tag; what is not ours is looked up each time. */
export const openEntrance = (db: Tx, clock: Clock, channel: Pick<InboundChannel, 'plainAddress'>): Entrance => {
  const known = new Map<string, { id: number; until: number }>();
  return {
    async mailboxOf(address) {
      const remembered = known.get(address);
      if (remembered !== undefined && remembered.until > monotonicMs()) return remembered.id;
      const id = (await findMailbox(db, address)) ?? (await findMailbox(db, channel.plainAddress(address)));
      if (known.size >= MOST_REMEMBERED) known.clear();
      if (id === null) known.delete(address);
      else known.set(address, { id, until: monotonicMs() + REMEMBER });
      return id;
    },
    keep: async (mail) => keepArrived(db, mail, await clock.now(db)),
    keepFetched: async (tx, mail, now) => void (await keepFetched(tx, mail, now)),
    fetchedAmong: (mailboxId, epoch, uids) => fetchedAmong(db, mailboxId, epoch, uids),
  };
};
