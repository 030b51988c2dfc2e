import type { VersionId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

export type VersionName = { name: string; version: number; versionId: VersionId };

/** What versions of configured things are called. */
export const readVersions = async (tx: Tx, ids: VersionId[]): Promise<ReadonlyMap<VersionId, VersionName>> => {
  const { rows } = await tx.query<VersionName>(
    'select id as "versionId", name, version from config_version where id = any($1)',
    [ids],
  );
  return new Map(rows.map((each) => [each.versionId, each]));
};
