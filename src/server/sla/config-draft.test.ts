import { expect, test } from 'vitest';
import type { DraftDetail, VersionDetail } from '#contract/config-draft.ts';
import { addPerson } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const [sanja, ivana] = [await server.as(desk.sanja), await server.as(desk.ivana)];
const { body: path } = (await sanja.get('/api/paths/Billing')).json();
const { body: calendar } = (await sanja.get('/api/calendars/Always')).json();
const nikolaId = await addPerson(
  db,
  {
    name: 'Nikola',
    email: 'nikola@bura.example',
    role: 'admin',
    tier: null,
    language: 'hr',
    timeZone: 'Europe/Zagreb',
  },
  MONDAY,
);

const draft = async (by: typeof sanja, body: object): Promise<DraftDetail> =>
  (await by.ask('POST', '/api/config/drafts', body)).json();
const publishes = (by: typeof sanja, { id, revision }: DraftDetail) =>
  by.ask('PUT', `/api/config/drafts/${id}/publication`, { revision });
const history = async (kind: string, name: string): Promise<VersionDetail[]> =>
  (await sanja.get(`/api/config/versions?kind=${kind}&name=${name}`)).json().items;

test('whoever is alone publishes what they wrote, and the history says that they were alone', async () => {
  const written = await draft(sanja, { kind: 'calendar', name: 'Always', body: calendar, note: 'The same again' });
  expect(written).toMatchObject({
    revision: 1,
    basedOn: 1,
    draftedBy: { id: desk.sanja },
    mayPublish: null,
    findings: [],
  });
  expect((await publishes(sanja, written)).json()).toMatchObject({ state: 'published' });
  expect(await history('calendar', 'Always')).toMatchObject([
    { version: 2, active: true, publishedAs: 'alone', draftedBy: { name: 'Sanja' }, publishedBy: { name: 'Sanja' } },
    { version: 1, active: false, publishedAs: null, publishedBy: null },
  ]);
  // with what names it: from here on the path has two
  expect(await history('path', 'Billing')).toHaveLength(2);
});

test('where somebody else could look at it, one writes and another publishes', async () => {
  const nikola = await server.as(nikolaId);
  const written = await draft(sanja, { kind: 'path', name: 'Billing', body: { ...path, repeat: 2 } });
  expect(written.mayPublish).toBe('second_person_needed');
  expect((await publishes(sanja, written)).json().code).toBe('second_person_needed');
  expect((await sanja.ask('PUT', '/api/paths/Billing', { body: path })).json().code).toBe('second_person_needed');
  // a lead writes, and does not publish
  expect((await publishes(ivana, written)).statusCode).toBe(403);

  const body = { ...path, repeat: 3 };
  const changed = await nikola.ask('PUT', `/api/config/drafts/${written.id}`, { body, revision: 1 });
  expect(changed.json()).toMatchObject({
    revision: 2,
    draftedBy: { name: 'Nikola' },
    mayPublish: 'second_person_needed',
  });
  expect((await publishes(sanja, written)).json().code).toBe('draft_changed');
  expect((await publishes(sanja, changed.json())).statusCode).toBe(200);
  expect((await sanja.get('/api/paths/Billing')).json()).toMatchObject({ version: 3, body: { repeat: 3 } });
  expect((await history('path', 'Billing'))[0]).toMatchObject({
    publishedAs: 'second_person',
    draftedBy: { name: 'Nikola' },
    publishedBy: { name: 'Sanja' },
  });
  expect((await publishes(sanja, changed.json())).statusCode).toBe(404);
});

test('a draft of a version that is no longer active is not published over the newer one', async () => {
  const nikola = await server.as(nikolaId);
  const [one, other] = [
    await draft(ivana, { kind: 'path', name: 'Billing', body: { ...path, repeat: 0 } }),
    await draft(sanja, { kind: 'path', name: 'Billing', body: { ...path, repeat: 1 } }),
  ];
  expect((await publishes(nikola, one)).statusCode).toBe(200);
  expect((await nikola.get(`/api/config/drafts/${other.id}`)).json().mayPublish).toBe('config_changed');
  expect((await publishes(nikola, other)).json().code).toBe('config_changed');
  const again = { body: other.body, basedOn: 4, revision: other.revision };
  const rebased = (await sanja.ask('PUT', `/api/config/drafts/${other.id}`, again)).json();
  expect((await publishes(nikola, rebased)).statusCode).toBe(200);
});

test('what the lint finds stands on the draft, and what cannot work is not published', async () => {
  const nikola = await server.as(nikolaId);
  const steps = [{ ...path.steps[0], targets: [] }, path.steps[1]];
  const written = await draft(sanja, { kind: 'path', name: 'Billing', body: { ...path, steps } });
  expect(written.findings).toMatchObject([
    { code: 'empty_target', stops: true, place: { kind: 'path', name: 'Billing', field: 'steps.0.targets' } },
  ]);
  const refused = await publishes(nikola, written);
  expect([refused.statusCode, refused.json().code, refused.json().errors[0].path]).toEqual([
    422,
    'config_has_faults',
    'body.steps.0.targets',
  ]);
  expect((await sanja.get('/api/config/findings')).json().items).toEqual([]);
  expect((await sanja.ask('DELETE', `/api/config/drafts/${written.id}`)).statusCode).toBe(204);
  expect((await sanja.get('/api/config/drafts')).json().items).toEqual([]);
});

test('a draft that is impossible or names nothing is not put down', async () => {
  const wrong = { kind: 'path', name: 'Billing', body: { ...path, calendar: 'Nowhere' } };
  expect((await sanja.ask('POST', '/api/config/drafts', wrong)).json().errors).toMatchObject([
    { path: 'body.calendar' },
  ]);
  const good = await draft(sanja, { kind: 'calendar', name: 'Always', body: calendar });
  const put = await sanja.ask('PUT', `/api/config/drafts/${good.id}`, { body: { timeZone: 7 }, revision: 1 });
  expect([put.statusCode, put.json().errors[0].path]).toEqual([422, 'body.timeZone']);
});

test('hours that never open are neither kept nor published while a policy counts by them', async () => {
  const nikola = await server.as(nikolaId);
  const shut = { timeZone: 'Europe/Zagreb', week: {} };
  const never = { code: 'config_has_faults', errors: [{ path: 'body.week', code: 'calendar_never_open' }] };
  const asked = await sanja.ask('POST', '/api/config/drafts', { kind: 'calendar', name: 'Always', body: shut });
  expect([asked.statusCode, asked.json()]).toMatchObject([422, never]);
  const kept = await draft(sanja, { kind: 'calendar', name: 'Always', body: calendar });
  const changed = await sanja.ask('PUT', `/api/config/drafts/${kept.id}`, { body: shut, revision: 1 });
  expect([changed.statusCode, changed.json()]).toMatchObject([422, never]);
  // one that nothing counts by may be; a policy that would count by it may not
  const spare = await draft(sanja, { kind: 'calendar', name: 'Spare', body: shut });
  expect((await publishes(nikola, spare)).statusCode).toBe(200);
  const policy = (await sanja.get('/api/policies/Standard')).json().body;
  const targets = policy.targets.map((target: object) => ({ ...target, calendar: 'Spare' }));
  const counting = { kind: 'policy', name: 'Standard', body: { ...policy, targets } };
  expect((await sanja.ask('POST', '/api/config/drafts', counting)).json()).toMatchObject({
    errors: [{ path: 'body.targets.0.calendar', code: 'calendar_never_open' }],
  });
});

test('going back publishes a copy of what was, and open tickets keep what they have', async () => {
  const ticket = await desk.opens();
  const versions = await history('path', 'Billing');
  const first = versions.at(-1)!;
  const restored: VersionDetail = (await sanja.ask('POST', `/api/config/versions/${first.id}/restoration`)).json();
  expect(restored).toMatchObject({ version: versions[0]!.version + 1, copiedFrom: 1, active: true, body: path });
  const again = await sanja.ask('POST', `/api/config/versions/${restored.id}/restoration`);
  expect([again.statusCode, again.json().code]).toEqual([409, 'version_active']);
  const { rows } = await db.query('select policy_version_id as id from ticket where id = $1', [ticket]);
  expect(rows).toEqual([{ id: desk.policyVersionId }]);
});
