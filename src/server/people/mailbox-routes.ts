import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { changeMailbox, createMailbox, mailbox, mailboxList } from '#contract/mailbox.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { addMailbox, changeMailbox as writeChange, readMailboxes } from './mailbox-store.ts';
import { unknownTeams } from './person-store.ts';

export type MailboxDeps = {
  db: Database;
  /** Whether a policy of that name was ever published. */
  isPolicy: (db: Tx, name: string) => Promise<boolean>;
};

const params = z.object({ id: idInUrl });

/** The addresses Belay receives mail for. How their servers are reached is the mail channel's own. */
export const mailboxRoutes = (app: Http, deps: MailboxDeps): void => {
  const { db } = deps;
  app.get(
    '/api/mailboxes',
    { config: { may: 'mailbox.read' }, schema: { response: { 200: mailboxList } } },
    async () => ({
      items: await readMailboxes(db),
    }),
  );

  app.get(
    '/api/mailboxes/:id',
    { config: { may: 'mailbox.read' }, schema: { params, response: { 200: mailbox } } },
    (request) => readMailbox(db, request.params.id),
  );

  app.post(
    '/api/mailboxes',
    { config: { may: 'mailbox.manage' }, schema: { body: createMailbox, response: { 201: mailbox } } },
    async (request, reply) => {
      await mustBeKnown(deps, request.body);
      const made = await addMailbox(db, request.body);
      if (made === null) throw new HttpProblem(409, 'address_taken');
      return reply
        .status(201)
        .header('location', `/api/mailboxes/${made}`)
        .send(await readMailbox(db, made));
    },
  );

  app.patch(
    '/api/mailboxes/:id',
    { config: { may: 'mailbox.manage' }, schema: { params, body: changeMailbox, response: { 200: mailbox } } },
    async (request) => {
      await readMailbox(db, request.params.id);
      await mustBeKnown(deps, request.body);
      await writeChange(db, request.params.id, request.body);
      return readMailbox(db, request.params.id);
    },
  );
};

const readMailbox = async (db: Tx, mailboxId: number) => {
  const [found] = await readMailboxes(db, mailboxId);
  if (found === undefined) throw notFound();
  return found;
};

const mustBeKnown = async (
  { db, isPolicy }: MailboxDeps,
  { teamId, policy }: { teamId?: number | undefined; policy?: string | undefined },
): Promise<void> => {
  if (teamId !== undefined && (await unknownTeams(db, [teamId])).length > 0) {
    throw new HttpProblem(422, 'team_unknown', { errors: [{ path: 'teamId', code: 'unknown' }] });
  }
  if (policy !== undefined && !(await isPolicy(db, policy))) {
    throw new HttpProblem(422, 'policy_unknown', { errors: [{ path: 'policy', code: 'unknown' }] });
  }
};
