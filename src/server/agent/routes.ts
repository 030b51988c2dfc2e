import { z } from 'zod';
import { agentList, agentPresence, planBreak, setPresence, type AgentPresence } from '#contract/agent.ts';
import { idInUrl } from '#contract/common.ts';
import type { AgentCommand } from '#core/agent/agent.ts';
import type { PersonId } from '#core/ids.ts';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { readAgents } from './agent-list-store.ts';
import { beat, readAgent } from './agent-store.ts';
import { handleAgents } from './handle.ts';
import { hearOf } from './hear-of.ts';

const params = z.object({ id: idInUrl });

export type AgentDeps = { db: Database; clock: Clock; actorOf: (request: FastifyRequest) => { personId: PersonId } };

/** How oneself is there to be given work, what breaks are planned, and how everybody else is there. */
export const agentRoutes = (app: Http, { db, clock, actorOf }: AgentDeps): void => {
  const does = async (personId: PersonId, command: AgentCommand): Promise<AgentPresence> => {
    const [decision] = await db.withTransaction(async (tx) => {
      await beat(tx, personId, await clock.now(tx));
      return handleAgents(tx, clock, [{ personId, command, actorId: personId }]);
    });
    // to be as one was is no mistake
    if (!decision!.ok && decision!.refusal !== 'same_presence') throw new HttpProblem(409, decision!.refusal);
    return read(personId);
  };
  const read = async (personId: PersonId): Promise<AgentPresence> => {
    const { presence, missedOffers, breaks } = await readAgent(db, personId);
    const { kind, ...rest } = presence;
    return { presence: kind, ...rest, missedOffers, breaks };
  };

  app.get('/api/agents', { config: { may: 'person.list' }, schema: { response: { 200: agentList } } }, async () => ({
    items: await readAgents(db, await clock.now(db)),
  }));

  app.get(
    '/api/me/presence',
    { config: { may: 'presence.own' }, schema: { response: { 200: agentPresence } } },
    (request) => read(actorOf(request).personId),
  );

  app.put(
    '/api/me/presence',
    { config: { may: 'presence.own' }, schema: { body: setPresence, response: { 200: agentPresence } } },
    (request) => {
      const { presence: to, until, reason } = request.body;
      return does(actorOf(request).personId, { type: 'set_presence', to, until, reason });
    },
  );

  app.post('/api/me/heartbeat', { config: { may: 'presence.own' } }, async (request, reply) => {
    await hearOf(db, clock, actorOf(request).personId);
    return reply.status(204).send();
  });

  app.post(
    '/api/me/breaks',
    { config: { may: 'presence.own' }, schema: { body: planBreak, response: { 200: agentPresence } } },
    (request) => does(actorOf(request).personId, { type: 'plan_break', ...request.body }),
  );

  app.delete(
    '/api/me/breaks/:id',
    { config: { may: 'presence.own' }, schema: { params, response: { 200: agentPresence } } },
    (request) => does(actorOf(request).personId, { type: 'cancel_break', breakId: request.params.id }),
  );
};
