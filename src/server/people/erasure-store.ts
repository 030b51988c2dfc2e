import type { PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** Somebody who asks, as far as forgetting them goes. */
export type Forgettable = { email: string | null; legalHoldAt: Instant | null; erasedAt: Instant | null };

/** Locks a requester; null when nobody who asks has this id. */
export const lockRequester = async (tx: Tx, id: PersonId): Promise<Forgettable | null> => {
  const { rows } = await tx.query<Forgettable>(
    `select email, legal_hold_at as "legalHoldAt", erased_at as "erasedAt" from person
     where id = $1 and role = 'customer' for update`,
    [id],
  );
  return rows[0] ?? null;
};

/** Begins a hold, or ends it; one that holds already stays as it began. */
export const setLegalHold = async (tx: Tx, id: PersonId, by: PersonId | null, now: Instant): Promise<void> => {
  await tx.query(
    `update person set legal_hold_at = case when $2::bigint is null then null else coalesce(legal_hold_at, $3) end,
       legal_hold_by = case when $2::bigint is null then null else coalesce(legal_hold_by, $2) end
     where id = $1`,
    [id, by, toTimestamp(now)],
  );
};

/** Name, address and all that leads to them go; the row stays, for what names it by its id. */
export const erasePerson = async (tx: Tx, id: PersonId, by: PersonId, now: Instant): Promise<void> => {
  await tx.query(
    `update person set name = '#' || id, email = null, active = false, time_zone = 'UTC', erased_at = $3, erased_by = $2
     where id = $1`,
    [id, by, toTimestamp(now)],
  );
};
