import { z } from 'zod';
import {
  calendarConfig,
  calendarList,
  configName,
  intakeRulesConfig,
  intakeRulesList,
  matrixConfig,
  matrixList,
  pathConfig,
  pathList,
  policyConfig,
  policyList,
  publishCalendar,
  publishIntakeRules,
  publishMatrix,
  publishPath,
  publishPolicy,
} from '#contract/config.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import type { ConfigDraft } from './config-body.ts';
import { draftRoutes, type DraftDeps } from './config-draft-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { isAlone, prepare, publishPrepared } from './config-publish.ts';
import { lockPublishing } from './config-read-store.ts';
import { versionRoutes } from './config-version-routes.ts';
import { readConfig } from './config-wire.ts';
import { rolloutRoutes } from './rollout-routes.ts';

const params = z.object({ name: configName });

/** Calendars, SLA policies and escalation paths: what is active, and publishing the next version of each. */
export const configRoutes = (app: Http, deps: DraftDeps): void => {
  documentRoutes(app, deps);
  draftRoutes(app, deps);
  versionRoutes(app, deps);
  rolloutRoutes(app, deps);
  kindRoutes(app, deps, {
    kind: 'calendar',
    url: '/api/calendars',
    list: calendarList,
    one: calendarConfig,
    publish: publishCalendar,
  });
  kindRoutes(app, deps, {
    kind: 'policy',
    url: '/api/policies',
    list: policyList,
    one: policyConfig,
    publish: publishPolicy,
  });
  kindRoutes(app, deps, { kind: 'path', url: '/api/paths', list: pathList, one: pathConfig, publish: publishPath });
  kindRoutes(app, deps, {
    kind: 'intake_rules',
    url: '/api/intake-rules',
    list: intakeRulesList,
    one: intakeRulesConfig,
    publish: publishIntakeRules,
  });
  kindRoutes(app, deps, {
    kind: 'matrix',
    url: '/api/matrices',
    list: matrixList,
    one: matrixConfig,
    publish: publishMatrix,
  });
};

type OfKind = {
  kind: ConfigDraft['kind'];
  url: string;
  list: z.ZodType;
  one: z.ZodType;
  publish:
    | typeof publishCalendar
    | typeof publishPolicy
    | typeof publishPath
    | typeof publishIntakeRules
    | typeof publishMatrix;
};

const kindRoutes = (app: Http, { db, clock, actorOf }: DraftDeps, { kind, url, list, one, ...of }: OfKind): void => {
  const readOne = async (name: string) => {
    const [found] = await readConfig(db, kind, name);
    if (found === undefined) throw notFound();
    return found;
  };

  app.get(url, { config: { may: 'config.read' }, schema: { response: { 200: list } } }, async () => ({
    items: await readConfig(db, kind),
  }));

  app.get(`${url}/:name`, { config: { may: 'config.read' }, schema: { params, response: { 200: one } } }, (request) =>
    readOne(request.params.name),
  );

  app.put(
    `${url}/:name`,
    { config: { may: 'config.publish' }, schema: { params, body: of.publish, response: { 200: one } } },
    async (request) => {
      const { name } = request.params;
      const { body, basedOn } = request.body;
      const { personId } = actorOf(request);
      await db.withTransaction(async (tx) => {
        await lockPublishing(tx);
        const prepared = await prepare(tx, kind, name, body);
        if (!(await isAlone(tx, personId))) throw new HttpProblem(409, 'second_person_needed');
        const by = { basedOn, draftedBy: personId, publishedBy: personId, alone: true };
        await publishPrepared(tx, prepared, by, await clock.now(tx));
      });
      return readOne(name);
    },
  );
};
