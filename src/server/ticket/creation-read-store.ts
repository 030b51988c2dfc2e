import type { PersonId, TeamId, VersionId } from '#core/ids.ts';
import { refuse, type Refusal } from '#core/result.ts';
import type { Language, Severity } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** Where a new ticket goes and what it is taken for, when nobody says otherwise. */
export type Queue = {
  teamId: TeamId;
  policyVersionId: VersionId;
  severity: Severity;
  topic: string;
  language: Language;
};

/**
 * The queue of the mailbox that is named, else of one of the team named, else of one of the caller's teams, else of
 * the oldest there is. A team without a mailbox takes that one's policy. Without any mailbox: the first policy, and
 * the team that is named.
 */
export const queueFor = async (
  tx: Tx,
  { mailbox, teamId, teamIds }: { mailbox: string | null; teamId: TeamId | null; teamIds: TeamId[] },
): Promise<{ ok: true; queue: Queue } | Refusal<'mailbox_unknown' | 'team_unknown' | 'no_policy'>> => {
  const { rows: known } = await tx.query<{ team: boolean; mailbox: boolean }>(
    `select $1::bigint is null or exists (select from team where id = $1) as team,
       $2::text is null or exists (select from mailbox where address = $2 and active) as mailbox`,
    [teamId, mailbox],
  );
  if (!known[0]!.mailbox) return refuse('mailbox_unknown');
  if (!known[0]!.team) return refuse('team_unknown');
  const { rows } = await tx.query<Queue>({
    name: 'ticket_creation_queue',
    text: `select coalesce($2, b.team_id) as "teamId", a.version_id as "policyVersionId", b.severity, b.topic, b.language
           from mailbox b join config_active a on a.kind = 'policy' and a.name = b.policy_name
           where b.active order by b.address = $1 desc nulls last, b.team_id = $2 desc nulls last,
             b.team_id = any($3) desc, b.id limit 1`,
    values: [mailbox, teamId, teamIds],
  });
  if (rows[0] !== undefined) return { ok: true, queue: rows[0] };
  const { rows: policies } = await tx.query<{ id: VersionId }>(
    `select version_id as id from config_active where kind = 'policy' order by name limit 1`,
  );
  if (policies[0] === undefined) return refuse('no_policy');
  const ownTeam = teamId ?? teamIds[0];
  if (ownTeam === undefined) return refuse('team_unknown');
  const plain = { severity: 'S3', topic: 'general', language: 'en' } as const;
  return { ok: true, queue: { teamId: ownTeam, policyVersionId: policies[0].id, ...plain } };
};

/** Whether a ticket may be given to this person at all; the door asks again when it decides. */
export const canBeAssigned = async (tx: Tx, personId: PersonId): Promise<boolean> => {
  const { rows } = await tx.query(
    `select from person where id = $1 and active and role not in ('customer', 'bot')
       and (email is not null or auth_user_id is not null)`,
    [personId],
  );
  return rows.length > 0;
};
