import { z } from 'zod';
import { intakePage, type IntakeRow } from '#contract/mail.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { notFound } from '#server/platform/http/problem.ts';
import { readBlob } from '#server/platform/storage/blob.ts';
import { ticketParams, type TicketDeps } from './routes.ts';
import { notExcluded } from './sight.ts';

const ledgerQuery = z.object({
  cursor: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).default(Number.MAX_SAFE_INTEGER),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

// whoever is excluded from a ticket finds no trace of it here either; a mail that came again is about the same
const notKeptFrom = (me: string): string => `not exists (select from intake o join ticket t on t.id = o.ticket_id
  where o.id in (i.id, i.duplicate_of) and not ${notExcluded(me)})`;

/** The intake ledger: what became of every message that reached us, newest first, and its raw bytes. */
export const intakeRoutes = (app: Http, { db, actorOf }: Pick<TicketDeps, 'db' | 'actorOf'>): void => {
  app.get(
    '/api/intake',
    { config: { may: 'intake.read' }, schema: { querystring: ledgerQuery, response: { 200: intakePage } } },
    async (request) => {
      const { cursor, limit } = request.query;
      const { rows } = await db.query<IntakeRow>({
        name: 'intake_read',
        text: `select i.id, i.received_at as "receivedAt", b.address as mailbox,
            coalesce(i.from_address, i.envelope_from) as "from", i.size, i.verdict, i.why, i.ticket_id as "ticketId",
            t.number as "ticketNumber", i.last_error as error
          from intake i join mailbox b on b.id = i.mailbox_id left join ticket t on t.id = i.ticket_id
          where i.id < $1 and ${notKeptFrom('$3')} order by i.id desc limit $2`,
        values: [cursor, limit + 1, actorOf(request).personId],
      });
      const items = rows.slice(0, limit);
      return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.id) : null };
    },
  );

  app.get(
    '/api/intake/:id/raw',
    { config: { may: 'intake.read' }, schema: { params: ticketParams } },
    async (request, reply) => {
      const { rows } = await db.query<{ hash: Buffer }>(
        `select i.blob_hash as hash from intake i where i.id = $1 and ${notKeptFrom('$2')}`,
        [request.params.id, actorOf(request).personId],
      );
      if (rows[0] === undefined) throw notFound();
      return reply.headers(rawMailHeaders(`intake-${request.params.id}.eml`)).send(await readBlob(db, rows[0].hash));
    },
  );
};

/** Somebody else's bytes, to be saved and looked at as text. */
const rawMailHeaders = (name: string): Record<string, string> => ({
  'content-type': 'text/plain; charset=utf-8',
  'content-disposition': `attachment; filename="${name}"`,
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
});
