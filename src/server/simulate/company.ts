import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { teamBody, type TeamBody } from '#contract/company.ts';
import type { rulesDraft } from '#contract/simulation.ts';
import type { ApprovalFacts } from '#core/approval/approvers.ts';
import type { TeamId } from '#core/ids.ts';
import { peopleUnder, teamsUnder, type CompanyDraft } from '#core/simulate/company.ts';
import type { SimulatedTeam } from '#core/simulate/queues.ts';
import type { SimulatedPerson } from '#core/simulate/staff.ts';
import type { Instant } from '#core/time.ts';
import { readApprovalFacts } from '#server/approval/limit-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { FieldProblem } from '#server/platform/http/problem.ts';
import {
  ordered,
  readSkills,
  readTeams,
  unknownNumbers,
  unknownToCompany,
  type CompanyThing,
} from '#server/sla/company-read-store.ts';
import { readStaff } from './staff-read-store.ts';

type Parsed = z.output<typeof rulesDraft>;

/** Who there is, how their teams distribute, and who may allow how much. */
export interface Company {
  people: SimulatedPerson[];
  teams: SimulatedTeam[];
  approvals: ApprovalFacts;
}

/** The company as it is now, with the absences and breaks of that time. */
export const readCompany = async (tx: Tx, from: Instant, until: Instant): Promise<Company> => {
  const people = await readStaff(tx, from, until);
  const teams = (await readTeams(tx)).flatMap(({ id, body: { mode, ...rest } }) =>
    mode === undefined ? [] : teamOf(id, { mode, ...rest } as TeamBody),
  );
  const approvals = await readApprovalFacts(tx, { people: people.map(({ id }) => id), teams: [] });
  return { people, teams, approvals };
};

const teamOf = (teamId: TeamId, { mode, offerMs, overflowTeamId, overflowAfterMs, answerMs, needs }: TeamBody) => ({
  teamId,
  mode,
  offerMs,
  overflowTeamId,
  overflowAfterMs,
  answerMs,
  skills: needs,
});

/** Ids of teams and skills that nobody has made: beyond every id there is. */
const DRAFTED = 2 ** 52;

/** The company with what a draft says of it laid over; what it names and nobody is, is answered with its place. */
export const companyUnder = async (
  tx: Tx,
  live: Company,
  draft: Parsed,
): Promise<{ ok: true; company: Company } | { ok: false; errors: FieldProblem[] }> => {
  const errors = await faultsOf(tx, draft);
  if (errors.length > 0) return { ok: false, errors };
  const idOf = (named: readonly { id: number; name: string }[], name: string, place: number): number =>
    named.find((each) => each.name === name)?.id ?? DRAFTED + place;
  const [teams, skills] = [await readTeams(tx), await readSkills(tx)];
  const company: CompanyDraft = {
    teams: Object.entries(draft.teams ?? {}).flatMap(([name, body], place) => {
      const id = idOf(teams, name, place);
      const isNew = !saysTheSame({ name, body }, teams.find((team) => team.id === id)?.body);
      return isNew ? { team: teamOf(id, body), members: body.members } : [];
    }),
    skills: Object.entries(draft.skills ?? {}).map(([name, { holders }], place) => ({
      skillId: idOf(skills, name, place),
      holders,
    })),
    capacities: draft.limits?.holders ?? null,
    tiers: draft.tiers ?? [],
  };
  const limits = draft.approvalLimits ?? live.approvals.limits;
  return {
    ok: true,
    company: {
      people: peopleUnder(live.people, company),
      teams: teamsUnder(live.teams, company),
      approvals: { ...live.approvals, limits },
    },
  };
};

/** A team that a file only mentions distributes as it does: nothing begins to be forecast by it. */
const saysTheSame = ({ name, body }: { name: string; body: TeamBody }, live: unknown): boolean => {
  const before = teamBody.safeParse(live);
  const asKept = (each: TeamBody) => ordered({ kind: 'team', name, body: each }).body;
  return before.success && isDeepStrictEqual(asKept(body), asKept(before.data));
};

const faultsOf = async (tx: Tx, draft: Parsed): Promise<FieldProblem[]> => {
  const things: (CompanyThing & { place: string })[] = [
    ...Object.entries(draft.teams ?? {}).map(([name, body]) => ({
      kind: 'team' as const,
      name,
      body,
      place: `teams.${name}`,
    })),
    ...Object.entries(draft.skills ?? {}).map(([name, body]) => ({
      kind: 'skill' as const,
      name,
      body,
      place: `skills.${name}`,
    })),
    ...(draft.limits === undefined
      ? []
      : [{ kind: 'limits' as const, name: 'main', body: draft.limits, place: 'limits' }]),
  ];
  const errors: FieldProblem[] = [];
  for (const thing of things) {
    const wrong = await unknownToCompany(tx, thing);
    errors.push(...wrong.map(({ path, ...each }) => ({ ...each, path: path.replace(/^body/, thing.place) })));
  }
  const holders = (draft.tiers ?? []).map(({ personId }) => ({ personId, most: {} }));
  const { people } = await unknownNumbers(tx, { kind: 'limits', name: 'main', body: { holders } });
  const strangers = holders.flatMap(({ personId }, index) =>
    people.includes(personId) ? { path: `tiers.${index}.personId`, code: 'unknown' } : [],
  );
  return [...errors, ...strangers];
};
