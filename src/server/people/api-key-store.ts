import { createHash, randomInt } from 'node:crypto';
import type { ApiKey } from '#contract/api-key.ts';
import type { PersonId } from '#core/ids.ts';
import type { Scope } from '#core/people/scopes.ts';
import { DAY, MINUTE, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** What every key begins with, so that people and scanners for leaked secrets know one when they see it. */
export const KEY_PREFIX = 'belay_';
// letters and digits only: a double click takes the whole key
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** 238 bits: nothing to guess, so that a plain hash is enough. */
const KEY_LENGTH = 40;
const SHOWN = KEY_PREFIX.length + 6;

/** Keys of one person that are good at a time. */
const MOST_KEYS = 100;

const drawKey = (): string =>
  KEY_PREFIX + Array.from({ length: KEY_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();

const COLUMNS = `k.id, k.name, json_build_object('id', p.id, 'name', p.name, 'role', p.role) as person, k.start, k.scopes,
  k.created_at as "createdAt", k.expires_at as "expiresAt", k.last_used_at as "lastUsedAt", k.revoked_at as "revokedAt"`;

export type NewApiKey = {
  personId: PersonId;
  name: string;
  scopes: readonly Scope[];
  /** null = it never expires. */
  expiresInDays: number | null;
  /** null = a command on Belay's own machine. */
  createdBy: PersonId | null;
};

/**
 * Makes a key for an active person who is no customer; the key itself is in this answer and nowhere else. A refusal:
 * `person_unknown`, or `too_many_keys` when the person has a hundred that are good.
 */
export const createApiKey = async (
  tx: Tx,
  { personId, name, scopes, expiresInDays, createdBy }: NewApiKey,
  now: Instant,
): Promise<
  { ok: true; made: ApiKey & { key: string } } | { ok: false; refusal: 'person_unknown' | 'too_many_keys' }
> => {
  const { rows: people } = await tx.query<{ keys: number }>(
    `select (select count(*)::int from api_key k where k.person_id = p.id and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > $2)) as keys
      from person p where p.id = $1 and p.active and p.role <> 'customer' for no key update of p`,
    [personId, toTimestamp(now)],
  );
  if (people[0] === undefined) return { ok: false, refusal: 'person_unknown' };
  if (people[0].keys >= MOST_KEYS) return { ok: false, refusal: 'too_many_keys' };
  const key = drawKey();
  const expiresAt = expiresInDays === null ? null : toTimestamp(now + expiresInDays * DAY);
  const { rows } = await tx.query<ApiKey>(
    `with k as (insert into api_key (person_id, name, hash, start, scopes, created_at, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning *)
     select ${COLUMNS} from k join person p on p.id = k.person_id`,
    [personId, name, hashOf(key), key.slice(0, SHOWN), scopes, toTimestamp(now), createdBy, expiresAt],
  );
  return { ok: true, made: { ...rows[0]!, key } };
};

/** Keys of one person, or everyone's, newest first: at most 500, those that are over included. */
export const listApiKeys = async (db: Tx, personId: PersonId | null): Promise<ApiKey[]> => {
  const { rows } = await db.query<ApiKey>(
    `select ${COLUMNS} from api_key k join person p on p.id = k.person_id
     where $1::bigint is null or k.person_id = $1 order by k.id desc limit 500`,
    [personId],
  );
  return rows;
};

/** A key is over at once. `of`: only when it is this person's; null = whoever's. Whether there was one to revoke. */
export const revokeApiKey = async (
  tx: Tx,
  id: number,
  { of, by }: { of: PersonId | null; by: PersonId },
  now: Instant,
): Promise<boolean> => {
  const { rowCount } = await tx.query(
    `update api_key set revoked_at = coalesce(revoked_at, $4), revoked_by = coalesce(revoked_by, $3)
     where id = $1 and ($2::bigint is null or person_id = $2)`,
    [id, of, by, toTimestamp(now)],
  );
  return rowCount === 1;
};

/** All keys of a person are over at once, and stay so should the person come back. */
export const revokeKeysOf = async (tx: Tx, personId: PersonId, by: PersonId, now: Instant): Promise<void> => {
  await tx.query('update api_key set revoked_at = $2, revoked_by = $3 where person_id = $1 and revoked_at is null', [
    personId,
    toTimestamp(now),
    by,
  ]);
};

/** A key that was shown and is good. */
export type GoodKey = { id: number; personId: PersonId; scopes: Scope[] };

/** The key as it stands at this moment, asked of the database each time; null when it is none, over, or revoked. */
export const findApiKey = async (db: Tx, key: string, now: Instant): Promise<GoodKey | null> => {
  const { rows } = await db.query<GoodKey & { isStale: boolean }>({
    name: 'people_api_key',
    text: `select id, person_id as "personId", scopes, last_used_at is null or last_used_at < $3 as "isStale"
           from api_key where hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
    values: [hashOf(key), toTimestamp(now), toTimestamp(now - MINUTE)],
  });
  const found = rows[0];
  if (found === undefined) return null;
  const { isStale, ...good } = found;
  if (isStale) {
    await db.query({
      name: 'people_api_key_used',
      text: `update api_key set last_used_at = $2 where id = (select id from api_key
               where id = $1 and (last_used_at is null or last_used_at < $3) for update skip locked)`,
      values: [good.id, toTimestamp(now), toTimestamp(now - MINUTE)],
    });
  }
  return good;
};
