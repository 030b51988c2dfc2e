import type { VersionId } from '#core/ids.ts';
import type { IntakeRules } from '#core/intake/rules.ts';
import type { Matrix } from '#core/matrix/matrix.ts';
import type { Config } from '#core/ticket/context.ts';
import { ZONE_DATA } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { compileVersion, namedBy, type CompiledVersion, type ConfigDraft } from './config-body.ts';

/** Compiled versions kept in the process by id. They are immutable, so what is kept is never stale. */
export interface ConfigCache extends Config {
  matrix(id: VersionId): Matrix;
  intakeRules(id: VersionId): IntakeRules;
  /** A version of whatever kind it is said to be. */
  version(kind: CompiledVersion['kind'], id: VersionId): CompiledVersion;
  /** Reads `ids`, and every version those name, unless kept already. Throws when one does not exist. */
  ensure(tx: Tx, ids: Iterable<VersionId>): Promise<void>;
}

// far more than an installation publishes in years; reached, the cache starts over
const MOST_KEPT = 10_000;

/** An empty cache; one a process. */
export function createConfigCache(): ConfigCache {
  const kept = new Map<VersionId, CompiledVersion>();
  const get = <Kind extends CompiledVersion['kind']>(kind: Kind, id: VersionId) => {
    const version = kept.get(id);
    if (version?.kind !== kind) throw new Error(`there is no ${kind} version ${id}`);
    return version as Extract<CompiledVersion, { kind: Kind }>;
  };
  return {
    zoneData: ZONE_DATA,
    policy: (id) => get('policy', id),
    path: (id) => get('path', id),
    calendar: (id) => get('calendar', id),
    matrix: (id) => get('matrix', id),
    intakeRules: (id) => get('intake_rules', id),
    version: get,
    async ensure(tx, ids) {
      if (kept.size > MOST_KEPT) kept.clear();
      const read: CompiledVersion[] = [];
      let wanted = new Set(ids);
      for (let missing = absent(wanted, kept); missing.length > 0; missing = absent(wanted, kept)) {
        const found = await readVersions(tx, missing);
        read.push(...found);
        wanted = new Set(found.flatMap(namedBy));
      }
      // together, so that whoever finds one kept finds all that it names
      for (const version of read) kept.set(version.versionId, version);
    },
  };
}

const absent = (wanted: Set<VersionId>, kept: Map<VersionId, CompiledVersion>): VersionId[] =>
  [...wanted].filter((id) => !kept.has(id));

async function readVersions(tx: Tx, ids: VersionId[]): Promise<CompiledVersion[]> {
  const { rows } = await tx.query<{ id: VersionId; kind: ConfigDraft['kind']; name: string; body: unknown }>(
    'select id, kind, name, body from config_version where id = any($1)',
    [ids],
  );
  if (rows.length < ids.length) {
    const found = rows.map((row) => row.id);
    throw new Error(`there is no config version ${ids.filter((id) => !found.includes(id)).join(', ')}`);
  }
  return rows.map(compileVersion);
}
