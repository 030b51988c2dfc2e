import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import {
  askedSimulation,
  askedSimulationList,
  MOST_SIMULATED,
  runSimulation,
  type AskedSimulation,
} from '#contract/simulation.ts';
import type { Actor } from '#core/people/roles.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { draftOf } from './draft-of.ts';
import { hourIn } from './hour.ts';
import { askedBy, askFor, findAsked, forget } from './simulation-store.ts';

type PersonActor = Extract<Actor, { kind: 'person' }>;
type Deps = {
  db: Database;
  clock: Clock;
  actorOf: (request: { actor: PersonActor | null }) => PersonActor;
  /** Told that one more waits. */
  wake: () => void;
};

const params = z.object({ id: idInUrl });
const may = 'config.simulate';

/** What a draft would have made of past tickets: asked for, done beside the desk, kept for whoever asked. */
export const simulationRoutes = (app: Http, { db, clock, actorOf, wake }: Deps): void => {
  const readOne = async (simulationId: number, personId: number): Promise<AskedSimulation> => {
    const found = await findAsked(db, simulationId, personId);
    if (found === null) throw notFound();
    return found;
  };

  app.post(
    '/api/simulations',
    { config: { may }, schema: { body: runSimulation, response: { 202: askedSimulation } } },
    async (request, reply) => {
      const { from = null, until = null, answersAfterMs = null, timeZone } = request.body;
      if (hourIn(timeZone) === null) throw new HttpProblem(422, 'no_such_zone');
      const { personId } = actorOf(request);
      const asked = await db.withTransaction(async (tx) => {
        const draft = 'draft' in request.body ? request.body.draft : await draftOf(tx, request.body.draftId);
        const wish = { draft, from, until, answersAfterMs, timeZone, most: MOST_SIMULATED, exceptFor: personId };
        return askFor(tx, personId, wish, await clock.now(tx));
      });
      if (asked === null) throw new HttpProblem(429, 'simulation_busy', { headers: { 'retry-after': '30' } });
      wake();
      return reply
        .status(202)
        .header('location', `/api/simulations/${asked}`)
        .send(await readOne(asked, personId));
    },
  );

  app.get(
    '/api/simulations',
    { config: { may }, schema: { response: { 200: askedSimulationList } } },
    async (request) => ({
      items: await askedBy(db, actorOf(request).personId),
    }),
  );

  app.get(
    '/api/simulations/:id',
    { config: { may }, schema: { params, response: { 200: askedSimulation } } },
    (request) => readOne(request.params.id, actorOf(request).personId),
  );

  app.delete(
    '/api/simulations/:id',
    { config: { may }, schema: { params, response: { 204: z.null().describe('It is stopped and forgotten.') } } },
    async (request, reply) => {
      if (!(await forget(db, request.params.id, actorOf(request).personId))) throw notFound();
      return reply.status(204).send(null);
    },
  );
};
