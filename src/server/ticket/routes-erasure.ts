import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { requesterDetail, type RequesterDetail } from '#contract/people.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { erasePerson, lockRequester, setLegalHold, type Forgettable } from '#server/people/erasure-store.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { eraseWordsOf, hasMailWaiting, ticketsOf } from './erasure-store.ts';
import { handle, MOST_ACTS, type Door, type TicketAct } from './handle.ts';
import type { PerformDeps } from './perform.ts';
import { refused } from './refusals.ts';
import { readRequester } from './requester-read-store.ts';
import type { TicketDeps } from './routes.ts';
import type { PersonActor } from './sight.ts';

type Deps = { db: Database; door: Door; actorOf: TicketDeps['actorOf']; changed: PerformDeps['changed'] };
type Doing = (tx: Tx, person: Forgettable, actor: PersonActor, personId: PersonId) => Promise<TicketId[]>;

/** Forgetting somebody who asked, and what forbids it. */
export const erasureRoutes = (app: Http, { db, door, actorOf, changed }: Deps): void => {
  const route = (method: 'PUT' | 'DELETE', url: string, does: Doing): void => {
    app.route({
      method,
      url,
      config: { may: 'requester.erase' },
      schema: { params: z.object({ id: idInUrl }), response: { 200: requesterDetail } },
      handler: async (request): Promise<RequesterDetail> => {
        const { id: personId } = request.params;
        const actor = actorOf(request);
        const tickets = await db.withTransaction(async (tx) => {
          const person = await lockRequester(tx, personId);
          if (person === null) throw notFound();
          return does(tx, person, actor, personId);
        });
        changed(tickets);
        const found = await readRequester(db, actor, personId);
        if (found === null) throw notFound();
        return found;
      },
    });
  };
  route('PUT', '/api/requesters/:id/legal-hold', async (tx, person, actor, personId) => {
    if (person.erasedAt !== null) throw new HttpProblem(409, 'already_erased');
    await setLegalHold(tx, personId, actor.personId, await door.clock.now(tx));
    return [];
  });
  route('DELETE', '/api/requesters/:id/legal-hold', async (tx, _person, _actor, personId) => {
    await setLegalHold(tx, personId, null, await door.clock.now(tx));
    return [];
  });
  route('PUT', '/api/requesters/:id/erasure', (tx, person, actor, personId) =>
    erase({ tx, door, actor }, personId, person),
  );
};

/** Everything or nothing; the tickets it was done to. Done once: what is erased already stays as it is. */
const erase = async (
  { tx, door, actor }: { tx: Tx; door: Door; actor: PersonActor },
  personId: PersonId,
  { email, legalHoldAt, erasedAt }: Forgettable,
): Promise<TicketId[]> => {
  if (legalHoldAt !== null) throw new HttpProblem(409, 'legal_hold');
  if (erasedAt !== null) return [];
  const ids = await ticketsOf(tx, personId);
  for (let from = 0; from < ids.length; from += MOST_ACTS) {
    const command = { type: 'erase_words', personId } as const;
    const acts = ids.slice(from, from + MOST_ACTS).map((ticketId): TicketAct => ({ ticketId, command, actor }));
    for (const decision of await handle(tx, door, acts)) if (!decision.ok) throw refused(decision.refusal);
  }
  if (await hasMailWaiting(tx, ids)) throw new HttpProblem(409, 'mail_waiting');
  const now = await door.clock.now(tx);
  await eraseWordsOf(tx, { ids, personId, email }, now);
  await erasePerson(tx, personId, actor.personId, now);
  return ids;
};
