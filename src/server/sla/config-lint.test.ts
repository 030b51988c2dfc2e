import { expect, test } from 'vitest';
import { DAY, HOUR } from '#core/time.ts';
import { manualClock } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { addAbsence } from '#server/people/absence-store.ts';
import { activeVersion, publish, type MatrixBody, type PathBody } from '#server/sla/store.ts';
import { seedDemo } from '#seed/seed-demo.ts';
import { testDatabase } from '#test/harness/database.ts';
import { doorWith, MONDAY } from '#test/harness/desk.ts';
import { lintWith } from './config-lint.ts';

const db = await testDatabase();
await db.withTransaction((tx) => seedDemo(tx, doorWith(manualClock(MONDAY)), MONDAY, { everyday: false }));

class Undone extends Error {}

/** What is found after a fault was planted; the fault is gone afterwards. */
const findingsAfter = async (plant: (tx: Tx) => Promise<unknown>) => {
  let found: string[] = [];
  const planted = db.withTransaction(async (tx) => {
    await plant(tx);
    found = (await lintWith(tx, [], MONDAY)).map(
      ({ code, place, values }) =>
        `${code} ${place.name} ${place.field}${'team' in values ? ` ${values['team']}` : ''}`,
    );
    throw new Undone();
  });
  await expect(planted).rejects.toThrow(Undone);
  return found;
};
const personId = async (tx: Tx, login: string): Promise<number> =>
  (await tx.query<{ id: number }>('select id from person where email = $1', [`${login}@bura.example`])).rows[0]!.id;
const bodyOf = async <Body>(tx: Tx, kind: 'path' | 'matrix', name: string): Promise<Body> => {
  const id = await activeVersion(tx, kind, name);
  return (await tx.query<{ body: Body }>('select body from config_version where id = $1', [id])).rows[0]!.body;
};

test('nothing is wrong with the demo company', async () => {
  expect(await findingsAfter(async () => undefined)).toEqual([]);
});

test('a specialist who left, and a last resort that cannot be told', async () => {
  expect(
    await findingsAfter((tx) => tx.query(`update person set active = false where email = 'marko@bura.example'`)),
  ).toEqual(['empty_target Orders steps.0.targets Billing', 'empty_target Standard steps.0.targets Billing']);
  const found = await findingsAfter((tx) =>
    tx.query(`update person set email = null, auth_user_id = null where email = 'sanja@bura.example'`),
  );
  expect(found).toContain('no_last_resort Standard lastResort');
  expect(found.filter((each) => each.startsWith('empty_target Standard steps.2'))).toHaveLength(1);
});

test('a day on which everybody of a path is away', async () => {
  const found = await findingsAfter(async (tx) => {
    // Wednesday of the third week
    const from = MONDAY - 9 * HOUR + 16 * DAY;
    for (const login of ['marko', 'ivana', 'sanja']) {
      const absence = { from, until: from + DAY, reason: 'training' as const, standInId: null };
      await addAbsence(tx, { personId: await personId(tx, login), ...absence }, MONDAY);
    }
  });
  expect(found).toEqual([
    'nobody_reachable Orders steps Billing',
    'nobody_reachable Standard steps Billing',
    // in the afternoon of Zagreb it is night in Manila
    'nobody_reachable Standard steps Orders',
  ]);
});

test('rows, steps, managers and names', async () => {
  const matrix = await findingsAfter(async (tx) => {
    const body = await bodyOf<MatrixBody>(tx, 'matrix', 'main');
    const rows = [...body.rows, { ...body.rows[0]!, id: 'Again' }];
    await publish(tx, { kind: 'matrix', name: 'main', body: { ...body, rows } }, MONDAY);
  });
  expect(matrix).toEqual(['row_shadowed main rows.2']);
  const steps = await findingsAfter(async (tx) => {
    const body = await bodyOf<PathBody>(tx, 'path', 'Standard');
    const [first, ...rest] = body.steps;
    const named = { ...first!, names: { hr: 'Stručnjak' } };
    await publish(tx, { kind: 'path', name: 'Standard', body: { ...body, steps: [named, ...rest, first!] } }, MONDAY);
  });
  expect(steps).toEqual([
    'step_loop Standard steps.3',
    'missing_translation main topicNames.order',
    'missing_translation main topicNames.refund',
    'missing_translation Orders steps.0.names',
    'missing_translation Orders steps.1.names',
    'missing_translation Orders steps.2.names',
    'missing_translation Refunds steps.0.names',
    'missing_translation Refunds steps.1.names',
    'missing_translation Refunds steps.2.names',
    'missing_translation Standard steps.1.names',
    'missing_translation Standard steps.2.names',
    'missing_translation Standard steps.3.names',
  ]);
  const managers = await findingsAfter(async (tx) =>
    tx.query('update person set manager_id = $1 where id = $2', [
      await personId(tx, 'petra'),
      await personId(tx, 'vesna'),
    ]),
  );
  expect(managers).toEqual(['manager_loop Orders steps']);
});

test('steps that nobody may do, gates, signals and thresholds', async () => {
  const withRefunds = (changes: (body: PathBody) => Partial<PathBody>) =>
    findingsAfter(async (tx) => {
      const body = await bodyOf<PathBody>(tx, 'path', 'Refunds');
      await publish(tx, { kind: 'path', name: 'Refunds', body: { ...body, ...changes(body) } }, MONDAY);
    });
  const davor = await db.withTransaction((tx) => personId(tx, 'davor'));
  const byDavor = await withRefunds(({ steps: [desk, ...rest] }) => ({
    steps: [{ ...desk!, targets: [{ type: 'person', personId: davor }] }, ...rest],
  }));
  expect(byDavor).toContain('nobody_may_take Refunds steps.0.targets Billing, Orders, Technical');
  const unlimited = await findingsAfter((tx) => tx.query(`delete from approval_limit where role = 'approver'`));
  expect(unlimited).toEqual(['nobody_may_approve Refunds steps.1.targets Billing, Orders, Technical']);
  expect(await withRefunds(() => ({ gates: [{ reason: 'sla_at_risk', afterDue: true }] }))).toEqual([
    'gate_too_late Refunds gates.0.afterDue',
  ]);
  expect(
    await withRefunds(({ steps }) => ({
      steps: steps.map(({ promise: _none, ...step }) => step),
      signals: { promiseAtRiskPercent: 50 },
    })),
  ).toEqual(['signal_never Refunds steps.2.calledOn.1', 'rule_never Refunds signals.promiseAtRiskPercent']);
  expect(await withRefunds(() => ({ thresholds: [{ signal: 'anger', least: 1 }] }))).toEqual([
    'threshold_out_of_range Refunds thresholds.0.least',
  ]);
});
