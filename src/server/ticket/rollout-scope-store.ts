import type { PersonId, TicketId, VersionId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** Which open tickets a change of rules is about. */
export type RolloutScope =
  /** Those that have one of these versions of a policy. */
  | { kind: 'policy'; versions: VersionId[] }
  /** Those whose policy counts by one of these versions of a calendar, and that were not moved from it to `to`. */
  | { kind: 'calendar'; counting: { policy: VersionId; by: VersionId }[]; to: VersionId }
  | { kind: 'matrix' };

const OPEN = `t.status not in ('solved', 'closed')`;

/** What is due next comes first, so that it goes by the new rules in time. */
const ORDER = 'order by t.next_event_at, t.id';

/** Open tickets that a change is about, in the order in which it comes to them; of these `ids` only, if any are given. */
export const ticketsInScope = async (
  tx: Tx,
  scope: RolloutScope,
  { limit = null, ids = null }: { limit?: number | null; ids?: TicketId[] | null } = {},
): Promise<TicketId[]> => {
  const { condition, values } = conditionOf(scope);
  const { rows } = await tx.query<{ id: TicketId }>(
    `select t.id from ticket t where ${OPEN} and ($1::bigint[] is null or t.id = any($1)) and ${condition} ${ORDER} limit $2`,
    [ids, limit, ...values],
  );
  return rows.map(({ id }) => id);
};

/** How many there are. */
export const countInScope = async (tx: Tx, scope: RolloutScope): Promise<number> => {
  const { condition, values } = conditionOf(scope);
  const { rows } = await tx.query<{ count: number }>(
    `select count(*)::int as count from ticket t
     where ${OPEN} and $1::int is null and $2::int is null and ${condition}`,
    [null, null, ...values],
  );
  return rows[0]!.count;
};

const conditionOf = (scope: RolloutScope): { condition: string; values: unknown[] } => {
  switch (scope.kind) {
    case 'policy':
      return { condition: 't.policy_version_id = any($3)', values: [scope.versions] };
    case 'calendar':
      return {
        condition: `exists (select from unnest($3::bigint[], $4::bigint[]) as u (policy, by)
          where u.policy = t.policy_version_id
            and not t.calendar_renewals @> jsonb_build_array(jsonb_build_object('from', u.by, 'to', $5::bigint)))`,
        values: [scope.counting.map(({ policy }) => policy), scope.counting.map(({ by }) => by), scope.to],
      };
    case 'matrix':
      return { condition: 'true', values: [] };
  }
};

/** Number and subject of those of these tickets that nobody keeps from `reader`, in the order of their numbers. */
export const nameTicketsFor = async (
  tx: Tx,
  ids: TicketId[],
  reader: PersonId,
): Promise<{ id: TicketId; number: number; subject: string }[]> => {
  const { rows } = await tx.query<{ id: TicketId; number: number; subject: string }>(
    'select id, number, subject from ticket where id = any($1) and not excluded @> array[$2::bigint] order by number',
    [ids, reader],
  );
  return rows;
};
