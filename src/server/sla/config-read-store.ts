import type { PersonRef, TeamRef } from '#contract/common.ts';
import type { VersionId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { ConfigDraft } from './config-body.ts';

type Kind = ConfigDraft['kind'];

/** The active version of a name as it is kept, with the versions before it. */
export type ActiveConfig = {
  name: string;
  version: number;
  versionId: VersionId;
  publishedAt: Instant;
  body: unknown;
  versions: { id: VersionId; version: number; publishedAt: Instant }[];
};

/** What is active of a kind, by name; one of them when a name is given. At most 500. */
export const readActive = async (db: Tx, kind: Kind, name: string | null = null): Promise<ActiveConfig[]> => {
  const { rows } = await db.query<ActiveConfig>(
    `select a.name, v.version, v.id as "versionId", v.created_at as "publishedAt", v.body,
       (select jsonb_agg(jsonb_build_object('id', h.id, 'version', h.version, 'publishedAt',
            floor(extract(epoch from h.created_at) * 1000)) order by h.version desc)
          from (select * from config_version h where h.kind = a.kind and h.name = a.name
                order by h.version desc limit 100) h) as versions
     from config_active a join config_version v on v.id = a.version_id
     where a.kind = $1 and ($2::text is null or a.name = $2) order by a.name limit 500`,
    [kind, name],
  );
  return rows;
};

/** What versions are called, and whether each is still the one chosen for something new. */
export type NamedVersion = { id: VersionId; kind: 'calendar' | 'path'; name: string; version: number; active: boolean };

export const nameVersions = async (db: Tx, ids: readonly VersionId[]): Promise<Map<VersionId, NamedVersion>> => {
  const { rows } = await db.query<NamedVersion>(
    `select v.id, v.kind, v.name, v.version, a.version_id = v.id as active
     from config_version v join config_active a on a.kind = v.kind and a.name = v.name where v.id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
};

/** What a version of something configured is called. */
export type VersionName = { name: string; version: number; versionId: VersionId };

/** What versions are called, of whatever kind, active or not. */
export const readVersionNames = async (tx: Tx, ids: VersionId[]): Promise<ReadonlyMap<VersionId, VersionName>> => {
  const { rows } = await tx.query<VersionName>(
    'select id as "versionId", name, version from config_version where id = any($1)',
    [ids],
  );
  return new Map(rows.map((each) => [each.versionId, each]));
};

/** The active versions of these names. */
export const versionsNamed = async (tx: Tx, kind: Kind, names: readonly string[]): Promise<Map<string, VersionId>> => {
  const { rows } = await tx.query<{ name: string; id: VersionId }>(
    'select name, version_id as id from config_active where kind = $1 and name = any($2)',
    [kind, names],
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
};

/**
 * Lets one publish after the other: what is published names what was active when its turn came. To be taken before
 * anything is read that a body names.
 */
export const lockPublishing = async (tx: Tx): Promise<void> => {
  await tx.query('select pg_advisory_xact_lock(8812005)');
};

/** Holds a name apart from whoever else would publish it at this moment. */
export const lockActive = async (tx: Tx, kind: Kind, name: string): Promise<void> => {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 8812004))', [`${kind} ${name}`]);
};

/**
 * Whether a version that somebody made a change from is still what is active: what was only published again since, for
 * what it names, says the same. null: there was none.
 */
export const isUpToDate = async (tx: Tx, kind: Kind, name: string, basedOn: number | null): Promise<boolean> => {
  const active = await activeNumber(tx, kind, name);
  if (basedOn === null || active === null) return basedOn === active;
  const { rows } = await tx.query(
    `select from config_version where kind = $1 and name = $2 and version > $3 and version <= $4 and renewed_for is null
     limit 1`,
    [kind, name, basedOn, active],
  );
  return basedOn <= active && rows.length === 0;
};

/** The version of a name that is active; null when none is. */
export const activeNumber = async (tx: Tx, kind: Kind, name: string): Promise<number | null> => {
  const { rows } = await tx.query<{ version: number }>(
    `select v.version from config_active a join config_version v on v.id = a.version_id
     where a.kind = $1 and a.name = $2`,
    [kind, name],
  );
  return rows[0]?.version ?? null;
};

/** A version as it is kept. */
export type VersionRow = { id: VersionId; kind: Kind; name: string; version: number; body: unknown };

/** The version of every name that was active at `at`; or the versions that are named. At most 5,000. */
export const readVersionsAt = async (
  db: Tx,
  at: Instant,
  ids: readonly VersionId[] | null = null,
): Promise<VersionRow[]> => {
  const { rows } = await db.query<VersionRow>(
    `select distinct on (kind, name, case when $2::bigint[] is null then 0 else id end) id, kind, name, version, body
     from config_version where created_at <= $1 and ($2::bigint[] is null or id = any($2))
     order by kind, name, case when $2::bigint[] is null then 0 else id end, version desc limit 5000`,
    [toTimestamp(at), ids],
  );
  return rows;
};

/** Active colleagues and teams by number. */
export const namesOf = async (
  db: Tx,
  { people, teams }: { people: readonly number[]; teams: readonly number[] },
): Promise<{ people: PersonRef[]; teams: TeamRef[]; inactive: number[] }> => {
  const { rows } = await db.query<PersonRef & { active: boolean }>(
    `select id, name, role, active and role not in ('customer', 'bot') as active from person where id = any($1)
     order by name, id`,
    [people],
  );
  const found = await db.query<TeamRef>('select id, name from team where id = any($1) order by name', [teams]);
  return {
    people: rows.map(({ active: _active, ...person }) => person),
    teams: found.rows,
    inactive: people.filter((id) => !rows.some((person) => person.id === id && person.active)),
  };
};
