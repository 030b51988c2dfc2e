import type { PersonId } from '#core/ids.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { makeRequester, requesterBy, type Requester } from '#server/people/requester-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { WantedTicket } from './create.ts';
import { inSight, sightOf, type PersonActor } from './sight.ts';

/** Somebody a ticket may be opened for, with the address they are answered at. */
export type AddressedRequester = Requester & { email: string | null };

/**
 * Whom a ticket is opened for: whoever has the address, made known when nobody has; by id only somebody whose tickets
 * the caller sees. null when there is none such.
 */
export const requesterFor = async (
  tx: Tx,
  actor: PersonActor,
  { wanted, language }: { wanted: WantedTicket['requester']; language: Language },
  now: Instant,
): Promise<AddressedRequester | null> => {
  if ('id' in wanted) return findSeen(tx, actor, wanted.id);
  const email = wanted.email.toLowerCase();
  const { rows } = await tx.query<{ found: Requester | null; isOurs: boolean }>(
    `select ${requesterBy('$1')} as found, exists (select from mailbox where address = $1) as "isOurs"`,
    [email],
  );
  // Belay does not write to itself
  if (rows[0]!.isOurs) return null;
  const name = wanted.name ?? wanted.email;
  const found =
    rows[0]!.found ?? (await makeRequester(tx, { email, name, language: wanted.language ?? language }, now));
  return { ...found, email };
};

const findSeen = async (tx: Tx, actor: PersonActor, id: PersonId): Promise<AddressedRequester | null> => {
  const sight = sightOf(actor);
  const { rows } = await tx.query<AddressedRequester>(
    `select p.id, p.organisation_id as "organisationId", p.language, p.email from person p
     where p.id = $1 and p.active and ($4 or exists (select from ticket t
       where t.requester_id = p.id and ${inSight({ all: false, teamIds: [] }, '$2', '$3')}))`,
    [id, actor.personId, sight.all ? [] : sight.teamIds, sight.all],
  );
  return rows[0] ?? null;
};
