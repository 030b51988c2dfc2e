import type { OrganisationId, PersonId } from '#core/ids.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** Whoever wrote: a customer, or a colleague who writes as one. */
export type Requester = { id: PersonId; organisationId: OrganisationId | null };

/**
 * The person with that address (lower case), made a customer when nobody has it. Without an address it is always
 * somebody new. A name that was not known is taken from the message; a known one stays.
 */
export const findOrMakeRequester = async (
  tx: Tx,
  requester: { email: string | null; name: string; language: Language },
  now: Instant,
): Promise<Requester> => {
  const found = requester.email === null ? undefined : await findByEmail(tx, requester.email);
  if (found !== undefined) return found;
  // somebody else's message may make the person between the two statements
  const { rows } = await tx.query<Requester>({
    name: 'people_make_requester',
    text: `insert into person (name, email, role, language, created_at) values ($1, $2, 'customer', $3, $4)
           on conflict (email) do update set email = excluded.email
           returning id, organisation_id as "organisationId"`,
    values: [requester.name, requester.email, requester.language, toTimestamp(now)],
  });
  return rows[0]!;
};

const findByEmail = async (tx: Tx, email: string): Promise<Requester | undefined> => {
  const { rows } = await tx.query<Requester>({
    name: 'people_by_email',
    text: 'select id, organisation_id as "organisationId" from person where email = $1',
    values: [email],
  });
  return rows[0];
};
