import type { ConnectionTrouble } from '#contract/mailbox-connection.ts';
import type { Duration, Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** Who fetches from a mailbox: one node at a time, with the settings of one version. */
export interface Lease {
  mailboxId: number;
  version: number;
  holder: string;
}

/** Another node fetches from the mailbox now, or its settings changed. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

const HELD = 'mailbox_id = $1 and version = $2 and lease_holder = $3';
const held = ({ mailboxId, version, holder }: Lease) => [mailboxId, version, holder];

/** Takes or keeps a mailbox until `lengthMs` from now. False when somebody else has it. */
export const takeLease = async (tx: Tx, lease: Lease, now: Instant, lengthMs: Duration): Promise<boolean> => {
  const { rowCount } = await tx.query({
    name: 'lease_take',
    text: `update mailbox_connection set lease_holder = $3, lease_until = $5
      where mailbox_id = $1 and version = $2
        and (lease_holder = $3 or lease_holder is null or lease_until is null or lease_until <= $4)`,
    values: [...held(lease), toTimestamp(now), toTimestamp(now + lengthMs)],
  });
  return rowCount === 1;
};

/** Lets others have it at once. */
export const dropLease = async (tx: Tx, { mailboxId, holder }: Lease): Promise<void> => {
  await tx.query(
    'update mailbox_connection set lease_holder = null, lease_until = null where mailbox_id = $1 and lease_holder = $2',
    [mailboxId, holder],
  );
};

/** How far a mailbox was read. */
export interface Position {
  epoch: number;
  /** When the mailbox was first reached; null = never. */
  epochFrom: Instant | null;
  uidValidity: number | null;
  lastUid: number;
  /** Up to here a new numbering holds what may have been there before. */
  rescanTo: number;
}

export const readPosition = async (db: Tx, lease: Lease): Promise<Position> => {
  const { rows } = await db.query<Position>({
    name: 'lease_position',
    text: `select epoch, epoch_from as "epochFrom", uid_validity as "uidValidity", last_uid as "lastUid",
        rescan_to as "rescanTo"
      from mailbox_connection where ${HELD}`,
    values: held(lease),
  });
  if (rows[0] === undefined) throw new LeaseLost('the mailbox is fetched by another node');
  return rows[0];
};

/** The server numbers its messages anew: reading begins behind `lastUid`. */
export const beginEpoch = async (
  tx: Tx,
  lease: Lease,
  to: { uidValidity: number; lastUid: number; rescanTo: number; from: Instant },
): Promise<Position> => {
  const { rows } = await tx.query<Position>({
    name: 'lease_begin_epoch',
    text: `update mailbox_connection set epoch = epoch + 1, uid_validity = $4, last_uid = $5, epoch_from = $6, rescan_to = $7
      where ${HELD} returning epoch, epoch_from as "epochFrom", uid_validity as "uidValidity", last_uid as "lastUid",
        rescan_to as "rescanTo"`,
    values: [...held(lease), to.uidValidity, to.lastUid, toTimestamp(to.from), to.rescanTo],
  });
  if (rows[0] === undefined) throw new LeaseLost('the mailbox is fetched by another node');
  return rows[0];
};

/** A message was read. Before anything else in its transaction, so that whoever lost the lease keeps nothing. */
export const advance = async (tx: Tx, lease: Lease, epoch: number, uid: number, now: Instant): Promise<void> => {
  const { rowCount } = await tx.query({
    name: 'lease_advance',
    text: `update mailbox_connection set last_uid = greatest(last_uid, $5), last_seen_at = $6
      where ${HELD} and epoch = $4`,
    values: [...held(lease), epoch, uid, toTimestamp(now)],
  });
  if (rowCount !== 1) throw new LeaseLost('the mailbox is fetched by another node');
};

/** How it goes with a mailbox; since when, is kept while it stays so. */
export const noteState = async (
  tx: Tx,
  lease: Lease,
  found: { state: 'up' } | { state: 'failing'; error: ConnectionTrouble; detail: string },
  now: Instant,
): Promise<void> => {
  const { error, detail } = found.state === 'failing' ? found : { error: null, detail: null };
  await tx.query({
    name: 'lease_note_state',
    text: `update mailbox_connection set state_since = case when state = $4 then state_since else $7 end, state = $4,
      last_error = $5, last_error_detail = $6, last_seen_at = case when $4 = 'up' then $7 else last_seen_at end
      where ${HELD}`,
    values: [...held(lease), found.state, error, detail?.slice(0, 500) ?? null, toTimestamp(now)],
  });
};
