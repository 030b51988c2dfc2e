import { z } from 'zod';
import { idInUrl } from '#contract/common.ts';
import { configName } from '#contract/config.ts';
import { configKind, versionDetail, versionList } from '#contract/config-draft.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { isCompany, keepUp } from './company-kinds.ts';
import { checkVersion, type ConfigDraft } from './config-body.ts';
import { findVersion, listVersions } from './config-draft-store.ts';
import type { DraftDeps } from './config-draft-routes.ts';
import { lockActive, lockPublishing } from './config-read-store.ts';
import { wireOf } from './config-wire.ts';
import { refuseNeverOpen } from './config-publish.ts';
import { publishWithUsers, upToDate } from './renewal.ts';

const params = z.object({ id: idInUrl });
const ofName = z.object({ kind: configKind, name: configName });

/** The history of rules: who wrote and who published each version, and going back to one. */
export const versionRoutes = (app: Http, { db, clock, actorOf }: DraftDeps): void => {
  const readOne = async (versionId: number) => {
    const found = await findVersion(db, versionId);
    if (found === null) throw notFound();
    return { ...found, body: (await wireOf(db, found.kind, found.body)) as Record<string, unknown> };
  };

  app.get(
    '/api/config/versions',
    { config: { may: 'config.read' }, schema: { querystring: ofName, response: { 200: versionList } } },
    ({ query: { kind, name } }) =>
      db.withTransaction(async (tx) => {
        if (isCompany(kind)) await keepUp(tx, await clock.now(tx));
        return { items: await listVersions(tx, kind, name) };
      }),
  );

  app.get(
    '/api/config/versions/:id',
    { config: { may: 'config.read' }, schema: { params, response: { 200: versionDetail } } },
    (request) => readOne(request.params.id),
  );

  // two people have published it before: going back to it is one person's to do, and at once
  app.post(
    '/api/config/versions/:id/restoration',
    { config: { may: 'config.publish' }, schema: { params, response: { 200: versionDetail } } },
    async (request) => {
      const restored = await db.withTransaction(async (tx) => {
        const old = await findVersion(tx, request.params.id);
        if (old === null) throw notFound();
        await lockPublishing(tx);
        await lockActive(tx, old.kind, old.name);
        if ((await findVersion(tx, old.id))?.active) throw new HttpProblem(409, 'version_active');
        // what it says comes back; the hours and steps that it names are those of now
        const draft = await upToDate(tx, { kind: old.kind, name: old.name, body: old.body } as unknown as ConfigDraft);
        const checked = checkVersion({ id: -1, ...draft });
        if (!checked.ok) throw new HttpProblem(422, 'config_invalid');
        const now = await clock.now(tx);
        await refuseNeverOpen(tx, { ...draft, version: checked.version }, now);
        const { personId } = actorOf(request);
        return publishWithUsers(tx, draft, now, {
          draftedBy: old.draftedBy?.id ?? null,
          publishedBy: personId,
          publishedAs: 'alone',
          copiedFrom: old.version,
        });
      });
      return readOne(restored);
    },
  );
};
