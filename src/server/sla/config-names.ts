import type { z } from 'zod';
import { MAIN, type intakeRulesBody, type matrixBody } from '#contract/intake-matrix.ts';
import { plansOf } from '#core/matrix/choose-plan.ts';
import type { Matrix } from '#core/matrix/matrix.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { FieldProblem } from '#server/platform/http/problem.ts';
import { namesOf, versionsNamed } from './config-read-store.ts';

type RulesWire = z.infer<typeof intakeRulesBody>;
type MatrixWire = z.infer<typeof matrixBody>;

const unknown = (path: string): FieldProblem => ({ path, code: 'unknown' });

/** There is one of each: under another name it would be asked by nobody. */
export const misnamed = (name: string): FieldProblem[] => (name === MAIN ? [] : [{ path: 'name', code: 'only_main' }]);

/** The teams that rules name. */
export const teamsIn = ({ rules }: RulesWire): number[] => [...new Set(rules.flatMap(({ give }) => give.teamId ?? []))];

/** What intake rules name that is not there. */
export const unknownToRules = async (tx: Tx, body: RulesWire): Promise<FieldProblem[]> => {
  const { teams } = await namesOf(tx, { people: [], teams: teamsIn(body) });
  return body.rules.flatMap(({ give: { teamId } }, index) =>
    teamId === undefined || teams.some(({ id }) => id === teamId) ? [] : unknown(`body.rules.${index}.give.teamId`),
  );
};

/** What a matrix names that was never published. */
export const unknownToMatrix = async (tx: Tx, body: MatrixWire): Promise<FieldProblem[]> => {
  const plans = plansOf(body as Matrix);
  const hours = body.rows.map(({ when }) => when.hours?.calendar);
  const policies = await versionsNamed(
    tx,
    'policy',
    plans.map(({ policy }) => policy),
  );
  const paths = await versionsNamed(
    tx,
    'path',
    plans.flatMap(({ path }) => path ?? []),
  );
  const calendars = await versionsNamed(
    tx,
    'calendar',
    hours.flatMap((name) => name ?? []),
  );
  return plans.flatMap(({ policy, path }, index) => {
    const at = index === body.rows.length ? 'body.otherwise' : `body.rows.${index}.plan`;
    const calendar = hours[index];
    return [
      ...(policies.has(policy) ? [] : [unknown(`${at}.policy`)]),
      ...(path === undefined || paths.has(path) ? [] : [unknown(`${at}.path`)]),
      ...(calendar === undefined || calendars.has(calendar) ? [] : [unknown(`body.rows.${index}.when.hours.calendar`)]),
    ];
  });
};
