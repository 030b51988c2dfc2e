import { isDeepStrictEqual } from 'node:util';
import { limitsBody, skillBody, teamBody } from '#contract/company.ts';
import { MAIN } from '#contract/intake-matrix.ts';
import type { Instant } from '#core/time.ts';
import { addTeam } from '#server/people/add-store.ts';
import { nameSkills, setHolders } from '#server/people/skill-store.ts';
import { setMembers } from '#server/people/team-store.ts';
import { setCapacities } from '#server/people/working-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { putSettings } from '#server/queue/settings-store.ts';
import {
  ordered,
  readLimits,
  readSkills,
  readTeams,
  teamNamed,
  unknownNumbers,
  type CompanyThing,
} from './company-read-store.ts';
import { lockActive, readActive } from './config-read-store.ts';
import { addVersion } from './version-store.ts';

// What a team is, who has a skill and how much people hold is kept where the desk reads it for each decision. A version of
// them is written there when it is published; what a hand changed there since is put down as a version of its own.

/** Kinds of rules that say who is where; the others say what happens when. */
export const COMPANY_KINDS = ['skill', 'team', 'limits'] as const;
export type CompanyKind = (typeof COMPANY_KINDS)[number];

/** Whether a kind of rules is one of those. */
export const isCompany = (kind: string): kind is CompanyKind => (COMPANY_KINDS as readonly string[]).includes(kind);

/** The company as the desk reads it now, of one kind. */
const readLive = async (tx: Tx, kind: CompanyKind): Promise<CompanyThing[]> => {
  switch (kind) {
    case 'team':
      return (await readTeams(tx)).map(({ name, body }) => ({ kind, name, body: teamBody.parse(body) }));
    case 'skill':
      return (await readSkills(tx)).map(({ name, body }) => ({ kind, name, body: skillBody.parse(body) }));
    case 'limits':
      return [{ kind, name: MAIN, body: limitsBody.parse({ holders: await readLimits(tx) }) }];
  }
};

/** Puts down as versions what was changed by hand since the last; who did is not known, as of what Belay does itself. */
export const keepUp = async (tx: Tx, now: Instant): Promise<void> => {
  for (const kind of COMPANY_KINDS) {
    const known = new Map((await readActive(tx, kind)).map(({ name, body }) => [name, body]));
    for (const thing of await readLive(tx, kind)) {
      if (isPutDown(thing, known.get(thing.name))) continue;
      // somebody else may have noticed it at this moment
      await lockActive(tx, kind, thing.name);
      const [kept] = await readActive(tx, kind, thing.name);
      if (!isPutDown(thing, kept?.body)) await addVersion(tx, ordered(thing), now);
    }
  }
};

const isPutDown = (thing: CompanyThing, kept: unknown): boolean => {
  if (kept === undefined) return thing.kind === 'limits' && thing.body.holders.length === 0;
  return isDeepStrictEqual(kept, ordered(thing).body);
};

/** From now on the company is so: what was published is what the desk reads. Who has left since is passed over. */
export const putInPlace = async (tx: Tx, thing: CompanyThing, now: Instant): Promise<void> => {
  const { people, skills } = await unknownNumbers(tx, thing);
  const here = ({ personId }: { personId: number }): boolean => !people.includes(personId);
  switch (thing.kind) {
    case 'team': {
      const { members, needs, ...routing } = thing.body;
      const teamId = (await teamNamed(tx, thing.name)) ?? (await addTeam(tx, thing.name));
      await setMembers(tx, teamId, members.filter(here));
      const names = new Map((await readSkills(tx)).map(({ id, name }) => [id, name]));
      const needed = needs.filter(({ skillId }) => !skills.includes(skillId));
      const named = needed.map(({ skillId, ...need }) => ({ ...need, skill: names.get(skillId)! }));
      return putSettings(tx, teamId, { ...routing, skills: named }, now);
    }
    case 'skill':
      return setHolders(tx, thing.name, thing.body.holders.filter(here));
    case 'limits':
      return setCapacities(tx, thing.body.holders.filter(here));
  }
};

/** Makes the teams and skills that a file names and nobody has yet, so that the rest of it may name them too. */
export const makeNamed = async (
  tx: Tx,
  { teams, skills }: { teams: readonly string[]; skills: readonly string[] },
): Promise<void> => {
  for (const name of teams) if ((await teamNamed(tx, name)) === null) await addTeam(tx, name);
  await nameSkills(tx, skills);
};
