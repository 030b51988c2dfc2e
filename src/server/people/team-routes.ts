import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { changeTeam, createTeam, teamDetail, teamList } from '#contract/people.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { unlessTaken } from '#server/platform/http/unless-taken.ts';
import { addTeam } from './add-store.ts';
import { unknownPeople } from './person-store.ts';
import { readTeams, renameTeam, setMembers } from './team-store.ts';

const params = z.object({ id: idInUrl });

/** Teams: who is in them, and which mailboxes lead to them. */
export const teamRoutes = (app: Http, db: Database): void => {
  app.get('/api/teams', { config: { may: 'person.list' }, schema: { response: { 200: teamList } } }, async () => ({
    items: await readTeams(db),
  }));

  app.get(
    '/api/teams/:id',
    { config: { may: 'person.list' }, schema: { params, response: { 200: teamDetail } } },
    (request) => readTeam(db, request.params.id),
  );

  app.post(
    '/api/teams',
    { config: { may: 'team.manage' }, schema: { body: createTeam, response: { 201: teamDetail } } },
    async (request, reply) => {
      const { name, members } = request.body;
      const made = await unlessTaken('name_taken', () =>
        db.withTransaction(async (tx) => {
          const teamId = await addTeam(tx, name);
          await placeMembers(tx, teamId, members);
          return teamId;
        }),
      );
      return reply
        .status(201)
        .header('location', `/api/teams/${made}`)
        .send(await readTeam(db, made));
    },
  );

  app.patch(
    '/api/teams/:id',
    { config: { may: 'team.manage' }, schema: { params, body: changeTeam, response: { 200: teamDetail } } },
    async (request) => {
      const { name, members } = request.body;
      const teamId = request.params.id;
      await unlessTaken('name_taken', () =>
        db.withTransaction(async (tx) => {
          await readTeam(tx, teamId);
          if (name !== undefined) await renameTeam(tx, teamId, name);
          if (members !== undefined) await placeMembers(tx, teamId, members);
        }),
      );
      return readTeam(db, teamId);
    },
  );
};

const readTeam = async (db: Tx, teamId: number) => {
  const [team] = await readTeams(db, teamId);
  if (team === undefined) throw notFound();
  return team;
};

const placeMembers = async (
  tx: Tx,
  teamId: number,
  members: readonly { personId: number; leads: boolean }[],
): Promise<void> => {
  const unknown = await unknownPeople(
    tx,
    members.map(({ personId }) => personId),
  );
  if (unknown.length > 0) {
    throw new HttpProblem(422, 'invalid_request', { errors: [{ path: 'members', code: 'unknown' }] });
  }
  await setMembers(tx, teamId, members);
};
