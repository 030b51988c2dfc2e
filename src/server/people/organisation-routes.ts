import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { changeOrganisation, createOrganisation, organisation, organisationList } from '#contract/organisation.ts';
import type { OrganisationId, PersonId } from '#core/ids.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { recheckTier } from '#server/ticket/waiting-store.ts';
import {
  addOrganisation,
  changeOrganisation as change,
  joinOrganisation,
  readOrganisations,
} from './organisation-store.ts';

const params = z.object({ id: idInUrl });

/** Organisations of requesters: what each is to the company, and who belongs to it. */
export const organisationRoutes = (app: Http, { db, clock }: { db: Database; clock: Clock }): void => {
  const readOne = async (organisationId: OrganisationId) => {
    const [found] = await readOrganisations(db, organisationId);
    if (found === undefined) throw notFound();
    return found;
  };

  app.get(
    '/api/organisations',
    { config: { may: 'requester.read' }, schema: { response: { 200: organisationList } } },
    async () => ({ items: await readOrganisations(db) }),
  );

  app.post(
    '/api/organisations',
    { config: { may: 'person.manage' }, schema: { body: createOrganisation, response: { 201: organisation } } },
    async (request, reply) => {
      const { name, tier = null, addRequesterIds } = request.body;
      const made = await db.withTransaction(async (tx) => {
        const organisationId = await addOrganisation(tx, { name, tier }, await clock.now(tx));
        await join(tx, organisationId, addRequesterIds);
        return organisationId;
      });
      return reply.status(201).send(await readOne(made));
    },
  );

  app.patch(
    '/api/organisations/:id',
    { config: { may: 'person.manage' }, schema: { params, body: changeOrganisation, response: { 200: organisation } } },
    async (request) => {
      const { addRequesterIds, ...changes } = request.body;
      await db.withTransaction(async (tx) => {
        if (!(await change(tx, request.params.id, changes))) throw notFound();
        await join(tx, request.params.id, addRequesterIds);
        // the matrix may ask what the requester is: their open tickets ask it again
        if (changes.tier !== undefined) await recheckTier(tx, request.params.id, await clock.now(tx));
      });
      return readOne(request.params.id);
    },
  );
};

const join = async (tx: Tx, organisationId: OrganisationId, requesterIds: PersonId[] = []): Promise<void> => {
  if (await joinOrganisation(tx, organisationId, requesterIds)) return;
  throw new HttpProblem(422, 'invalid_request', { errors: [{ path: 'addRequesterIds', code: 'unknown' }] });
};
