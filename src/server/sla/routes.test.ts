import { expect, test } from 'vitest';
import { MINUTE } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const sanja = await server.as(desk.sanja);
const ivana = await server.as(desk.ivana);

test('what is active is read with names instead of numbers, and with every version there was', async () => {
  const { items } = (await ivana.get('/api/policies')).json();
  expect(items).toMatchObject([
    {
      name: 'Standard',
      version: 1,
      versionId: desk.policyVersionId,
      body: { path: 'Billing', targets: [{ kind: 'first_reply', calendar: 'Always', warnPercents: [50, 80] }] },
      uses: [
        { kind: 'path', name: 'Billing', version: 1, active: true },
        { kind: 'calendar', name: 'Always', version: 1, active: true },
      ],
      versions: [{ id: desk.policyVersionId, version: 1 }],
    },
  ]);
  const path = (await ivana.get('/api/paths/Billing')).json();
  expect(path).toMatchObject({ body: { calendar: 'Always', lastResort: [desk.sanja] }, people: [{ name: 'Sanja' }] });
  expect((await ivana.get('/api/calendars/None')).statusCode).toBe(404);
  expect((await (await server.as(desk.petra)).get('/api/paths')).statusCode).toBe(403);
});

test('what was read may be edited and sent back: the next version, for new tickets only', async () => {
  const before = await desk.opens();
  const { body, version } = (await sanja.get('/api/policies/Standard')).json();
  body.targets[0].targetMs.S3 = 5 * MINUTE;
  const put = (extra: object) => sanja.ask('PUT', '/api/policies/Standard', { body, ...extra });
  const done = await put({ basedOn: version });
  expect([done.statusCode, done.json()]).toMatchObject([
    200,
    { version: 2, versions: [{ version: 2 }, { version: 1 }] },
  ]);
  const stale = await put({ basedOn: version });
  expect([stale.statusCode, stale.json().code]).toEqual([409, 'config_changed']);
  expect((await sanja.get(`/api/tickets/${before}`)).json().clock.targetMs).toBe(60 * MINUTE);
  expect((await ivana.ask('PUT', '/api/policies/Standard', { body })).statusCode).toBe(403);

  const path = (await sanja.get('/api/paths/Billing')).json();
  expect((await sanja.ask('PUT', '/api/paths/Billing', { body: path.body })).json().version).toBe(2);
  const used = (await sanja.get('/api/policies/Standard')).json();
  expect(used.uses[0]).toEqual({ kind: 'path', name: 'Billing', version: 2, active: true });
});

test('a calendar that cannot be is refused in words that say where', async () => {
  const put = (week: object) =>
    sanja.ask('PUT', '/api/calendars/Office', { body: { timeZone: 'Europe/Zagreb', week } });
  const refused = await put({ mon: [['16:00', '08:00']] });
  expect([refused.statusCode, refused.json().code, refused.json().errors]).toEqual([
    422,
    'config_invalid',
    [{ path: 'body.week.mon[0]', code: 'ends_before_it_starts', message: 'It ends before it starts.' }],
  ]);
  expect((await put({ mon: [['08:00', '16:00']] })).json()).toMatchObject({ name: 'Office', version: 1 });
});

test('what names nothing is refused where it does', async () => {
  const { body } = (await sanja.get('/api/paths/Billing')).json();
  body.calendar = 'Nowhere';
  body.lastResort = [desk.sanja, desk.ana];
  body.steps[0].targets = [{ type: 'tier', teamId: 999_999, tier: 2 }];
  const refused = (await sanja.ask('PUT', '/api/paths/Billing', { body })).json();
  expect(refused.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)).toEqual([
    'body.calendar unknown',
    'body.lastResort.1 unknown',
    'body.steps.0.targets.0.teamId unknown',
  ]);
  expect((await sanja.ask('PUT', '/api/paths/Billing', { body: { ...body, extra: 1 } })).statusCode).toBe(400);
});

test('a target whose policy does not say when it warns does so at half, at four fifths and near its end; a policy may say never', async () => {
  const { body } = (await sanja.get('/api/policies/Standard')).json();
  const [{ warnPercents: _, ...target }] = body.targets;
  const publishes = async (said: object) => {
    const answer = await sanja.ask('PUT', '/api/policies/Warning', {
      body: { ...body, targets: [{ ...target, ...said }] },
    });
    expect(answer.statusCode).toBe(200);
    return (await sanja.get('/api/policies/Warning')).json().body.targets[0].warnPercents;
  };
  expect(await publishes({})).toEqual([50, 80, 95]);
  expect(await publishes({ warnPercents: [] })).toEqual([]);
});

test('two who publish the same name at one moment make two versions', async () => {
  const { body } = (await sanja.get('/api/calendars/Always')).json();
  const answers = await Promise.all([1, 2, 3].map(() => sanja.ask('PUT', '/api/calendars/Always', { body })));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect((await sanja.get('/api/calendars/Always')).json().version).toBe(4);
});

test('a path that could not work is refused at the place that is wrong, and what it may call is kept', async () => {
  const { body } = (await sanja.get('/api/paths/Billing')).json();
  const publishes = async (changes: object) =>
    await sanja.ask('PUT', '/api/paths/Billing', { body: { ...body, ...changes } });
  const [first, second] = body.steps;
  const hasty = await publishes({ steps: [first, { ...second, waitMs: 59_000 }] });
  expect([hasty.statusCode, hasty.json().errors]).toMatchObject([
    422,
    [{ path: 'body.steps.1.waitMs', code: 'out_of_range' }],
  ]);
  const patient = await publishes({ steps: [{ ...first, waitMs: 9_001 * 60_000 }] });
  expect(patient.statusCode).toBe(422);
  for (const wrong of [{ lastResort: [] }, { repeat: 6 }, { repeat: -1 }, { steps: [] }, { onEmpty: 'wait' }]) {
    expect((await publishes(wrong)).statusCode).toBe(400);
  }
  const nobody = [{ type: 'rotation', rotationId: 'billing', personIds: [desk.marko, 999_999] }];
  expect((await publishes({ steps: [{ ...first, targets: nobody }] })).json().errors).toMatchObject([
    { path: 'body.steps.0.targets.0.personIds.1' },
  ]);
  const targets = [
    { type: 'skill', skillId: 1, level: 2 },
    { type: 'on_duty', dutyListId: 1 },
    { type: 'rotation', rotationId: 'billing', personIds: [desk.marko, desk.lea] },
    { type: 'manager', personId: null },
    { type: 'team', teamId: null },
  ];
  const step = {
    ...first,
    waitMs: 9_000 * 60_000,
    targets,
    everyoneAcknowledges: true,
    guarded: true,
    calledOn: [{ type: 'signal', kind: 'legal_threat' }],
  };
  expect((await publishes({ steps: [step], tellsNewcomers: false })).statusCode).toBe(200);
  expect((await sanja.get('/api/paths/Billing')).json().body).toMatchObject({ steps: [step], tellsNewcomers: false });
});
