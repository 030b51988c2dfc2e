import { bulkReply, bulkRequest, type BulkAct } from '#contract/bulk.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { can } from '#core/people/can.ts';
import { bulk } from './bulk.ts';
import type { PerformDeps } from './perform.ts';
import { mustBeTeam } from './routes-change.ts';
import type { TicketDeps } from './routes.ts';

const VERB = {
  assign: 'ticket.assign',
  team: 'ticket.assign',
  status: 'ticket.set_status',
  severity: 'ticket.set_severity',
  topic: 'ticket.set_topic',
  tags: 'ticket.set_tags',
  escalate: 'ticket.escalate',
  snooze: 'ticket.snooze',
  end_snooze: 'ticket.snooze',
} as const satisfies Record<BulkAct['type'], string>;

/** One act on many tickets. */
export const bulkRoutes = (
  app: Http,
  { db, door, changed }: Pick<PerformDeps, 'db' | 'door' | 'changed'>,
  actorOf: TicketDeps['actorOf'],
): void => {
  app.post(
    '/api/tickets/bulk',
    { config: { may: 'ticket.set_tags' }, schema: { body: bulkRequest, response: { 200: bulkReply } } },
    async (request) => {
      const actor = actorOf(request);
      const { ids, act, commandId } = request.body;
      if (!can(actor, VERB[act.type])) throw new HttpProblem(403, 'not_allowed');
      if ((act.type === 'team' || act.type === 'assign') && act.teamId !== undefined) await mustBeTeam(db, act.teamId);
      const reply = await bulk(db, door, { actor, ids, act, commandId });
      changed(reply.results.filter(({ ok }) => ok).map(({ ticketId }) => ticketId));
      return reply;
    },
  );
};
