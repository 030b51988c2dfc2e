import { MOST_SIMULATED, runSimulation, simulation } from '#contract/simulation.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import type { SimulateBeside } from './beside.ts';

/** `POST /api/simulations`: what a draft would have made of past tickets. Nothing is changed and nothing is kept. */
export const simulationRoutes = (app: Http, { simulate }: { simulate: SimulateBeside }): void => {
  app.post(
    '/api/simulations',
    { config: { may: 'config.simulate' }, schema: { body: runSimulation, response: { 200: simulation } } },
    async (request) => {
      const { draft, from = null, until = null, answersAfterMs = null, timeZone } = request.body;
      const found = await simulate({ draft, from, until, answersAfterMs, timeZone, most: MOST_SIMULATED });
      if (found === 'busy') throw new HttpProblem(429, 'simulation_busy', { headers: { 'retry-after': '30' } });
      if (!found.ok) throw new HttpProblem(422, found.code, found.errors === undefined ? {} : { errors: found.errors });
      return found.simulation;
    },
  );
};
