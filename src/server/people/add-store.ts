import type { OrganisationId, PersonId, TeamId } from '#core/ids.ts';
import type { Role } from '#core/people/roles.ts';
import type { Language, Severity } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

export interface NewPerson {
  name: string;
  /** Kept in lower case. */
  email: string | null;
  role: Role;
  tier: number | null;
  language: Language;
  timeZone: string;
  organisationId?: OrganisationId;
}

/** Adds a person; their id. */
export async function addPerson(tx: Tx, person: NewPerson, now: Instant): Promise<PersonId> {
  const { rows } = await tx.query<{ id: PersonId }>(
    `insert into person (name, email, role, tier, language, time_zone, organisation_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      person.name,
      person.email?.toLowerCase() ?? null,
      person.role,
      person.tier,
      person.language,
      person.timeZone,
      person.organisationId ?? null,
      toTimestamp(now),
    ],
  );
  return rows[0]!.id;
}

/** Adds a team; its id. */
export async function addTeam(tx: Tx, name: string): Promise<TeamId> {
  const { rows } = await tx.query<{ id: TeamId }>('insert into team (name) values ($1) returning id', [name]);
  return rows[0]!.id;
}

/** Puts a person into a team, as its lead or not. */
export async function addMember(tx: Tx, teamId: TeamId, personId: PersonId, leads: boolean): Promise<void> {
  await tx.query('insert into team_member (team_id, person_id, leads) values ($1, $2, $3)', [teamId, personId, leads]);
}

export interface NewMailbox {
  address: string;
  name: string;
  teamId: TeamId;
  /** The policy a new ticket from here gets, by name. */
  policyName: string;
  topic: string;
  severity: Severity;
  language: Language;
}

/** From now on Belay receives mail for this address; an address it knows takes the new settings. */
export async function putMailbox(tx: Tx, mailbox: NewMailbox): Promise<void> {
  await tx.query(
    `insert into mailbox (address, name, team_id, policy_name, topic, severity, language)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (address) do update set name = excluded.name, team_id = excluded.team_id,
       policy_name = excluded.policy_name, topic = excluded.topic, severity = excluded.severity,
       language = excluded.language, active = true`,
    [
      mailbox.address.toLowerCase(),
      mailbox.name,
      mailbox.teamId,
      mailbox.policyName,
      mailbox.topic,
      mailbox.severity,
      mailbox.language,
    ],
  );
}
