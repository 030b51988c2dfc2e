import type { TicketId, VersionId } from '#core/ids.ts';
import type { Channel, Language, Severity } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** Open tickets that a matrix cannot tell apart, and the plan they have. */
export interface OpenTickets {
  topic: string;
  severity: Severity;
  channel: Channel;
  language: Language;
  customerTier: string | null;
  policy: string;
  path: string;
  count: number;
}

/** Open tickets by what a matrix asks about; at most 20,000 kinds of them. */
export const countOpenByPlan = async (tx: Tx): Promise<OpenTickets[]> => {
  const { rows } = await tx.query<OpenTickets>(
    `select t.topic, t.severity, t.channel, t.language, o.tier as "customerTier", p.name as policy,
       coalesce(own.name, of_policy.name) as path, count(*)::int as count
     from ticket t
       join config_version p on p.id = t.policy_version_id
       left join organisation o on o.id = t.organisation_id
       left join config_version own on own.id = t.path_version_id
       left join config_version of_policy on of_policy.id = (p.body ->> 'pathVersionId')::bigint
     where t.status not in ('solved', 'closed') group by 1, 2, 3, 4, 5, 6, 7 limit 20000`,
  );
  return rows;
};

/** Open tickets whose policy has a newer version, and that version; the oldest first. */
export const openByOlderPolicy = async (tx: Tx, limit: number): Promise<{ id: TicketId; to: VersionId }[]> => {
  const { rows } = await tx.query<{ id: TicketId; to: VersionId }>(
    `select t.id, a.version_id as "to" from ticket t join config_version p on p.id = t.policy_version_id
       join config_active a on a.kind = 'policy' and a.name = p.name and a.version_id <> t.policy_version_id
     where t.status not in ('solved', 'closed') order by t.id limit $1`,
    [limit],
  );
  return rows;
};
