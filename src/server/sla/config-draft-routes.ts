import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import {
  changeDraft,
  createDraft,
  draftDetail,
  draftList,
  findingList,
  publishDraft,
  type DraftDetail,
} from '#contract/config-draft.ts';
import type { Actor } from '#core/people/roles.ts';
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { keepUp } from './company-kinds.ts';
import { activeNumber, isUpToDate, lockPublishing } from './config-read-store.ts';
import {
  addDraft,
  findDraft,
  listDrafts,
  lockDraft,
  rewriteDraft,
  settleDraft,
  type KeptDraft,
} from './config-draft-store.ts';
import { lintWith } from './config-lint.ts';
import { lintPrepared, prepare, publishPrepared, refuseNeverOpen, stopping, whyNotPublish } from './config-publish.ts';

type PersonActor = Extract<Actor, { kind: 'person' }>;
export type DraftDeps = {
  db: Database;
  clock: Clock;
  actorOf: (request: { actor: PersonActor | null }) => PersonActor;
};

const params = z.object({ id: idInUrl });
const detailed = { params, response: { 200: draftDetail } };

type ReadOne = (actor: PersonActor, draftId: number) => Promise<DraftDetail>;

/** Drafts of rules: one person writes, the lint looks, a second person publishes. */
export const draftRoutes = (app: Http, deps: DraftDeps): void => {
  const readOne: ReadOne = (actor, draftId) =>
    deps.db.withTransaction(async (tx) => {
      const draft = await findDraft(tx, draftId);
      if (draft === null) throw notFound();
      return detailOf(tx, actor, draft, deps.clock);
    });
  readRoutes(app, deps, readOne);
  writeRoutes(app, deps, readOne);
  publicationRoute(app, deps, readOne);
};

const readRoutes = (app: Http, { db, clock, actorOf }: DraftDeps, readOne: ReadOne): void => {
  app.get('/api/config/findings', { config: { may: 'config.read' }, schema: { response: { 200: findingList } } }, () =>
    db.withTransaction(async (tx) => ({ items: await lintWith(tx, [], await clock.now(tx)) })),
  );

  app.get(
    '/api/config/drafts',
    { config: { may: 'config.read' }, schema: { response: { 200: draftList } } },
    async () => ({
      items: await listDrafts(db),
    }),
  );

  app.get('/api/config/drafts/:id', { config: { may: 'config.read' }, schema: detailed }, (request) =>
    readOne(actorOf(request), request.params.id),
  );
};

const writeRoutes = (app: Http, { db, clock, actorOf }: DraftDeps, readOne: ReadOne): void => {
  app.post(
    '/api/config/drafts',
    { config: { may: 'config.draft' }, schema: { body: createDraft, response: { 201: draftDetail } } },
    async (request, reply) => {
      const { kind, name, body, note = null, basedOn } = request.body;
      const actor = actorOf(request);
      const made = await db.withTransaction(async (tx) => {
        const now = await clock.now(tx);
        await keepUp(tx, now);
        const { version } = await prepare(tx, kind, name, body);
        await refuseNeverOpen(tx, { kind, name, version }, now);
        const base = basedOn ?? (await activeNumber(tx, kind, name));
        return addDraft(tx, { kind, name, body, note, basedOn: base, by: actor.personId }, now);
      });
      return reply
        .status(201)
        .header('location', `/api/config/drafts/${made}`)
        .send(await readOne(actor, made));
    },
  );

  app.put(
    '/api/config/drafts/:id',
    { config: { may: 'config.draft' }, schema: { ...detailed, body: changeDraft } },
    async (request) => {
      const { body, note = null, basedOn, revision } = request.body;
      const actor = actorOf(request);
      const draftId = request.params.id;
      await db.withTransaction(async (tx) => {
        const draft = await openDraft(tx, draftId, revision);
        const { kind, name } = draft;
        const now = await clock.now(tx);
        const { version } = await prepare(tx, kind, name, parsedAs(kind, name, body));
        await refuseNeverOpen(tx, { kind, name, version }, now);
        const base = basedOn ?? draft.basedOn;
        await rewriteDraft(tx, { id: draftId, body, note, basedOn: base, by: actor.personId }, now);
      });
      return readOne(actor, draftId);
    },
  );

  app.delete(
    '/api/config/drafts/:id',
    { config: { may: 'config.draft' }, schema: { params, response: { 204: z.null().describe('It is discarded.') } } },
    async (request, reply) => {
      await db.withTransaction(async (tx) => {
        const draft = await lockDraft(tx, request.params.id);
        if (draft?.state !== 'open') throw notFound();
        const by = actorOf(request).personId;
        await settleDraft(tx, { id: draft.id, by, versionId: null }, await clock.now(tx));
      });
      return reply.status(204).send(null);
    },
  );
};

const publicationRoute = (app: Http, { db, clock, actorOf }: DraftDeps, readOne: ReadOne): void => {
  app.put(
    '/api/config/drafts/:id/publication',
    { config: { may: 'config.publish' }, schema: { ...detailed, body: publishDraft } },
    async (request) => {
      const actor = actorOf(request);
      await db.withTransaction(async (tx) => {
        await lockPublishing(tx);
        const draft = await openDraft(tx, request.params.id, request.body.revision);
        const no = await whyNotPublish(tx, actor, draft);
        if (no !== null) throw new HttpProblem(409, no);
        const now = await clock.now(tx);
        await keepUp(tx, now);
        const { id: draftId, basedOn, draftedBy } = draft;
        const by = {
          basedOn,
          draftedBy: draftedBy.id,
          publishedBy: actor.personId,
          alone: draftedBy.id === actor.personId,
        };
        const prepared = await prepare(tx, draft.kind, draft.name, draft.body);
        const versionId = await publishPrepared(tx, prepared, by, now);
        await settleDraft(tx, { id: draftId, by: actor.personId, versionId }, now);
      });
      return readOne(actor, request.params.id);
    },
  );
};

/** What a draft is judged by is the kind it has; the body of a change does not name it. */
const parsedAs = (kind: KeptDraft['kind'], name: string, body: unknown): unknown => {
  const parsed = createDraft.safeParse({ kind, name, body });
  if (parsed.success) return parsed.data.body;
  const errors = parsed.error.issues
    .slice(0, 20)
    .map(({ path, code, message }) => ({ path: path.join('.'), code, message }));
  throw new HttpProblem(422, 'config_invalid', { errors });
};

const openDraft = async (tx: Tx, draftId: number, revision: number): Promise<KeptDraft> => {
  const draft = await lockDraft(tx, draftId);
  if (draft?.state !== 'open') throw notFound();
  if (draft.revision !== revision) throw new HttpProblem(409, 'draft_changed');
  return draft;
};

const detailOf = async (tx: Tx, actor: PersonActor, draft: KeptDraft, clock: Clock): Promise<DraftDetail> => {
  if (draft.state !== 'open') return { ...draft, findings: [], mayPublish: 'config_changed' };
  const { kind, name } = draft;
  const findings = await lintPrepared(tx, await prepare(tx, kind, name, draft.body), await clock.now(tx));
  const no = await whyNotPublish(tx, actor, draft);
  const moved = (await isUpToDate(tx, kind, name, draft.basedOn)) ? null : 'config_changed';
  const faulty = stopping(findings, kind, name).length > 0 ? 'config_has_faults' : null;
  return { ...draft, findings, mayPublish: no ?? moved ?? faulty };
};
