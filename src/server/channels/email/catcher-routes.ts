import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { caughtMailPage, type CaughtMail } from '#contract/mail.ts';
import type { PersonId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { notFound } from '#server/platform/http/problem.ts';

const params = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });
const pageQuery = z.object({
  cursor: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).default(Number.MAX_SAFE_INTEGER),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export type CatcherDeps = {
  db: Tx;
  /** The caller of a guarded route. */
  readerOf: (request: FastifyRequest) => { personId: PersonId };
};

// whoever is excluded from a ticket finds no trace of it here either, nor in the mail by which others were told of it
const notKeptFrom = (me: string): string => `not exists (select from outbox s join ticket t on t.id = s.ticket_id
    where s.id = c.outbox_id and ${me} = any(t.excluded))
  and not exists (select from outbox s join notice n on n.person_id = s.person_id and n.outbox_id = s.id
    join ticket t on t.id = n.ticket_id where s.id = c.outbox_id and ${me} = any(t.excluded))`;

/** What the built-in catcher kept instead of sending, newest first. */
export const catcherRoutes = (app: Http, { db, readerOf }: CatcherDeps): void => {
  app.get(
    '/api/caught-mail',
    { config: { may: 'caught_mail.read' }, schema: { querystring: pageQuery, response: { 200: caughtMailPage } } },
    async (request) => {
      const { cursor, limit } = request.query;
      const { rows } = await db.query<CaughtMail>({
        name: 'caught_mail_read',
        text: `select c.id, c.at, c.mail_from as "from", c.rcpt_to as "to", c.subject, left(c.body_text, 20000) as text,
            o.ticket_id as "ticketId"
          from caught_mail c left join outbox o on o.id = c.outbox_id where c.id < $1
            and ${notKeptFrom('$3')} order by c.id desc limit $2`,
        values: [cursor, limit + 1, readerOf(request).personId],
      });
      const items = rows.slice(0, limit);
      return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null };
    },
  );

  app.get(
    '/api/caught-mail/:id/raw',
    { config: { may: 'caught_mail.read' }, schema: { params } },
    async (request, reply) => {
      const { rows } = await db.query<{ raw: Buffer }>(
        `select c.raw from caught_mail c where c.id = $1 and ${notKeptFrom('$2')}`,
        [request.params.id, readerOf(request).personId],
      );
      if (rows[0] === undefined) throw notFound();
      return reply
        .headers({
          'content-type': 'text/plain; charset=utf-8',
          'content-disposition': `attachment; filename="caught-${request.params.id}.eml"`,
          'content-security-policy': "default-src 'none'; sandbox",
          'x-content-type-options': 'nosniff',
        })
        .send(rows[0].raw);
    },
  );
};
