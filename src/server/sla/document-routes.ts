import { z } from 'zod';
import { language } from '#contract/common.ts';
import { findZone } from '#core/sla/business-hours.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { keepUp } from './company-kinds.ts';
import type { DraftDeps } from './config-draft-routes.ts';
import { PAGE_HEADERS, toMarkdown, toPage } from './document-blocks.ts';
import { readDocument } from './read-document.ts';

const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).transform((text) => Date.parse(text));
const wanted = z.object({
  language: language.default('en'),
  format: z.enum(['html', 'markdown']).default('html'),
  /** As it stood then; without it, now. */
  at: moment.optional(),
  /** With what changed since then. */
  since: moment.optional(),
  /** The zone its moments are told in. */
  timeZone: z
    .string()
    .max(60)
    .refine((zone) => findZone(zone) !== null, 'unknown time zone')
    .default('UTC'),
});

/** The escalation document, to be read, printed and compared. */
export const documentRoutes = (app: Http, { db, clock }: Pick<DraftDeps, 'db' | 'clock'>): void => {
  app.get(
    '/api/escalation-document',
    { config: { may: 'config.read' }, schema: { querystring: wanted } },
    async (request, reply) => {
      const { format, at, since = null, ...rest } = request.query;
      await db.withTransaction(async (tx) => keepUp(tx, await clock.now(tx)));
      const blocks = await db.withTransaction(
        async (tx) => readDocument(tx, { ...rest, since, at: at ?? (await clock.now(tx)) }),
        { isolation: 'repeatable read' },
      );
      if (format === 'markdown') return reply.type('text/markdown; charset=utf-8').send(toMarkdown(blocks));
      return reply.headers(PAGE_HEADERS).send(toPage(blocks, rest.language));
    },
  );
};
