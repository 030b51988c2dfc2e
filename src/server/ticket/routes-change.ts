import { assign, exclude, setSeverity, setStatus, setTags, setTeam, setTopic } from '#contract/act.ts';
import { idInUrl } from '#contract/common.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { askedOf } from './asked.ts';
import { handle, MOST_ACTS, type Door, type TicketAct } from './handle.ts';
import { mergedWith } from './merge-read-store.ts';
import type { Perform } from './perform.ts';
import { ticketParams, type TicketDeps } from './routes.ts';

type ActorOf = TicketDeps['actorOf'];

/** What a person changes about a ticket; each answers the ticket as it is then. */
export const changeRoutes = (app: Http, perform: Perform, actorOf: ActorOf): void => {
  whoseRoutes(app, perform, actorOf);
  stateRoutes(app, perform, actorOf);
  labelRoutes(app, perform, actorOf);
  exclusionRoutes(app, perform, actorOf);
};

const whoseRoutes = (app: Http, perform: Perform, actorOf: ActorOf): void => {
  app.put(
    '/api/tickets/:id/assignee',
    {
      config: { may: 'ticket.assign' },
      schema: { params: ticketParams, body: assign, response: { 200: ticketDetail } },
    },
    (request) => {
      const { assigneeId, teamId } = request.body;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: async (_, tx) => {
          if (teamId !== undefined) await mustBeTeam(tx, teamId);
          return { type: 'assign', assigneeId, teamId: teamId ?? null };
        },
      });
    },
  );

  app.put(
    '/api/tickets/:id/team',
    {
      config: { may: 'ticket.assign' },
      schema: { params: ticketParams, body: setTeam, response: { 200: ticketDetail } },
    },
    (request) =>
      perform({
        ...askedOf(request, actorOf(request)),
        command: async (_, tx) => {
          await mustBeTeam(tx, request.body.teamId);
          return { type: 'move_to_team', teamId: request.body.teamId };
        },
      }),
  );
};

const stateRoutes = (app: Http, perform: Perform, actorOf: ActorOf): void => {
  app.put(
    '/api/tickets/:id/status',
    {
      config: { may: 'ticket.set_status' },
      schema: { params: ticketParams, body: setStatus, response: { 200: ticketDetail } },
    },
    (request) =>
      perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'set_status', to: request.body.status }),
      }),
  );

  app.put(
    '/api/tickets/:id/severity',
    {
      config: { may: 'ticket.set_severity' },
      schema: { params: ticketParams, body: setSeverity, response: { 200: ticketDetail } },
    },
    (request) =>
      perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'set_severity', severity: request.body.severity }),
      }),
  );
};

const labelRoutes = (app: Http, perform: Perform, actorOf: ActorOf): void => {
  app.put(
    '/api/tickets/:id/topic',
    {
      config: { may: 'ticket.set_topic' },
      schema: { params: ticketParams, body: setTopic, response: { 200: ticketDetail } },
    },
    (request) =>
      perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'set_topic', topic: request.body.topic }),
      }),
  );

  app.put(
    '/api/tickets/:id/tags',
    {
      config: { may: 'ticket.set_tags' },
      schema: { params: ticketParams, body: setTags, response: { 200: ticketDetail } },
    },
    (request) =>
      perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'set_tags', tags: request.body.tags }),
      }),
  );
};

const exclusionParams = ticketParams.extend({ personId: idInUrl });

const exclusionRoutes = (app: Http, perform: Perform, actorOf: ActorOf): void => {
  const url = '/api/tickets/:id/exclusions/:personId';
  const options = {
    config: { may: 'ticket.exclude' },
    schema: { params: exclusionParams, body: exclude, response: { 200: ticketDetail } },
  } as const;
  for (const [method, type] of [
    ['PUT', 'exclude'],
    ['DELETE', 'readmit'],
  ] as const) {
    app.route({
      method,
      url,
      ...options,
      handler: (request) => {
        const asked = askedOf(request, actorOf(request));
        const command = { type, personId: request.params.personId };
        return perform({
          ...asked,
          command: () => command,
          also: (tx, door) => inMerged(tx, door, { ...asked, command }),
        });
      },
    });
  }
};

/** The same in every ticket merged into it: its words are part of this one's. What is so there already stays. */
const inMerged = async (tx: Tx, door: Door, { ticketId, actor, command }: TicketAct): Promise<void> => {
  const merged = (await mergedWith(tx, ticketId)).filter((id) => id !== ticketId);
  for (let from = 0; from < merged.length; from += MOST_ACTS) {
    const acts = merged.slice(from, from + MOST_ACTS).map((id) => ({ ticketId: id, actor, command }));
    await handle(tx, door, acts);
  }
};

/** Throws invalid_request unless there is a team of that id. */
export const mustBeTeam = async (tx: Tx, teamId: number): Promise<void> => {
  const { rows } = await tx.query('select from team where id = $1', [teamId]);
  if (rows.length > 0) return;
  throw new HttpProblem(400, 'invalid_request', { errors: [{ path: 'teamId', code: 'unknown' }] });
};
