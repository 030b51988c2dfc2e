import { z } from 'zod';
import {
  approvalDelegate,
  approvalLimits,
  approvalList,
  askApproval,
  decideApproval,
  delegateApproval,
  setApprovalDelegate,
  withdrawApproval,
} from '#contract/approval.ts';
import { idInUrl } from '#contract/common.ts';
import { ticketDetail, type TicketDetail } from '#contract/ticket.ts';
import type { ApprovalCommand } from '#core/approval/approval-command.ts';
import type { MessageId, TicketId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem } from '#server/platform/http/problem.ts';
import { putDelegate, putLimits, readDelegate, readLimits } from './limit-store.ts';
import { listApprovals } from './list-store.ts';
import { askedOf } from '#server/ticket/handle.ts';

type PersonActor = Extract<Actor, { kind: 'person' }>;

export type ApprovalDeps = {
  db: Database;
  actorOf: (request: { actor: PersonActor | null }) => PersonActor;
  /** Passes an act through the door and answers the ticket as it is then. */
  perform: (act: {
    ticketId: TicketId;
    actor: PersonActor;
    commandId: string;
    command: (about: { messageId: MessageId | null }) => ApprovalCommand;
    words?: { kind: 'note'; text: string };
  }) => Promise<TicketDetail>;
};

const AT = '/api/tickets/:id/approvals';
const params = z.object({ id: idInUrl });
const approvalParams = params.extend({ approvalId: idInUrl });
const response = { 200: ticketDetail };

/** Asking others to allow something, and their answer. */
export const approvalRoutes = (app: Http, deps: ApprovalDeps): void => {
  const { actorOf, perform } = deps;
  app.post(
    AT,
    { config: { may: 'ticket.ask_approval' }, schema: { params, body: askApproval, response } },
    (request) => {
      const { approvers, rule, amount, decideMs } = request.body;
      const length = decideMs === undefined ? {} : { decideMs };
      return perform({
        ...askedOf(request, actorOf(request)),
        command: ({ messageId }) => ({ type: 'ask_approval', approvers, rule, amount, messageId, ...length }),
      });
    },
  );

  answerRoutes(app, deps);
  ruleRoutes(app, deps);
};

/** Deciding what was asked, giving the decision away, and no longer asking. */
const answerRoutes = (app: Http, { actorOf, perform }: ApprovalDeps): void => {
  app.put(
    `${AT}/:approvalId/decision`,
    { config: { may: 'ticket.decide_approval' }, schema: { params: approvalParams, body: decideApproval, response } },
    (request) => {
      const { verdict } = request.body;
      const { approvalId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: ({ messageId }) => ({ type: 'decide_approval', approvalId, verdict, messageId }),
      });
    },
  );

  app.put(
    `${AT}/:approvalId/delegate`,
    { config: { may: 'ticket.decide_approval' }, schema: { params: approvalParams, body: delegateApproval, response } },
    (request) => {
      const { to } = request.body;
      const { approvalId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: ({ messageId }) => ({ type: 'delegate_approval', approvalId, to, messageId }),
      });
    },
  );

  app.put(
    `${AT}/:approvalId/withdrawal`,
    { config: { may: 'ticket.ask_approval' }, schema: { params: approvalParams, body: withdrawApproval, response } },
    (request) => {
      const { approvalId } = request.params;
      return perform({
        ...askedOf(request, actorOf(request)),
        command: () => ({ type: 'withdraw_approval', approvalId }),
      });
    },
  );
};

/** What waits for somebody, who may allow how much, and who decides in whose place. */
const ruleRoutes = (app: Http, { db, actorOf }: ApprovalDeps): void => {
  app.get(
    '/api/approvals',
    { config: { may: 'approval.list' }, schema: { response: { 200: approvalList } } },
    async (request) => ({ items: await listApprovals(db, actorOf(request).personId) }),
  );

  app.get(
    '/api/approval-limits',
    { config: { may: 'approval.list' }, schema: { response: { 200: approvalLimits } } },
    async () => ({ items: await readLimits(db) }),
  );

  app.put(
    '/api/approval-limits',
    { config: { may: 'approval.manage' }, schema: { body: approvalLimits, response: { 200: approvalLimits } } },
    async ({ body: { items } }) => {
      const keys = items.map(({ currency, of }) => JSON.stringify([currency, of]));
      if (new Set(keys).size < keys.length) {
        throw new HttpProblem(422, 'invalid_request', { errors: [{ path: 'items', code: 'repeated' }] });
      }
      await db.withTransaction((tx) => putLimits(tx, items));
      return { items: await readLimits(db) };
    },
  );

  app.get(
    '/api/me/approval-delegate',
    { config: { may: 'absence.own' }, schema: { response: { 200: approvalDelegate } } },
    async (request) => ({ delegate: await readDelegate(db, actorOf(request).personId) }),
  );

  app.put(
    '/api/me/approval-delegate',
    {
      config: { may: 'absence.own' },
      schema: { body: setApprovalDelegate, response: { 200: approvalDelegate } },
    },
    async (request) => {
      const { personId } = actorOf(request);
      const isSomebody = await db.withTransaction((tx) => putDelegate(tx, personId, request.body.personId));
      if (!isSomebody) {
        throw new HttpProblem(422, 'invalid_request', { errors: [{ path: 'personId', code: 'unknown' }] });
      }
      return { delegate: await readDelegate(db, personId) };
    },
  );
};
