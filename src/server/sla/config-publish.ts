import { faultsOf, type PathFault } from '#core/escalation/check-path.ts';
import { can, rolesFor } from '#core/people/can.ts';
import type { PersonId, VersionId } from '#core/ids.ts';
import type { Finding } from '#core/lint/finding.ts';
import type { Actor } from '#core/people/roles.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { checkVersion, type CompiledVersion, type ConfigDraft } from './config-body.ts';
import { hasSecondPerson, type KeptDraft } from './config-draft-store.ts';
import { lintWith } from './config-lint.ts';
import { misnamed } from './config-names.ts';
import { isUpToDate, lockActive } from './config-read-store.ts';
import { asKept } from './config-wire.ts';
import { publishWithUsers } from './renewal.ts';

type Kind = ConfigDraft['kind'];
type PersonActor = Extract<Actor, { kind: 'person' }>;

/** A body as it would be kept, and what it compiles to: the one that has no version yet has -1. */
export type Prepared = { draft: ConfigDraft; version: CompiledVersion };

/** Reads a body as it travels. Throws 422 with every place that is impossible or names nothing. */
export const prepare = async (tx: Tx, kind: Kind, name: string, body: unknown): Promise<Prepared> => {
  const wrong = kind === 'intake_rules' || kind === 'matrix' || kind === 'limits' ? misnamed(name) : [];
  if (wrong.length > 0) throw new HttpProblem(422, 'config_invalid', { errors: wrong });
  const kept = await asKept(tx, { kind, name, body });
  if (!kept.ok) throw new HttpProblem(422, 'config_invalid', { errors: kept.errors });
  const checked = checkVersion({ id: -1, kind, name, body: kept.body });
  if (!checked.ok) {
    const errors = checked.faults.map((fault) => ({ ...fault, path: `body.${fault.path}` }));
    throw new HttpProblem(422, 'config_invalid', { errors });
  }
  const errors = checked.version.kind === 'path' ? faultsOf(checked.version).map(problemOf) : [];
  if (errors.length > 0) throw new HttpProblem(422, 'config_invalid', { errors });
  return { draft: { kind, name, body: kept.body } as ConfigDraft, version: checked.version };
};

/** A copy of a path at another pace may wait for seconds; one that somebody edits may not. */
const problemOf = (fault: PathFault): { path: string; code: string } => ({
  path: fault.field === 'waitMs' ? `body.steps.${fault.step}.waitMs` : `body.${fault.field}`,
  code: 'out_of_range',
});

/** What a prepared body would break: findings of the whole configuration with it. */
export const lintPrepared = (tx: Tx, { version }: Prepared, now: Instant): Promise<Finding[]> =>
  lintWith(tx, [version], now);

/** Those of the findings that forbid to publish this. */
export const stopping = (findings: readonly Finding[], kind: Kind, name: string): Finding[] =>
  findings.filter(({ stops, place }) => stops && place.kind === kind && place.name === name);

/** Whether anybody else could publish what this person wrote. */
export const isAlone = async (tx: Tx, personId: PersonId): Promise<boolean> =>
  !(await hasSecondPerson(tx, personId, rolesFor('config.publish')));

/** Publishes a prepared body after a last look at it, and what names it with it. Throws 409 when a newer version was published since, 422 on faults. */
export const publishPrepared = async (
  tx: Tx,
  prepared: Prepared,
  by: { basedOn: number | null | undefined; draftedBy: PersonId; publishedBy: PersonId; alone: boolean },
  now: Instant,
): Promise<VersionId> => {
  const { kind, name } = prepared.draft;
  await lockActive(tx, kind, name);
  const isCurrent = by.basedOn === undefined || (await isUpToDate(tx, kind, name, by.basedOn));
  if (!isCurrent) throw new HttpProblem(409, 'config_changed');
  refuseFaults(stopping(await lintPrepared(tx, prepared, now), kind, name));
  const { draftedBy, publishedBy, alone } = by;
  const publishedAs = alone ? 'alone' : 'second_person';
  return publishWithUsers(tx, prepared.draft, now, { draftedBy, publishedBy, publishedAs });
};

/** Throws 422 with the places of what was found. */
const refuseFaults = (faults: readonly Finding[]): void => {
  if (faults.length === 0) return;
  const errors = faults.map(({ code, place }) => ({ path: `body.${place.field}`, code }));
  throw new HttpProblem(422, 'config_has_faults', { errors });
};

/** Throws 422 on hours that never open though a policy counts by them: nobody keeps those, not even as a draft. */
export const refuseNeverOpen = async (
  tx: Tx,
  { kind, name, version }: Pick<ConfigDraft, 'kind' | 'name'> & Pick<Prepared, 'version'>,
  now: Instant,
): Promise<void> => {
  if (kind !== 'calendar' && kind !== 'policy') return;
  const found = stopping(await lintWith(tx, [version], now), kind, name);
  refuseFaults(found.filter(({ code }) => code === 'calendar_never_open'));
};

/** Why `actor` may not publish a draft, before anybody looks at what it says; null when they may. */
export const whyNotPublish = async (
  tx: Tx,
  actor: PersonActor,
  draft: Pick<KeptDraft, 'draftedBy'>,
): Promise<'not_allowed' | 'second_person_needed' | null> => {
  if (!can(actor, 'config.publish')) return 'not_allowed';
  if (draft.draftedBy.id !== actor.personId) return null;
  return (await isAlone(tx, actor.personId)) ? null : 'second_person_needed';
};
