import type { OrganisationId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

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
