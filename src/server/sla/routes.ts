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
import type { Clock } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Http } from '#server/platform/http/build-http.ts';
import { HttpProblem, notFound } from '#server/platform/http/problem.ts';
import { checkVersion, type ConfigDraft } from './config-body.ts';
import { misnamed } from './config-names.ts';
import { lockActive } from './config-read-store.ts';
import { asKept, readConfig } from './config-wire.ts';
import { publish } from './store.ts';

type ConfigDeps = { db: Database; clock: Clock };

const params = z.object({ name: configName });

/** Calendars, SLA policies and escalation paths: what is active, and publishing the next version of each. */
export const configRoutes = (app: Http, deps: ConfigDeps): void => {
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

const kindRoutes = (app: Http, { db, clock }: ConfigDeps, { kind, url, list, one, ...of }: OfKind): void => {
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
      await db.withTransaction(async (tx) => {
        const active = await lockActive(tx, kind, name);
        if (basedOn !== undefined && basedOn !== active) throw new HttpProblem(409, 'config_changed');
        const wrong = kind === 'intake_rules' || kind === 'matrix' ? misnamed(name) : [];
        if (wrong.length > 0) throw new HttpProblem(422, 'config_invalid', { errors: wrong });
        const kept = await asKept(tx, kind, body);
        if (!kept.ok) throw new HttpProblem(422, 'config_invalid', { errors: kept.errors });
        const checked = checkVersion({ id: 0, kind, name, body: kept.body });
        if (!checked.ok) {
          const errors = checked.faults.map((fault) => ({ ...fault, path: `body.${fault.path}` }));
          throw new HttpProblem(422, 'config_invalid', { errors });
        }
        await publish(tx, { kind, name, body: kept.body } as ConfigDraft, await clock.now(tx));
      });
      return readOne(name);
    },
  );
};
