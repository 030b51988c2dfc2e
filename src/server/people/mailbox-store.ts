import type { Mailbox } from '#contract/mailbox.ts';
import type { TeamId } from '#core/ids.ts';
import type { Language, Severity } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** Mailboxes by address, those that are closed included; one of them when an id is given. At most 1,000. */
export const readMailboxes = async (db: Tx, id: number | null = null): Promise<Mailbox[]> => {
  const { rows } = await db.query<Mailbox>(
    `select b.id, b.address, b.name, jsonb_build_object('id', t.id, 'name', t.name) as team, b.policy_name as policy,
       b.topic, b.severity, b.language, b.active
     from mailbox b join team t on t.id = b.team_id where $1::bigint is null or b.id = $1
     order by b.address limit 1000`,
    [id],
  );
  return rows;
};

/** What a mailbox is made with. */
export type MailboxFields = {
  name: string;
  teamId: TeamId;
  policy: string;
  topic: string;
  severity: Severity;
  language: Language;
};

/** Adds a mailbox; its id, or null when another has the address. */
export const addMailbox = async (tx: Tx, box: MailboxFields & { address: string }): Promise<number | null> => {
  const { rows } = await tx.query<{ id: number }>(
    `insert into mailbox (address, name, team_id, policy_name, topic, severity, language)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (address) do nothing returning id`,
    [box.address, box.name, box.teamId, box.policy, box.topic, box.severity, box.language],
  );
  return rows[0]?.id ?? null;
};

type Change = { [Field in keyof MailboxFields]?: MailboxFields[Field] | undefined };

/** Changes what is given; the rest stays. */
export const changeMailbox = async (
  tx: Tx,
  id: number,
  change: Change & { active?: boolean | undefined },
): Promise<void> => {
  await tx.query(
    `update mailbox set name = coalesce($2, name), team_id = coalesce($3, team_id),
       policy_name = coalesce($4, policy_name), topic = coalesce($5, topic), severity = coalesce($6, severity),
       language = coalesce($7, language), active = coalesce($8, active) where id = $1`,
    [id, change.name, change.teamId, change.policy, change.topic, change.severity, change.language, change.active],
  );
};
