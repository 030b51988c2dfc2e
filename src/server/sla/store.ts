import type { VersionId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { keepUp, putInPlace } from './company-kinds.ts';
import type { ConfigDraft } from './config-body.ts';
import { addVersion, type Publisher } from './version-store.ts';

export type { CalendarBody, ConfigDraft, IntakeRulesBody, MatrixBody, PathBody, PolicyBody } from './config-body.ts';

/**
 * Adds the next version of a name and makes it the one chosen for something new. Changes no open ticket: those keep the
 * version they name. What a team, a skill or limits say holds from now on. Returns its id. Throws when the body says
 * something impossible.
 */
export async function publish(tx: Tx, draft: ConfigDraft, now: Instant, by: Publisher = {}): Promise<VersionId> {
  if (draft.kind !== 'team' && draft.kind !== 'skill' && draft.kind !== 'limits') return addVersion(tx, draft, now, by);
  // a hand's changes since the last version are kept as one of their own, to go back to
  await keepUp(tx, now);
  await putInPlace(tx, draft, now);
  return addVersion(tx, draft, now, by);
}

/** The version of `name` chosen for something new; null when nothing of that name was ever published. */
export async function activeVersion(tx: Tx, kind: ConfigDraft['kind'], name: string): Promise<VersionId | null> {
  const { rows } = await tx.query<{ version_id: VersionId }>({
    name: 'config_active',
    text: 'select version_id from config_active where kind = $1 and name = $2',
    values: [kind, name],
  });
  return rows[0]?.version_id ?? null;
}
