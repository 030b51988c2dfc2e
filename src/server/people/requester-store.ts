import type { OrganisationId, PersonId } from '#core/ids.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** Whoever wrote: a customer, or a colleague who writes as one. */
export type Requester = { id: PersonId; organisationId: OrganisationId | null; language: Language };

/** Whoever has an address; who worked here once is an outsider like any other. */
export type Known = Requester & { isColleague: boolean };

/** SQL for the person with the address `email` (lower case) as a JSON `Known`; null when nobody has it. */
export const requesterBy = (email: string): string =>
  `(select json_build_object('id', p.id, 'organisationId', p.organisation_id, 'language', p.language,
     'isColleague', p.active and p.role <> 'customer' and p.role <> 'bot') from person p where p.email = ${email})`;

/**
 * Makes a customer of somebody who was not known. Without an address it is always somebody new; with one that another
 * message made known at this moment, it is that person.
 */
export const makeRequester = async (
  tx: Tx,
  requester: { email: string | null; name: string; language: Language },
  now: Instant,
): Promise<Requester> => {
  const { rows } = await tx.query<Requester>({
    name: 'people_make_requester',
    text: `insert into person (name, email, role, language, created_at) values ($1, $2, 'customer', $3, $4)
           on conflict (email) do update set email = excluded.email
           returning id, organisation_id as "organisationId", language`,
    values: [requester.name, requester.email, requester.language, toTimestamp(now)],
  });
  return rows[0]!;
};
