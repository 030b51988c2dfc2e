import type { Belay } from '#server/app.ts';
import { putConnection, secretPlace, type KeptImap, type KeptServer } from '#server/channels/email/connection-store.ts';
import { databaseClock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { sealWith } from '#server/platform/sealed.ts';
import type { MailServers } from './mail-servers.ts';

/** The secret that a test's Belay seals with. */
export const SECRET = 'a secret of at least thirty-two characters';

/** What a connection of a test differs in from the usual one: IMAP in clear, everything fetched, mail left and marked. */
export interface ConnectionChanges {
  imap?: Partial<KeptImap> & { secret?: string };
  smtp?: Partial<KeptServer> | null;
}

/** Connects a mailbox of Belay with the one of the same address on the real servers. */
export const connectMailbox = async (
  { db }: Pick<Belay, 'db'>,
  { imap, boxes }: Pick<MailServers, 'imap' | 'boxes'>,
  address: string,
  changes: ConnectionChanges = {},
): Promise<number> => {
  const { secret = boxes[address]?.password ?? '', ...imapChanges } = changes.imap ?? {};
  const { rows } = await db.query<{ id: number }>('select id from mailbox where address = $1', [address]);
  const mailboxId = rows[0]!.id;
  const usual: KeptImap = {
    host: imap.host,
    port: imap.port,
    security: 'none',
    user: address,
    sealed: sealWith(SECRET).seal(secret, secretPlace(mailboxId, 'imap')),
    certificate: null,
    folder: 'INBOX',
    fetchFrom: 'all',
    moveTo: null,
  };
  const smtp = changes.smtp ? { ...bare(imap), ...changes.smtp } : null;
  await db.withTransaction(async (tx) => {
    const now = await databaseClock.now(tx);
    await putConnection(tx, mailboxId, { imap: { ...usual, ...imapChanges }, smtp }, now);
  });
  return mailboxId;
};

const bare = ({ host, port }: { host: string; port: number }): KeptServer => ({
  host,
  port,
  security: 'none',
  user: null,
  sealed: null,
  certificate: null,
});

/** A line of the ledger about a fetched mail. */
export interface FetchedRow {
  id: number;
  verdict: string;
  why: string | null;
  ticketId: number | null;
  epoch: number | null;
  uid: number | null;
  messageId: string | null;
}

/** Everything the ledger has of a mailbox, oldest first. */
export const ledgerOf = async ({ db }: { db: Tx }, address: string): Promise<FetchedRow[]> => {
  const { rows } = await db.query<FetchedRow>(
    `select i.id, i.verdict, i.why, i.ticket_id as "ticketId", i.source_epoch as epoch, i.source_uid as uid,
       i.message_id as "messageId"
     from intake i join mailbox b on b.id = i.mailbox_id where b.address = $1 and i.source = 'imap' order by i.id`,
    [address],
  );
  return rows;
};
