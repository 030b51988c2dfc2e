import type { ConnectionTrouble, MailboxTrouble } from '#contract/mailbox-connection.ts';
import type { Language } from '#core/ticket/ticket.ts';
import { MINUTE, type Duration, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { ServerSettings } from './server-settings.ts';

/** A server as it is kept: its secret sealed. */
export type KeptServer = Omit<ServerSettings, 'secret'> & { sealed: string | null };

export interface KeptImap extends KeptServer {
  user: string;
  folder: string;
  fetchFrom: 'now' | 'all';
  moveTo: string | null;
}

/** Under what name a secret is sealed, so that it opens nowhere else. */
export const secretPlace = (mailboxId: number, kind: 'imap' | 'smtp'): string => `mailbox ${mailboxId} ${kind}`;

/** How a mailbox on another server is reached, and how that goes. */
export interface KeptConnection {
  mailboxId: number;
  imap: KeptImap | null;
  smtp: KeptServer | null;
  version: number;
  state: 'new' | 'up' | 'failing';
  since: Instant;
  error: ConnectionTrouble | null;
  errorDetail: string | null;
  lastSeenAt: Instant | null;
}

const SERVER = (kind: 'imap' | 'smtp', more = '') => `case when c.${kind}_host is not null then json_build_object(
  'host', c.${kind}_host, 'port', c.${kind}_port, 'security', c.${kind}_security, 'user', c.${kind}_user,
  'sealed', c.${kind}_secret, 'certificate', c.${kind}_certificate${more}) end`;
const IMAP = SERVER('imap', `, 'folder', c.imap_folder, 'fetchFrom', c.fetch_from, 'moveTo', c.move_to`);

const KEPT = `c.mailbox_id as "mailboxId", ${IMAP} as imap, ${SERVER('smtp')} as smtp, c.version, c.state,
  c.state_since as since, c.last_error as error, c.last_error_detail as "errorDetail", c.last_seen_at as "lastSeenAt"`;

/** null when the mailbox has none. */
export const readConnection = async (db: Tx, mailboxId: number): Promise<KeptConnection | null> => {
  const { rows } = await db.query<KeptConnection>(`select ${KEPT} from mailbox_connection c where c.mailbox_id = $1`, [
    mailboxId,
  ]);
  return rows[0] ?? null;
};

/** Whether there is such a mailbox. */
export const hasMailbox = async (db: Tx, mailboxId: number): Promise<boolean> =>
  (await db.query('select from mailbox where id = $1', [mailboxId])).rowCount === 1;

/** What is to be kept of a connection. */
export type NewConnection = Pick<KeptConnection, 'imap' | 'smtp'>;

const columnsOf = ({ imap, smtp }: NewConnection): unknown[] => [
  ...[imap, smtp].flatMap((server) =>
    server === null
      ? [null, null, null, null, null, null]
      : [server.host, server.port, server.security, server.user, server.sealed, server.certificate],
  ),
  imap?.folder ?? 'INBOX',
  imap?.fetchFrom ?? 'now',
  imap?.moveTo ?? null,
];

const NAMES = [
  ...['imap', 'smtp'].flatMap((kind) =>
    ['host', 'port', 'security', 'user', 'secret', 'certificate'].map((name) => `${kind}_${name}`),
  ),
  'imap_folder',
  'fetch_from',
  'move_to',
];
/** Another place is another numbering of messages, and is read from its beginning. */
const MOVED = `(c.imap_host, c.imap_user, c.imap_folder) is distinct from (excluded.imap_host, excluded.imap_user, excluded.imap_folder)`;

/** Writes the settings; whoever fetches begins anew with them. */
export const putConnection = async (tx: Tx, mailboxId: number, to: NewConnection, now: Instant): Promise<void> => {
  const values = [mailboxId, toTimestamp(now), ...columnsOf(to)];
  await tx.query(
    `insert into mailbox_connection as c (mailbox_id, changed_at, state_since, ${NAMES.join(', ')})
     values ($1, $2, $2, ${NAMES.map((_, index) => `$${index + 3}`).join(', ')})
     on conflict (mailbox_id) do update set ${NAMES.map((name) => `${name} = excluded.${name}`).join(', ')},
       uid_validity = case when ${MOVED} then null else c.uid_validity end,
       last_uid = case when ${MOVED} then 0 else c.last_uid end,
       version = c.version + 1, changed_at = excluded.changed_at, state = 'new', state_since = excluded.changed_at,
       last_error = null, last_error_detail = null`,
    values,
  );
};

/** False when there was none. */
export const dropConnection = async (tx: Tx, mailboxId: number): Promise<boolean> =>
  (await tx.query('delete from mailbox_connection where mailbox_id = $1', [mailboxId])).rowCount === 1;

/** Writes a secret sealed again, unless the settings changed meanwhile. */
export const putSealed = async (tx: Tx, kept: KeptConnection, imap: string | null, smtp: string | null) => {
  await tx.query(
    'update mailbox_connection set imap_secret = $3, smtp_secret = $4 where mailbox_id = $1 and version = $2',
    [kept.mailboxId, kept.version, imap, smtp],
  );
};

export const readConnections = async (db: Tx): Promise<KeptConnection[]> =>
  (await db.query<KeptConnection>(`select ${KEPT} from mailbox_connection c order by c.mailbox_id limit 10000`)).rows;

/** A mailbox to fetch from. */
export interface FetchedMailbox {
  id: number;
  address: string;
  language: Language;
  version: number;
  imap: KeptImap;
}

export const readFetched = async (db: Tx): Promise<FetchedMailbox[]> => {
  const { rows } = await db.query<FetchedMailbox>({
    name: 'connection_fetched',
    text: `select b.id, b.address, b.language, c.version, ${IMAP} as imap
      from mailbox_connection c join mailbox b on b.id = c.mailbox_id
      where b.active and c.imap_host is not null order by b.id limit 10000`,
  });
  return rows;
};

/** A mailbox that has not been reached for longer than this is told of. */
const PATIENCE: Duration = 5 * MINUTE;

/** Mailboxes that have been out of reach for some minutes. */
export const readTroubles = async (db: Tx, now: Instant): Promise<MailboxTrouble[]> => {
  const { rows } = await db.query<MailboxTrouble>({
    name: 'connection_troubles',
    text: `select b.address, c.state, c.state_since as since, coalesce(c.last_error, 'answer') as error
      from mailbox_connection c join mailbox b on b.id = c.mailbox_id
      where b.active and c.imap_host is not null and c.state = 'failing' and c.state_since <= $1
      order by c.state_since, b.id limit 100`,
    values: [toTimestamp(now - PATIENCE)],
  });
  return rows;
};
