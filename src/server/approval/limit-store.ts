import type { ApprovalFacts, ApprovalLimit } from '#core/approval/approvers.ts';
import type { PersonId, TeamId } from '#core/ids.ts';
import type { Role } from '#core/people/roles.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

interface LimitRow {
  currency: string;
  tier: number | null;
  role: Role | null;
  most_minor: number | null;
}

const limit = recordset<LimitRow>({ currency: 'text', tier: 'int', role: 'text', most_minor: 'bigint' });

/** Who may allow how much: by currency, tiers first, the lowest first. */
export async function readLimits(tx: Tx): Promise<ApprovalLimit[]> {
  const { rows } = await tx.query<LimitRow>({
    name: 'approval_limits',
    text: 'select currency, tier, role, most_minor from approval_limit order by currency, tier nulls last, role',
  });
  return rows.map(({ currency, tier, role, most_minor: mostMinor }) => {
    if (tier !== null) return { currency, of: { tier }, mostMinor };
    if (role === null) throw new Error('an approval limit is nobody’s');
    return { currency, of: { role }, mostMinor };
  });
}

/** From now on these limits hold, and no others. */
export async function putLimits(tx: Tx, limits: readonly ApprovalLimit[]): Promise<void> {
  // of two who set them at once the later one's hold, whole
  await tx.query('lock table approval_limit in share row exclusive mode');
  await tx.query('delete from approval_limit');
  const rows = limits.map(({ currency, of, mostMinor }) => ({
    currency,
    tier: 'tier' in of ? of.tier : null,
    role: 'role' in of ? of.role : null,
    most_minor: mostMinor,
  }));
  await tx.query(`insert into approval_limit (${limit.columns}) select * from ${limit.source}`, [limit.json(rows)]);
}

/** What deciding about approvals needs to know of these people, and of those of these teams. */
export async function readApprovalFacts(
  tx: Tx,
  about: { people: Iterable<PersonId>; teams: Iterable<TeamId> },
): Promise<ApprovalFacts> {
  const { rows } = await tx.query<{ person_id: PersonId; delegate_id: PersonId }>({
    name: 'approval_delegates',
    text: `select d.person_id, d.delegate_id from approval_delegate d where d.person_id = any($1)
      or d.person_id in (select m.person_id from team_member m where m.team_id = any($2))`,
    values: [[...about.people], [...about.teams]],
  });
  const delegates = new Map(rows.map((row) => [row.person_id, row.delegate_id]));
  return { limits: await readLimits(tx), delegates };
}

/** Who decides in somebody's place; null = nobody. */
export async function readDelegate(tx: Tx, personId: PersonId): Promise<{ id: PersonId; name: string } | null> {
  const { rows } = await tx.query<{ id: PersonId; name: string }>(
    `select p.id, p.name from approval_delegate d join person p on p.id = d.delegate_id where d.person_id = $1`,
    [personId],
  );
  return rows[0] ?? null;
}

/** Names who decides in somebody's place, or nobody; false when there is nobody of that id who may. */
export async function putDelegate(tx: Tx, personId: PersonId, delegateId: PersonId | null): Promise<boolean> {
  if (delegateId === null) {
    await tx.query('delete from approval_delegate where person_id = $1', [personId]);
    return true;
  }
  const { rowCount } = await tx.query(
    `insert into approval_delegate (person_id, delegate_id)
     select $1, p.id from person p where p.id = $2 and p.id <> $1 and p.active and p.role not in ('customer', 'bot')
     on conflict (person_id) do update set delegate_id = excluded.delegate_id`,
    [personId, delegateId],
  );
  return rowCount === 1;
}
