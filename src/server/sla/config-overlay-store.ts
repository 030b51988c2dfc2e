import type { z } from 'zod';
import { rulesDraft, type RulesDraft } from '#contract/simulation.ts';
import type { VersionId } from '#core/ids.ts';
import type { ActiveConfig } from '#core/matrix/active-config.ts';
import { plansOf } from '#core/matrix/choose-plan.ts';
import type { Matrix } from '#core/matrix/matrix.ts';
import type { Config } from '#core/ticket/context.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { FieldProblem } from '#server/platform/http/problem.ts';
import { checkVersion, type CompiledVersion } from './config-body.ts';
import { readConfig } from './config-wire.ts';

export type LiveConfig = Config & { active: ActiveConfig };
type Compiled = { ok: true; config: LiveConfig } | { ok: false; errors: FieldProblem[] };
type Kind = 'calendar' | 'path' | 'policy';
type Parsed = z.output<typeof rulesDraft>;
type Bodies = {
  calendar: NonNullable<Parsed['calendars']>;
  path: NonNullable<Parsed['paths']>;
  policy: NonNullable<Parsed['policies']>;
};

/** Ids of versions that were never published: beyond every id there is. */
const DRAFTED = 2 ** 52;

/**
 * The live rules with a draft laid over them: what it names is compiled as though it had been published, and so is
 * everything that names it. What it says wrongly is answered with its place.
 */
export async function withDraft(tx: Tx, live: LiveConfig, draft: RulesDraft): Promise<Compiled> {
  const parsed = rulesDraft.safeParse(draft);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, code, message }) => ({ path: path.join('.'), code, message }));
    return { ok: false, errors };
  }
  const bodies = await affected(tx, parsed.data);
  const ids = new Map<string, VersionId>();
  for (const kind of ['calendar', 'path', 'policy'] as const) {
    for (const name of Object.keys(bodies[kind])) ids.set(`${kind} ${name}`, DRAFTED + ids.size);
  }
  const known = await namesOf(tx);
  const errors: FieldProblem[] = [];
  const idOf = (kind: Kind, name: string, place: string): VersionId => {
    if (!known.has(`${kind} ${name}`) && !ids.has(`${kind} ${name}`)) errors.push({ path: place, code: 'unknown' });
    return ids.get(`${kind} ${name}`) ?? known.get(`${kind} ${name}`) ?? DRAFTED;
  };
  const versions = new Map<VersionId, CompiledVersion>();
  const keep = (kind: Kind | 'matrix', name: string, body: unknown, place: string, id: VersionId): void => {
    const checked = checkVersion({ id, kind, name, body });
    if (checked.ok) versions.set(id, checked.version);
    else errors.push(...checked.faults.map(({ path, code }) => ({ path: `${place}.${path}`, code })));
  };
  for (const [name, body] of Object.entries(bodies.calendar)) {
    keep('calendar', name, body, `calendars.${name}`, idOf('calendar', name, ''));
  }
  for (const [name, { calendar, ...plan }] of Object.entries(bodies.path)) {
    const place = `paths.${name}`;
    const calendarVersionId = idOf('calendar', calendar, `${place}.calendar`);
    keep('path', name, { ...plan, calendarVersionId }, place, idOf('path', name, ''));
  }
  for (const [name, { targets, path, ...terms }] of Object.entries(bodies.policy)) {
    const place = `policies.${name}`;
    const kept = targets.map(({ calendar, ...target }, index) => ({
      ...target,
      calendarVersionId: idOf('calendar', calendar, `${place}.targets.${index}.calendar`),
    }));
    const pathVersionId = idOf('path', path, `${place}.path`);
    keep('policy', name, { ...terms, targets: kept, pathVersionId }, place, idOf('policy', name, ''));
  }
  if (parsed.data.matrix !== undefined) keep('matrix', 'main', parsed.data.matrix, 'matrix', DRAFTED + ids.size);
  const matrix = (versions.get(DRAFTED + ids.size) as Matrix | undefined) ?? live.active.matrix;
  if (parsed.data.matrix !== undefined && matrix !== null) {
    for (const [index, { when }] of matrix.rows.entries()) {
      if (when.hours !== undefined) idOf('calendar', when.hours.calendar, `matrix.rows.${index}.when.hours.calendar`);
    }
    for (const [index, { policy, path }] of plansOf(matrix).entries()) {
      idOf('policy', policy, `matrix.plan.${index}.policy`);
      if (path !== undefined) idOf('path', path, `matrix.plan.${index}.path`);
    }
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, config: laidOver(live, versions, ids, matrix) };
}

/** Drafted bodies, and those of what is active and names them. */
async function affected(tx: Tx, draft: Parsed): Promise<Bodies> {
  const calendar = { ...draft.calendars };
  const path = { ...draft.paths };
  for (const { name, body } of await readConfig(tx, 'path')) {
    const wire = body as Bodies['path'][string];
    if (path[name] === undefined && calendar[wire.calendar] !== undefined) path[name] = wire;
  }
  const policy = { ...draft.policies };
  for (const { name, body } of await readConfig(tx, 'policy')) {
    const wire = body as Bodies['policy'][string];
    const names =
      path[wire.path] !== undefined || wire.targets.some((target) => calendar[target.calendar] !== undefined);
    if (policy[name] === undefined && names) policy[name] = wire;
  }
  return { calendar, path, policy };
}

/** What is active, by kind and name. */
async function namesOf(tx: Tx): Promise<Map<string, VersionId>> {
  const names = new Map<string, VersionId>();
  for (const kind of ['calendar', 'path', 'policy'] as const) {
    for (const { name, versionId } of await readConfig(tx, kind)) names.set(`${kind} ${name}`, versionId);
  }
  return names;
}

function laidOver(
  live: LiveConfig,
  versions: ReadonlyMap<VersionId, CompiledVersion>,
  ids: ReadonlyMap<string, VersionId>,
  matrix: Matrix | null,
): LiveConfig {
  const get = <Version extends CompiledVersion>(id: VersionId, otherwise: (id: VersionId) => Version): Version =>
    (versions.get(id) as Version | undefined) ?? otherwise(id);
  return {
    ...live,
    calendar: (id) => get(id, live.calendar),
    path: (id) => get(id, live.path),
    policy: (id) => get(id, live.policy),
    active: {
      ...live.active,
      matrix,
      versionOf: (kind, name) => ids.get(`${kind} ${name}`) ?? live.active.versionOf(kind, name),
    },
  };
}
