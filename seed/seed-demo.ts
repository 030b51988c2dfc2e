import type { PersonId, TeamId, VersionId } from '#core/ids.ts';
import type { Role } from '#core/people/roles.ts';
import { HOUR, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { putDelegate, putLimits } from '#server/approval/limit-store.ts';
import { addMember, addPerson, addTeam, putMailbox } from '#server/people/add-store.ts';
import { setSkills } from '#server/people/skill-store.ts';
import { readSkills } from '#server/sla/company-read-store.ts';
import { publish } from '#server/sla/store.ts';
import type { Door } from '#server/ticket/handle.ts';
import { leavePastBehind } from '#server/ticket/past-store.ts';
import { BILLING_STORIES } from './billing-stories.ts';
import {
  COLLEAGUES,
  CUSTOMERS,
  MAILBOXES,
  TEAMS,
  type Colleague,
  type CustomerName,
  type TeamName,
} from './company.ts';
import { addDuties } from './duties.ts';
import { EVERYDAY_CUSTOMERS } from './everyday/customers.ts';
import { liveEveryday } from './everyday/live.ts';
import { liveStory, type Stage } from './live-story.ts';
import {
  INTAKE_RULES,
  MANILA_HOURS,
  MATRIX,
  ordersPath,
  ordersPolicy,
  refundsPath,
  standardPath,
  standardPolicy,
  ZAGREB_HOURS,
} from './rules.ts';
import type { Login, Story } from './stories.ts';
import { TECHNICAL_STORIES } from './technical-stories.ts';
import { workingTimeAgo } from './working-time.ts';

export const STANDARD_POLICY = 'Standard';
const ORDERS_POLICY = 'Orders';

/** Ten hours of business, in milliseconds. */
const DAY_OF_WORK = 10 * HOUR;

const STORIES: Story[] = [...BILLING_STORIES, ...TECHNICAL_STORIES];

export interface SeedOptions {
  /** Beside the twenty tickets told one by one, the 180 of ordinary days. */
  everyday?: boolean;
}

/** The company, as far as its tickets need it. */
interface Company {
  teams: Record<TeamName, TeamId>;
  colleagues: Record<Login, PersonId>;
  customers: Record<CustomerName, PersonId>;
  policies: Record<TeamName, VersionId>;
  refundsPathId: VersionId;
}

/**
 * Fills an empty database with Bura Audio: people, teams, skills, rules, mailboxes and tickets with pasts. Only into an
 * empty one: false, and nothing done, when there is anybody already. The caller's transaction makes it all or nothing,
 * so that a kill in the middle leaves no half company.
 */
export async function seedDemo(
  tx: Tx,
  door: Door,
  now: Instant,
  { everyday = true }: SeedOptions = {},
): Promise<boolean> {
  // Two nodes that start together on one empty database: the second waits and finds people.
  await tx.query("select pg_advisory_xact_lock(hashtext('belay:seed'))");
  const { rows } = await tx.query('select 1 from person limit 1');
  if (rows.length > 0) return false;
  const company = await addCompany(tx, now);
  const ago = workingTimeAgo(ZAGREB_HOURS, now);
  if (everyday) await addEveryday(tx, door, company, now);
  // Oldest first, so that numbers grow with time.
  for (const story of STORIES.toSorted((one, other) => other.ago - one.ago)) {
    const team = MAILBOXES.find(({ address }) => address === story.mailbox)!.team;
    const stage: Stage = {
      tx,
      door,
      now,
      ago,
      colleagues: company.colleagues,
      policyVersionId: company.policies[team],
      refundsPathId: company.refundsPathId,
      requesterId: company.customers[story.from],
      teamId: company.teams[team],
    };
    await liveStory(stage, story);
  }
  // the pasts above are told at any hour, also when nobody works
  await addDuties(tx, company, now);
  return true;
}

async function addCompany(tx: Tx, now: Instant): Promise<Company> {
  const teams = await addTeams(tx);
  const colleagues = await addColleagues(tx, teams, now);
  await addApprovers(tx, colleagues);
  const customers = await addCustomers(tx, now);
  const zagreb = await publish(tx, { kind: 'calendar', name: 'Zagreb', body: ZAGREB_HOURS }, now);
  const path = standardPath(zagreb, colleagues.sanja);
  const pathVersionId = await publish(tx, { kind: 'path', name: 'Standard', body: path }, now);
  const policy = standardPolicy(zagreb, pathVersionId);
  const standard = await publish(tx, { kind: 'policy', name: STANDARD_POLICY, body: policy }, now);
  const manila = await publish(tx, { kind: 'calendar', name: 'Manila', body: MANILA_HOURS }, now);
  const toOrders = ordersPath(manila, colleagues.sanja);
  const ordersPathId = await publish(tx, { kind: 'path', name: 'Orders', body: toOrders }, now);
  const skillId = (await readSkills(tx)).find(({ name }) => name === 'Refunds')!.id;
  const ofRefunds = refundsPath(zagreb, { ...colleagues, skillId });
  const refundsPathId = await publish(tx, { kind: 'path', name: 'Refunds', body: ofRefunds }, now);
  const forOrders = ordersPolicy(manila, ordersPathId);
  const orders = await publish(tx, { kind: 'policy', name: ORDERS_POLICY, body: forOrders }, now);
  await publish(tx, { kind: 'intake_rules', name: 'main', body: INTAKE_RULES }, now);
  await publish(tx, { kind: 'matrix', name: 'main', body: MATRIX }, now);
  for (const { address, name, team, topic } of MAILBOXES) {
    const policyName = team === 'Orders' ? ORDERS_POLICY : STANDARD_POLICY;
    await putMailbox(tx, { address, name, teamId: teams[team], policyName, topic, severity: 'S3', language: 'en' });
  }
  const policies = { Billing: standard, Technical: standard, Orders: orders };
  return { teams, colleagues, customers, policies, refundsPathId };
}

/** Who may allow how much, and who decides in Davor's place. */
async function addApprovers(tx: Tx, { davor, vesna }: Company['colleagues']): Promise<void> {
  const euros = (amount: number | null, of: { tier: number } | { role: Role }) => ({
    currency: 'EUR',
    of,
    mostMinor: amount === null ? null : amount * 100,
  });
  await putLimits(tx, [
    euros(50, { tier: 1 }),
    euros(100, { tier: 2 }),
    euros(200, { tier: 3 }),
    euros(2_000, { role: 'approver' }),
    euros(null, { role: 'executive' }),
  ]);
  await putDelegate(tx, davor, vesna);
}

async function addEveryday(tx: Tx, door: Door, company: Company, now: Instant): Promise<void> {
  const { teams, policies, colleagues, customers } = company;
  const requesters = new Map<string, PersonId>();
  for (const customer of EVERYDAY_CUSTOMERS) {
    requesters.set(customer.email, await addPerson(tx, { ...customer, role: 'customer', tier: null }, now));
  }
  for (const [name, { email }] of Object.entries(CUSTOMERS)) requesters.set(email, customers[name as CustomerName]);
  const desk = (team: TeamName, specialist: Login) => ({
    teamId: teams[team],
    mailbox: MAILBOXES.find((mailbox) => mailbox.team === team)!.address,
    policyVersionId: policies[team],
    specialistId: colleagues[specialist],
  });
  const ago = workingTimeAgo(ZAGREB_HOURS, now);
  await liveEveryday({
    tx,
    // nothing of this past is sent, so there is nothing to carry
    door: { ...door, carrier: { add: async () => undefined } },
    now,
    ago,
    teams: { Billing: desk('Billing', 'marko'), Technical: desk('Technical', 'minh'), Orders: desk('Orders', 'irina') },
    requesters,
  });
  await leavePastBehind(tx, { now, seenBefore: ago(DAY_OF_WORK) });
}

async function addTeams(tx: Tx): Promise<Record<TeamName, TeamId>> {
  const added: [TeamName, TeamId][] = [];
  for (const name of TEAMS) added.push([name, await addTeam(tx, name)]);
  return Object.fromEntries(added) as Record<TeamName, TeamId>;
}

async function addColleagues(tx: Tx, teams: Record<TeamName, TeamId>, now: Instant): Promise<Record<Login, PersonId>> {
  const added: [string, PersonId][] = [];
  for (const colleague of COLLEAGUES as readonly Colleague[]) {
    const id = await addPerson(tx, colleague, now);
    const skills = Object.entries(colleague.skills).map(([name, level]) => ({ name, level }));
    await setSkills(tx, id, { skills, speaks: colleague.speaks });
    const leads: readonly TeamName[] = colleague.leads;
    for (const team of colleague.teams) await addMember(tx, teams[team], id, leads.includes(team));
    added.push([colleague.email.split('@')[0]!, id]);
  }
  return Object.fromEntries(added) as Record<Login, PersonId>;
}

async function addCustomers(tx: Tx, now: Instant): Promise<Record<CustomerName, PersonId>> {
  const added: [string, PersonId][] = [];
  for (const [name, customer] of Object.entries(CUSTOMERS)) {
    added.push([name, await addPerson(tx, { ...customer, role: 'customer', tier: null }, now)]);
  }
  return Object.fromEntries(added) as Record<CustomerName, PersonId>;
}
