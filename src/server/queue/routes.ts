import { z } from 'zod';
import { queueList, setTeamRouting, teamRouting } from '#contract/agent.ts';
import { idInUrl } from '#contract/common.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { unknownTeams } from '#server/people/person-store.ts';
import { listQueues } from './forecast-store.ts';
import { putSettings, readSettings } from './settings-store.ts';

const params = z.object({ id: idInUrl });

/** How the tickets of a team find somebody, and how its queue does. */
export const queueRoutes = (app: Http, { db, clock }: { db: Database; clock: Clock }): void => {
  app.get('/api/queues', { config: { may: 'queue.read' }, schema: { response: { 200: queueList } } }, async () => ({
    items: await listQueues(db),
  }));

  app.get(
    '/api/teams/:id/routing',
    { config: { may: 'person.list' }, schema: { params, response: { 200: teamRouting } } },
    async ({ params: { id: teamId } }) => {
      await mustBeTeam(db, teamId);
      return readSettings(db, teamId);
    },
  );

  app.put(
    '/api/teams/:id/routing',
    { config: { may: 'team.manage' }, schema: { params, body: setTeamRouting, response: { 200: teamRouting } } },
    async ({ params: { id: teamId }, body }) => {
      await db.withTransaction(async (tx) => {
        await mustBeTeam(tx, teamId);
        const { overflowTeamId } = body;
        const isNone = overflowTeamId != null && (await unknownTeams(tx, [overflowTeamId])).length > 0;
        if (isNone || overflowTeamId === teamId) {
          throw new HttpProblem(422, 'invalid_request', { errors: [{ path: 'overflowTeamId', code: 'unknown' }] });
        }
        const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
        const settings = { ...(await readSettings(tx, teamId)), ...given };
        await putSettings(tx, teamId, settings, await clock.now(tx));
      });
      return readSettings(db, teamId);
    },
  );
};

const mustBeTeam = async (db: Tx, teamId: number): Promise<void> => {
  if ((await unknownTeams(db, [teamId])).length > 0) throw notFound();
};
