import type { PersonId, VersionId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { compileVersion, type ConfigDraft } from './config-body.ts';

/** Who made a version and how; nobody when Belay itself did. */
export interface Publisher {
  draftedBy?: PersonId | null;
  publishedBy?: PersonId | null;
  publishedAs?: 'second_person' | 'alone' | 'file' | null;
  /** The version that is gone back to. */
  copiedFrom?: number | null;
  /** What it names has a newer version, and nothing else changed: that version. */
  renewedFor?: VersionId | null;
}

/** Adds the next version of a name and makes it the active one. Returns its id. Throws on a body that is impossible. */
export async function addVersion(
  tx: Tx,
  draft: ConfigDraft,
  now: Instant,
  { draftedBy = null, publishedBy = null, publishedAs = null, copiedFrom = null, renewedFor = null }: Publisher = {},
): Promise<VersionId> {
  compileVersion({ id: 0, ...draft });
  const { rows } = await tx.query<{ id: VersionId }>(
    `insert into config_version (kind, name, version, body, created_at, drafted_by, published_by, published_as, copied_from,
       renewed_for)
     select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8, $9 from config_version
     where kind = $1 and name = $2 returning id`,
    [
      draft.kind,
      draft.name,
      JSON.stringify(draft.body),
      toTimestamp(now),
      draftedBy,
      publishedBy,
      publishedAs,
      copiedFrom,
      renewedFor,
    ],
  );
  const { id } = rows[0]!;
  await tx.query(
    `insert into config_active (kind, name, version_id) values ($1, $2, $3)
     on conflict (kind, name) do update set version_id = excluded.version_id`,
    [draft.kind, draft.name, id],
  );
  return id;
}

/** What the newest of the versions that are active of these names was published, or published again, for. */
export const newestRoot = async (tx: Tx, things: readonly { kind: string; name: string }[]): Promise<VersionId> => {
  const { rows } = await tx.query<{ id: VersionId }>(
    `select max(coalesce(v.renewed_for, v.id)) as id from config_active a join config_version v on v.id = a.version_id
     where (a.kind, a.name) in (select * from unnest($1::text[], $2::text[]))`,
    [things.map(({ kind }) => kind), things.map(({ name }) => name)],
  );
  return rows[0]!.id;
};
