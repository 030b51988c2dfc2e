import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { changeDutyList, createDutyList, dutyList, dutyLists } from '#contract/duty.ts';
import type { TeamId } from '#core/ids.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { unlessTaken } from '#server/platform/http/unless-taken.ts';
import { addDutyList, changeDutyList as writeChange, readDutyLists, removeDutyList, setShifts } from './duty-store.ts';
import { actorOf } from './guard.ts';
import { unknownPeople, unknownTeams } from './person-store.ts';

const params = z.object({ id: idInUrl });

/** Lists of shifts: a team's working hours, and who is on duty for what. A lead keeps those of the teams they lead. */
export const dutyRoutes = (app: Http, db: Database): void => {
  app.get(
    '/api/duty-lists',
    { config: { may: 'person.list' }, schema: { response: { 200: dutyLists } } },
    async () => ({ items: await readDutyLists(db) }),
  );

  app.post(
    '/api/duty-lists',
    { config: { may: 'duty.manage' }, schema: { body: createDutyList, response: { 201: dutyList } } },
    async (request, reply) => {
      const { shifts, ...list } = request.body;
      mustKeep(request, list.teamId);
      const made = await unlessTaken('name_taken', () =>
        db.withTransaction(async (tx) => {
          if (list.teamId !== null && (await unknownTeams(tx, [list.teamId])).length > 0) throw wrong('teamId');
          await mustBePeople(tx, shifts);
          const listId = await addDutyList(tx, list);
          await setShifts(tx, listId, shifts);
          return listId;
        }),
      );
      return reply
        .status(201)
        .header('location', `/api/duty-lists/${made}`)
        .send(await readList(db, made));
    },
  );

  app.patch(
    '/api/duty-lists/:id',
    { config: { may: 'duty.manage' }, schema: { params, body: changeDutyList, response: { 200: dutyList } } },
    async (request) => {
      const { shifts, ...change } = request.body;
      const listId = request.params.id;
      await unlessTaken('name_taken', () =>
        db.withTransaction(async (tx) => {
          mustKeep(request, (await readList(tx, listId)).team?.id ?? null);
          await writeChange(tx, listId, change);
          if (shifts === undefined) return;
          await mustBePeople(tx, shifts);
          await setShifts(tx, listId, shifts);
        }),
      );
      return readList(db, listId);
    },
  );

  app.delete('/api/duty-lists/:id', { config: { may: 'duty.manage' }, schema: { params } }, async (request, reply) => {
    mustKeep(request, (await readList(db, request.params.id)).team?.id ?? null);
    await removeDutyList(db, request.params.id);
    return reply.status(204).send();
  });
};

/** A lead keeps the hours of the teams they lead, and no others. */
const mustKeep = (request: FastifyRequest, teamId: TeamId | null): void => {
  const { role, leadOf } = actorOf(request);
  if (role === 'lead' && (teamId === null || !leadOf.includes(teamId))) throw new HttpProblem(403, 'not_allowed');
};

const readList = async (db: Tx, listId: number) => {
  const [found] = await readDutyLists(db, listId);
  if (found === undefined) throw notFound();
  return found;
};

const mustBePeople = async (tx: Tx, shifts: readonly { personId: number }[]): Promise<void> => {
  const unknown = await unknownPeople(
    tx,
    shifts.map(({ personId }) => personId),
  );
  if (unknown.length > 0) throw wrong('shifts');
};

const wrong = (path: string): HttpProblem =>
  new HttpProblem(422, 'invalid_request', { errors: [{ path, code: 'unknown' }] });
