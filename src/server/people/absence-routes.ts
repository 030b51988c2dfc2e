import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { absence, absenceList, createAbsence } from '#contract/duty.ts';
import { can } from '#core/people/can.ts';
import type { PersonId } from '#core/ids.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { addAbsence, endAbsence, findAbsence, listAbsences } from './absence-store.ts';
import { actorOf, type PersonActor } from './guard.ts';
import { unknownPeople } from './person-store.ts';

const params = z.object({ id: idInUrl });
const whose = z.object({ personId: idInUrl.optional() });

export type AbsenceDeps = {
  db: Database;
  clock: Clock;
  /** Has what somebody holds looked at again, because an absence of theirs changed. */
  lookAt: (tx: Tx, personId: PersonId) => Promise<void>;
};

/** Who is away, and who stands in. Everybody puts down their own; who keeps the shifts, anybody's. */
export const absenceRoutes = (app: Http, { db, clock, lookAt }: AbsenceDeps): void => {
  app.get(
    '/api/absences',
    { config: { may: 'person.list' }, schema: { querystring: whose, response: { 200: absenceList } } },
    async ({ query: { personId = null } }) => ({
      items: await listAbsences(db, { now: await clock.now(db), personId }),
    }),
  );

  app.post(
    '/api/absences',
    { config: { may: 'absence.own' }, schema: { body: createAbsence, response: { 201: absence } } },
    async (request, reply) => {
      const actor = actorOf(request);
      const { personId = actor.personId, ...wanted } = request.body;
      mustKeep(actor, personId);
      const named = [personId, ...(wanted.standInId === null ? [] : [wanted.standInId])];
      const unknown = await unknownPeople(db, named);
      if (unknown.includes(personId)) throw wrong('personId');
      if (unknown.length > 0 || wanted.standInId === personId) throw wrong('standInId');
      const now = await clock.now(db);
      if (wanted.until <= now) throw new HttpProblem(422, 'absence_over');
      const made = await db.withTransaction(async (tx) => {
        const absenceId = await addAbsence(tx, { personId, ...wanted }, now);
        await lookAt(tx, personId);
        return absenceId;
      });
      return reply.status(201).send(await readAbsence(db, made));
    },
  );

  app.delete('/api/absences/:id', { config: { may: 'absence.own' }, schema: { params } }, async (request, reply) => {
    const found = await readAbsence(db, request.params.id);
    mustKeep(actorOf(request), found.person.id);
    const now = await clock.now(db);
    await db.withTransaction(async (tx) => {
      await endAbsence(tx, found.id, now);
      await lookAt(tx, found.person.id);
    });
    return reply.status(204).send();
  });
};

const mustKeep = (actor: PersonActor, personId: PersonId): void => {
  if (actor.personId !== personId && !can(actor, 'duty.manage')) throw new HttpProblem(403, 'not_allowed');
};

const readAbsence = async (db: Database, absenceId: number) => {
  const found = await findAbsence(db, absenceId);
  if (found === null) throw notFound();
  return found;
};

const wrong = (path: string): HttpProblem =>
  new HttpProblem(422, 'invalid_request', { errors: [{ path, code: 'unknown' }] });
