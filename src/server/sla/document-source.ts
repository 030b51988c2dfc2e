import type { z } from 'zod';
import type { calendarBody } from '#contract/config.ts';
import { MAIN } from '#contract/intake-matrix.ts';
import type { Path } from '#core/escalation/path.ts';
import type { VersionId } from '#core/ids.ts';
import type { IntakeRules } from '#core/intake/rules.ts';
import { plansOf } from '#core/matrix/choose-plan.ts';
import type { Matrix } from '#core/matrix/matrix.ts';
import type { Policy } from '#core/sla/policy.ts';
import type { Instant } from '#core/time.ts';
import { readConfigNames, type ConfigNames } from '#server/people/name-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { LimitsVersion, SkillVersion, TeamVersion } from './config-body.ts';
import { namesOf, readVersionsAt, type VersionRow } from './config-read-store.ts';
import { createConfigCache, type ConfigCache } from './config-store.ts';

/** What the escalation document is made of, as it stood at one moment. */
export interface DocumentSource {
  at: Instant;
  intakeRules: IntakeRules | null;
  matrix: Matrix | null;
  /** Of each row, and of what is given otherwise: policy and path by name. */
  plans: { policy: Policy; path: Path }[];
  policies: Policy[];
  paths: Path[];
  /** What the paths are called that policies lead to. */
  pathNames: ReadonlyMap<VersionId, string>;
  teams: TeamVersion[];
  skills: SkillVersion[];
  limits: LimitsVersion[];
  calendars: { versionId: VersionId; name: string; body: z.infer<typeof calendarBody> }[];
  versions: Pick<VersionRow, 'kind' | 'name' | 'version'>[];
  names: Omit<ConfigNames, 'person'> & { person: ReadonlyMap<number, string> };
}

type CompanyVersion = TeamVersion | SkillVersion | LimitsVersion;
const COMPANY: ReadonlySet<string> = new Set<CompanyVersion['kind']>(['team', 'skill', 'limits']);

/** Reads the rules as they stood at `at`; without a matrix every policy with its own path. */
export const readDocumentSource = async (tx: Tx, at: Instant): Promise<DocumentSource> => {
  const rows = await readVersionsAt(tx, at);
  const idOf = (kind: string, name: string): VersionId | undefined =>
    rows.find((row) => row.kind === kind && row.name === name)?.id;
  const cache = createConfigCache();
  await cache.ensure(
    tx,
    rows.map(({ id }) => id),
  );
  const rulesId = idOf('intake_rules', MAIN);
  const matrixId = idOf('matrix', MAIN);
  const matrix = matrixId === undefined ? null : cache.matrix(matrixId);
  const wanted =
    matrix === null
      ? rows.filter(({ kind }) => kind === 'policy').map(({ name }) => ({ policy: name, path: undefined }))
      : plansOf(matrix);
  const plans = wanted.flatMap((plan) => {
    const policyId = idOf('policy', plan.policy);
    if (policyId === undefined) return [];
    const policy = cache.policy(policyId);
    const pathId = plan.path === undefined ? policy.pathVersionId : idOf('path', plan.path);
    return pathId === undefined ? [] : { policy, path: cache.path(pathId) };
  });
  const policies = [...new Set(plans.map(({ policy }) => policy))];
  const paths = [...new Set(plans.map(({ path }) => path))];
  const asked = (matrix?.rows ?? []).flatMap(({ when }) => when.hours?.calendar ?? []);
  const calendarIds = new Set([
    ...policies.flatMap(({ targets }) => targets.map(({ calendarVersionId }) => calendarVersionId)),
    ...paths.map(({ calendarVersionId }) => calendarVersionId),
    ...asked.flatMap((name) => idOf('calendar', name) ?? []),
  ]);
  const used = await readVersionsAt(tx, at, [
    ...calendarIds,
    ...policies.map(({ versionId }) => versionId),
    ...paths.map(({ versionId }) => versionId),
    ...[matrixId, rulesId].filter((id) => id !== undefined),
    ...rows.filter(({ kind }) => COMPANY.has(kind)).map(({ id }) => id),
  ]);
  const company = companyOf(used, cache);
  return {
    at,
    intakeRules: rulesId === undefined ? null : cache.intakeRules(rulesId),
    matrix,
    plans,
    policies,
    paths,
    pathNames: new Map(policies.map(({ pathVersionId: id }) => [id, cache.path(id).name])),
    ...company,
    calendars: used
      .filter(({ kind }) => kind === 'calendar')
      .map(({ id, name, body }) => ({ versionId: id, name, body: body as z.infer<typeof calendarBody> })),
    versions: used.map(({ kind, name, version }) => ({ kind, name, version })),
    names: await readNames(tx, paths, company),
  };
};

const companyOf = (used: VersionRow[], cache: ConfigCache): Pick<DocumentSource, 'teams' | 'skills' | 'limits'> => {
  const ofKind = <One extends CompanyVersion>(kind: One['kind']): One[] =>
    used.filter((row) => row.kind === kind).map(({ id }) => cache.version(kind, id) as One);
  return {
    teams: ofKind<TeamVersion>('team'),
    skills: ofKind<SkillVersion>('skill'),
    limits: ofKind<LimitsVersion>('limits'),
  };
};

const readNames = async (
  tx: Tx,
  paths: Path[],
  { teams, skills, limits }: Pick<DocumentSource, 'teams' | 'skills' | 'limits'>,
): Promise<DocumentSource['names']> => {
  const inCompany = [...teams.map(({ members }) => members), ...[...skills, ...limits].map(({ holders }) => holders)]
    .flat()
    .map(({ personId }) => personId);
  const onPaths = paths.flatMap(({ lastResort, steps }) => [
    ...lastResort,
    ...steps
      .flatMap(({ targets, fallback }) => [...targets, ...fallback])
      .flatMap((target) => {
        if ('personIds' in target) return target.personIds;
        return 'personId' in target && target.personId !== null ? [target.personId] : [];
      }),
  ]);
  const found = await namesOf(tx, { people: [...new Set([...onPaths, ...inCompany])], teams: [] });
  const names = await readConfigNames(tx);
  return { ...names, person: new Map(found.people.map(({ id, name }) => [id, name])) };
};
