import {
  applyPath,
  beginMaintenance,
  deEscalate,
  endMaintenance,
  endSilence,
  silence,
  takeBack,
} from '#contract/act.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { VersionId } from '#core/ids.ts';
import { LONGEST_MAINTENANCE } from '#core/ticket/maintenance.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { activeVersion } from '#server/sla/store.ts';
import { escalationParams, params, type EscalationDeps } from './asking.ts';
import { askedOf } from '#server/ticket/handle.ts';

const AT = '/api/tickets/:id/escalations/:escalationId';

/** Giving up what one holds, holding a climb still, sending it up another path, and ending it. */
export const holdingRoutes = (app: Http, deps: EscalationDeps): void => {
  const { actorOf, perform } = deps;
  app.delete(
    `${AT}/acknowledgement`,
    {
      config: { may: 'ticket.acknowledge' },
      schema: { params: escalationParams, body: takeBack, response: { 200: ticketDetail } },
    },
    (request) => {
      const { escalationId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'take_back', escalationId }),
      });
    },
  );

  app.put(
    `${AT}/path`,
    {
      config: { may: 'ticket.apply_path' },
      schema: { params: escalationParams, body: applyPath, response: { 200: ticketDetail } },
    },
    (request) => {
      const { path } = request.body;
      const { escalationId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: async (_, tx) => ({ type: 'apply_path', escalationId, pathVersionId: await activePath(tx, path) }),
      });
    },
  );

  app.put(
    `${AT}/de-escalation`,
    {
      config: { may: 'ticket.de_escalate' },
      schema: { params: escalationParams, body: deEscalate, response: { 200: ticketDetail } },
    },
    (request) => {
      const { reason } = request.body;
      const { escalationId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: ({ messageId }) => ({ type: 'de_escalate', escalationId, reason, messageId }),
      });
    },
  );

  silenceRoutes(app, deps);
  maintenanceRoutes(app, deps);
};

const silenceRoutes = (app: Http, { actorOf, perform }: EscalationDeps): void => {
  app.put(
    `${AT}/silence`,
    {
      config: { may: 'ticket.silence' },
      schema: { params: escalationParams, body: silence, response: { 200: ticketDetail } },
    },
    (request) => {
      const { lengthMs } = request.body;
      const { escalationId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'silence', escalationId, lengthMs }),
      });
    },
  );

  app.delete(
    `${AT}/silence`,
    {
      config: { may: 'ticket.silence' },
      schema: { params: escalationParams, body: endSilence, response: { 200: ticketDetail } },
    },
    (request) => {
      const { escalationId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'end_silence', escalationId }),
      });
    },
  );
};

const maintenanceRoutes = (app: Http, { actorOf, perform }: EscalationDeps): void => {
  app.put(
    '/api/tickets/:id/maintenance',
    {
      config: { may: 'ticket.maintain' },
      schema: { params, body: beginMaintenance, response: { 200: ticketDetail } },
    },
    (request) => {
      const { until } = request.body;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'begin_maintenance', until, longestMs: LONGEST_MAINTENANCE }),
      });
    },
  );

  app.delete(
    '/api/tickets/:id/maintenance',
    {
      config: { may: 'ticket.maintain' },
      schema: { params, body: endMaintenance, response: { 200: ticketDetail } },
    },
    (request) =>
      perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'end_maintenance' }),
      }),
  );
};

/** The version of a path that is active. */
const activePath = async (tx: Tx, name: string): Promise<VersionId> => {
  const version = await activeVersion(tx, 'path', name);
  if (version === null) throw new HttpProblem(422, 'path_unknown');
  return version;
};
