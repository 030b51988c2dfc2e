import {
  presence,
  presenceList,
  presencePut,
  presenceQuery,
  type Presence,
  type PresencePut,
} from '#contract/presence.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { MINUTE, type Duration, type Instant } from '#core/time.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { putPresence, readPresence, removePresence } from './presence-store.ts';
import { mustSee, ticketParams, type TicketDeps } from './routes.ts';
import type { PersonActor } from './sight.ts';

/** Who writes but has not typed for so long only looks on: the soft claim of a reply is over. */
const CLAIM_LASTS: Duration = 3 * MINUTE;

/** Who is at a ticket: said by heartbeats that pass no door, for only changes of tickets are events. */
export const presenceRoutes = (app: Http, deps: TicketDeps & { changed: (ticketIds: TicketId[]) => void }): void => {
  const { db, door, actorOf, changed } = deps;
  const at = async (actor: PersonActor, ticketId: TicketId, now: Instant): Promise<Presence> =>
    (await readPresence(db, actor, [ticketId], now))[0] ?? { ticketId, people: [] };

  app.put(
    '/api/tickets/:id/presence',
    {
      config: { may: 'ticket.read' },
      schema: { params: ticketParams, body: presencePut, response: { 200: presence } },
    },
    async (request) => {
      const actor = actorOf(request);
      const ticketId = request.params.id;
      await mustSee(db, actor, ticketId);
      const now = await door.clock.now(db);
      const said = { ticketId, personId: actor.personId, mode: modeOf(request.body) };
      if (await putPresence(db, said, now)) changed([ticketId]);
      return at(actor, ticketId, now);
    },
  );

  app.delete(
    '/api/tickets/:id/presence',
    { config: { may: 'ticket.read' }, schema: { params: ticketParams } },
    async (request, reply) => {
      const actor = actorOf(request);
      await leave(actor.personId, request.params.id);
      // whoever lost sight of it while there is gone from it all the same
      await mustSee(db, actor, request.params.id);
      return reply.status(204).send();
    },
  );

  app.get(
    '/api/presence',
    {
      config: { may: 'ticket.list' },
      schema: { querystring: presenceQuery, response: { 200: presenceList } },
    },
    async (request) => ({
      items: await readPresence(db, actorOf(request), request.query.ticketIds, await door.clock.now(db)),
    }),
  );

  async function leave(personId: PersonId, ticketId: TicketId): Promise<void> {
    if (await removePresence(db, ticketId, personId)) changed([ticketId]);
  }
};

const modeOf = ({ mode, idleMs = 0 }: PresencePut) => (idleMs < CLAIM_LASTS ? mode : 'viewing');
