import type { PersonId, TeamId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { addMember, addPerson, addTeam, putMailbox } from '#server/people/add-store.ts';
import { publish } from '#server/sla/store.ts';
import type { Door } from '#server/ticket/handle.ts';
import { BILLING_STORIES } from './billing-stories.ts';
import { COLLEAGUES, CUSTOMERS, MAILBOXES, TEAMS, type CustomerName, type TeamName } from './company.ts';
import { liveStory, type Stage } from './live-story.ts';
import { standardPath, standardPolicy, ZAGREB_HOURS } from './rules.ts';
import type { Login, Story } from './stories.ts';
import { TECHNICAL_STORIES } from './technical-stories.ts';
import { workingTimeAgo } from './working-time.ts';

export const STANDARD_POLICY = 'Standard';

const STORIES: Story[] = [...BILLING_STORIES, ...TECHNICAL_STORIES];

/**
 * Fills an empty database with Bura Audio: people, teams, rules, mailboxes and twenty tickets with pasts. Only into an
 * empty one: false, and nothing done, when there is anybody already. The caller's transaction makes it all or nothing,
 * so that a kill in the middle leaves no half company.
 */
export async function seedDemo(tx: Tx, door: Door, now: Instant): Promise<boolean> {
  // Two nodes that start together on one empty database: the second waits and finds people.
  await tx.query("select pg_advisory_xact_lock(hashtext('belay:seed'))");
  const { rows } = await tx.query('select 1 from person limit 1');
  if (rows.length > 0) return false;
  const teams = await addTeams(tx);
  const colleagues = await addColleagues(tx, teams, now);
  const customers = await addCustomers(tx, now);
  const calendarVersionId = await publish(tx, { kind: 'calendar', name: 'Zagreb', body: ZAGREB_HOURS }, now);
  const path = standardPath(calendarVersionId, colleagues.sanja);
  const pathVersionId = await publish(tx, { kind: 'path', name: 'Standard', body: path }, now);
  const policy = standardPolicy(calendarVersionId, pathVersionId);
  const policyVersionId = await publish(tx, { kind: 'policy', name: STANDARD_POLICY, body: policy }, now);
  for (const { address, name, team, topic } of MAILBOXES) {
    const rules = { policyName: STANDARD_POLICY, topic, severity: 'S3', language: 'en' } as const;
    await putMailbox(tx, { address, name, teamId: teams[team], ...rules });
  }
  const ago = workingTimeAgo(ZAGREB_HOURS, now);
  // Oldest first, so that numbers grow with time.
  for (const story of STORIES.toSorted((one, other) => other.ago - one.ago)) {
    const team = MAILBOXES.find(({ address }) => address === story.mailbox)!.team;
    const stage: Stage = {
      tx,
      door,
      now,
      ago,
      colleagues,
      policyVersionId,
      requesterId: customers[story.from],
      teamId: teams[team],
    };
    await liveStory(stage, story);
  }
  return true;
}

async function addTeams(tx: Tx): Promise<Record<TeamName, TeamId>> {
  const added: [TeamName, TeamId][] = [];
  for (const name of TEAMS) added.push([name, await addTeam(tx, name)]);
  return Object.fromEntries(added) as Record<TeamName, TeamId>;
}

async function addColleagues(tx: Tx, teams: Record<TeamName, TeamId>, now: Instant): Promise<Record<Login, PersonId>> {
  const added: [string, PersonId][] = [];
  for (const colleague of COLLEAGUES) {
    const id = await addPerson(tx, { ...colleague, timeZone: 'Europe/Zagreb' }, now);
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
