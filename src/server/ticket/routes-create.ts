import { createTicket, creationHeaders } from '#contract/create-ticket.ts';
import { ticketDetail } from '#contract/ticket.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { limitPerMinute } from '#server/platform/http/limit.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { createIn, type CreationRefusal } from './create.ts';
import type { Door } from './handle.ts';
import type { PersonActor } from './sight.ts';

export type CreateDeps = {
  db: Database;
  door: Door;
  /** Who asks, and whether by a key. */
  callerOf: (request: { actor: PersonActor | null; apiKey: object | null }) => { actor: PersonActor; byKey: boolean };
  /** Takes out of formatted words what is not safe to show. */
  cleanHtml: (html: string) => string;
  /** Tells readers that tickets changed; called after the commit. */
  changed: (ticketIds: number[]) => void;
};

/** New tickets a minute of one person, with all their keys. */
const TICKETS_A_MINUTE = 120;

/** Where a request is wrong, for the refusals that are about one field. */
const FIELD_OF: Partial<Record<CreationRefusal, string>> = {
  requester_unknown: 'requester',
  mailbox_unknown: 'mailbox',
  team_unknown: 'teamId',
  assignee_unknown: 'assigneeId',
};

/** `POST /api/tickets`: a ticket on behalf of a requester, once however often it is asked for under one key. */
export const createRoute = (app: Http, { db, door, callerOf, cleanHtml, changed }: CreateDeps): void => {
  const limit = limitPerMinute(app, {
    max: TICKETS_A_MINUTE,
    keyOf: ({ actor }) => `tickets of ${actor?.personId}`,
  });
  app.post(
    '/api/tickets',
    {
      config: { may: 'ticket.create' },
      schema: { headers: creationHeaders, body: createTicket, response: { 201: ticketDetail } },
    },
    async (request, reply) => {
      await limit(request);
      const idempotencyKey = request.headers['idempotency-key'] ?? null;
      const { html, ...said } = request.body;
      const wanted = html === undefined ? said : { ...said, html: cleanHtml(html) };
      const creation = { ...callerOf(request), wanted, idempotencyKey };
      const created = await db.withTransaction((tx) => createIn(tx, door, creation));
      if (!created.ok) throw refusedCreation(created.refusal);
      if (created.repeated) reply.header('idempotency-replayed', 'true');
      else changed([created.detail.id]);
      return reply.status(201).header('location', `/api/tickets/${created.detail.id}`).send(created.detail);
    },
  );
};

const refusedCreation = (code: CreationRefusal): HttpProblem => {
  const path = FIELD_OF[code];
  return new HttpProblem(422, code, path === undefined ? {} : { errors: [{ path, code: 'unknown' }] });
};
