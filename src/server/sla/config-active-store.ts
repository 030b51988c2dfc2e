import type { PersonId, VersionId } from '#core/ids.ts';
import type { ActiveConfig } from '#core/matrix/active-config.ts';
import { plansOf } from '#core/matrix/choose-plan.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { MAIN } from '#contract/intake-matrix.ts';
import type { ConfigDraft } from './config-body.ts';
import type { ConfigCache } from './config-store.ts';

/** The active version of every name of every kind. */
export const readActiveIds = async (tx: Tx): Promise<{ kind: ConfigDraft['kind']; name: string; id: VersionId }[]> => {
  const { rows } = await tx.query<{ kind: ConfigDraft['kind']; name: string; id: VersionId }>({
    name: 'config_active_all',
    text: 'select kind, name, version_id as id from config_active order by kind, name limit 5000',
  });
  return rows;
};

/**
 * What is chosen for something new at this moment. Whatever it may choose is read into `cache`, so that core can decide
 * with it.
 */
export const readActiveConfig = async (tx: Tx, cache: ConfigCache): Promise<ActiveConfig> => {
  const rows = await readActiveIds(tx);
  const ids = new Map(rows.map(({ kind, name, id }) => [`${kind} ${name}`, id]));
  const mainOf = (kind: string): VersionId | null => ids.get(`${kind} ${MAIN}`) ?? null;
  const [matrixId, rulesId] = [mainOf('matrix'), mainOf('intake_rules')];
  await cache.ensure(
    tx,
    [matrixId, rulesId].filter((id) => id !== null),
  );
  const versionOf: ActiveConfig['versionOf'] = (kind, name) => {
    const id = ids.get(`${kind} ${name}`);
    if (id === undefined) throw new Error(`the matrix names a ${kind} "${name}" that was never published`);
    return id;
  };
  const matrix = matrixId === null ? null : cache.matrix(matrixId);
  if (matrix !== null) {
    const plans = plansOf(matrix);
    await cache.ensure(tx, [
      ...plans.map(({ policy }) => versionOf('policy', policy)),
      ...plans.flatMap(({ path }) => (path === undefined ? [] : versionOf('path', path))),
      ...matrix.rows.flatMap(({ when }) => (when.hours ? versionOf('calendar', when.hours.calendar) : [])),
    ]);
  }
  return { matrix, intakeRules: rulesId === null ? null : cache.intakeRules(rulesId), versionOf };
};

/**
 * Names of the paths in force of which nobody else who is with us is the last resort, in the order of the alphabet; takes
 * turns with whoever asks at the same moment.
 */
export const onlyLastResortOf = async (tx: Tx, id: PersonId): Promise<string[]> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('belay:last_resorts'))`);
  const { rows } = await tx.query<{ name: string }>(
    `select a.name from config_active a join config_version v on v.id = a.version_id
     where a.kind = 'path' and v.body -> 'lastResort' @> to_jsonb($1::bigint) and not exists (
       select from jsonb_array_elements_text(v.body -> 'lastResort') l join person p on p.id = l::bigint
       where p.active and p.id <> $1)
     order by a.name`,
    [id],
  );
  return rows.map(({ name }) => name);
};
