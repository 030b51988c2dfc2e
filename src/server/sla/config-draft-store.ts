import type { z } from 'zod';
import type { draftDetail, versionDetail } from '#contract/config-draft.ts';
import type { PersonId, VersionId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import type { ConfigDraft } from './config-body.ts';

type Kind = ConfigDraft['kind'];

/** A draft as it is kept, its body as it travels. */
export type KeptDraft = Omit<z.infer<typeof draftDetail>, 'findings' | 'mayPublish'>;

const DRAFT = `select d.id, d.kind, d.name, d.revision, d.note, d.based_on as "basedOn", d.body, d.state,
    jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role) as "draftedBy", d.drafted_at as "draftedAt"
  from config_draft d join person p on p.id = d.drafted_by`;

/** Drafts nobody has decided about, the newest first; at most 500. */
export const listDrafts = async (db: Tx): Promise<KeptDraft[]> =>
  (await db.query<KeptDraft>(`${DRAFT} where d.state = 'open' order by d.id desc limit 500`)).rows;

/** One draft; null when there is none. */
export const findDraft = async (db: Tx, id: number): Promise<KeptDraft | null> =>
  (await db.query<KeptDraft>(`${DRAFT} where d.id = $1`, [id])).rows[0] ?? null;

/** The same, kept from everybody else until the transaction ends. */
export const lockDraft = async (tx: Tx, id: number): Promise<KeptDraft | null> =>
  (await tx.query<KeptDraft>(`${DRAFT} where d.id = $1 for update of d`, [id])).rows[0] ?? null;

export type NewDraft = {
  kind: Kind;
  name: string;
  body: unknown;
  basedOn: number | null;
  note: string | null;
  by: PersonId;
};

/** Puts down a draft; its id. */
export const addDraft = async (tx: Tx, draft: NewDraft, now: Instant): Promise<number> => {
  const { rows } = await tx.query<{ id: number }>(
    `insert into config_draft (kind, name, body, based_on, note, drafted_by, drafted_at)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [draft.kind, draft.name, JSON.stringify(draft.body), draft.basedOn, draft.note, draft.by, toTimestamp(now)],
  );
  return rows[0]!.id;
};

/** Changes an open draft: from now on it is `by`'s. */
export const rewriteDraft = async (
  tx: Tx,
  { id, body, basedOn, note, by }: Omit<NewDraft, 'kind' | 'name'> & { id: number },
  now: Instant,
): Promise<void> => {
  await tx.query(
    `update config_draft set body = $2, based_on = $3, note = coalesce($4, note), drafted_by = $5, drafted_at = $6,
       revision = revision + 1 where id = $1 and state = 'open'`,
    [id, JSON.stringify(body), basedOn, note, by, toTimestamp(now)],
  );
};

/** What becomes of a draft: a version of it, or nothing. */
export const settleDraft = async (
  tx: Tx,
  { id, by, versionId }: { id: number; by: PersonId; versionId: VersionId | null },
  now: Instant,
): Promise<void> => {
  await tx.query(
    `update config_draft set state = case when $3::bigint is null then 'discarded' else 'published' end,
       decided_by = $2, decided_at = $4, version_id = $3 where id = $1 and state = 'open'`,
    [id, by, versionId, toTimestamp(now)],
  );
};

/** Whether anybody else with one of these roles could look at what `personId` writes: active, and able to sign in. */
export const hasSecondPerson = async (tx: Tx, personId: PersonId, roles: readonly string[]): Promise<boolean> => {
  const { rows } = await tx.query(
    `select from person where id <> $1 and active and auth_user_id is not null and role = any($2) limit 1`,
    [personId, roles],
  );
  return rows.length > 0;
};

/** A version as it is kept, its body with numbers of versions. */
export type KeptVersion = z.infer<typeof versionDetail>;

const VERSION = `select v.id, v.kind, v.name, v.version, coalesce(a.version_id = v.id, false) as active,
    v.created_at as "publishedAt", v.published_as as "publishedAs", v.copied_from as "copiedFrom", v.body,
    case when r.id is not null then jsonb_build_object('kind', r.kind, 'name', r.name, 'version', r.version) end
      as "renewedFor",
    case when d.id is not null then jsonb_build_object('id', d.id, 'name', d.name, 'role', d.role) end as "draftedBy",
    case when p.id is not null then jsonb_build_object('id', p.id, 'name', p.name, 'role', p.role) end as "publishedBy"
  from config_version v left join config_active a on a.kind = v.kind and a.name = v.name
    left join person d on d.id = v.drafted_by left join person p on p.id = v.published_by
    left join config_version r on r.id = v.renewed_for`;

/** The versions of a name, the newest first; at most 200. */
export const listVersions = async (db: Tx, kind: Kind, name: string): Promise<KeptVersion[]> => {
  const text = `${VERSION} where v.kind = $1 and v.name = $2 order by v.version desc limit 200`;
  return (await db.query<KeptVersion>(text, [kind, name])).rows;
};

/** One version; null when there is none. */
export const findVersion = async (db: Tx, id: VersionId): Promise<KeptVersion | null> =>
  (await db.query<KeptVersion>(`${VERSION} where v.id = $1`, [id])).rows[0] ?? null;
