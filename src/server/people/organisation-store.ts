import type { Organisation } from '#contract/organisation.ts';
import type { OrganisationId, PersonId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** What these organisations are to the company; those that are nothing in particular are left out. */
export const readCustomerTiers = async (
  tx: Tx,
  ids: readonly OrganisationId[],
): Promise<Map<OrganisationId, string>> => {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: OrganisationId; tier: string }>({
    name: 'people_customer_tiers',
    text: 'select id, tier from organisation where id = any($1) and tier is not null',
    values: [[...new Set(ids)]],
  });
  return new Map(rows.map(({ id, tier }) => [id, tier]));
};

/** Organisations by name, with how many requesters each has; one of them when an id is given. At most 1,000. */
export const readOrganisations = async (db: Tx, id: OrganisationId | null = null): Promise<Organisation[]> => {
  const { rows } = await db.query<Organisation>(
    `select o.id, o.name, o.tier,
       (select count(*)::int from person p where p.organisation_id = o.id) as requesters
     from organisation o where $1::bigint is null or o.id = $1 order by o.name, o.id limit 1000`,
    [id],
  );
  return rows;
};

/** Puts down an organisation; its id. */
export const addOrganisation = async (
  tx: Tx,
  { name, tier }: { name: string; tier: string | null },
  now: Instant,
): Promise<OrganisationId> => {
  const { rows } = await tx.query<{ id: OrganisationId }>(
    'insert into organisation (name, tier, created_at) values ($1, $2, $3) returning id',
    [name, tier, toTimestamp(now)],
  );
  return rows[0]!.id;
};

/** Changes what is given; a tier of null takes it away. False when there is no such organisation. */
export const changeOrganisation = async (
  tx: Tx,
  id: OrganisationId,
  { name, tier }: { name?: string | undefined; tier?: string | null | undefined },
): Promise<boolean> => {
  const { rowCount } = await tx.query(
    `update organisation set name = coalesce($2, name), tier = case when $4 then $3 else tier end where id = $1`,
    [id, name ?? null, tier ?? null, tier !== undefined],
  );
  return rowCount === 1;
};

/** Makes requesters belong to an organisation; false, and nothing done, when one of them is no customer. */
export const joinOrganisation = async (
  tx: Tx,
  id: OrganisationId,
  requesterIds: readonly PersonId[],
): Promise<boolean> => {
  const wanted = [...new Set(requesterIds)];
  const { rows } = await tx.query<{ n: number }>(
    `select count(*)::int as n from person where id = any($1) and role = 'customer'`,
    [wanted],
  );
  if (rows[0]!.n !== wanted.length) return false;
  await tx.query('update person set organisation_id = $1 where id = any($2)', [id, wanted]);
  return true;
};
