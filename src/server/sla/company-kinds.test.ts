import { expect, test, vi } from 'vitest';
import type { DraftDetail, VersionDetail } from '#contract/config-draft.ts';
import type { TeamBody } from '#contract/company.ts';
import { addMember, addPerson } from '#server/people/add-store.ts';
import { readConfigNames } from '#server/people/name-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { keepUp, makeNamed } from './company-kinds.ts';
import { applyThings, type Applied } from './config-apply.ts';
import { readThings, writeFileText } from './config-file.ts';
import { namedInFile, readFileText } from './config-file-read.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const details = { role: 'admin', tier: null, language: 'hr', timeZone: 'Europe/Zagreb' } as const;
const nikolaId = await addPerson(db, { name: 'Nikola', email: 'nikola@bura.example', ...details }, MONDAY);
const [sanja, nikola] = [await server.as(desk.sanja), await server.as(nikolaId)];

const draft = async (body: object): Promise<DraftDetail> =>
  (await sanja.ask('POST', '/api/config/drafts', body)).json();
const publishes = async ({ id, revision }: DraftDetail) =>
  nikola.ask('PUT', `/api/config/drafts/${id}/publication`, { revision });
const history = async (kind: string, name: string): Promise<VersionDetail[]> =>
  (await sanja.get(`/api/config/versions?kind=${kind}&name=${name}`)).json().items;
const bodyOf = async (id: number): Promise<TeamBody> => (await sanja.get(`/api/config/versions/${id}`)).json().body;
const membersOf = async (): Promise<string[]> =>
  (await sanja.get(`/api/teams/${desk.teamId}`))
    .json()
    .members.map(({ person }: { person: { name: string } }) => person.name);
const teamName = (await sanja.get(`/api/teams/${desk.teamId}`)).json().name as string;

const exported = (): Promise<string> =>
  db.withTransaction(async (tx) => {
    await keepUp(tx, desk.clock.current);
    return writeFileText(await readThings(tx), await readConfigNames(tx));
  });
const apply = (text: string): Promise<Applied> =>
  db.withTransaction(async (tx) => {
    await keepUp(tx, desk.clock.current);
    await makeNamed(tx, namedInFile(text));
    const read = readFileText(text, await readConfigNames(tx));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return applyThings(tx, read.things, desk.clock.current);
  });

test('a team has a history: what it was by hand, what two people published, and the way back', async () => {
  const [first] = await history('team', teamName);
  const before = await bodyOf(first!.id);
  expect([first, before]).toMatchObject([
    { version: 1, active: true, publishedAs: null },
    { mode: 'direct', overflowTeamId: null, members: expect.arrayContaining([{ personId: desk.ivana, leads: true }]) },
  ]);
  const without = before.members.filter(({ personId }) => personId !== desk.lea);
  const written = await draft({
    kind: 'team',
    name: teamName,
    body: { ...before, members: without, mode: 'push', offerMs: 60_000 },
  });
  expect(written).toMatchObject({ basedOn: 1, mayPublish: 'second_person_needed' });
  expect(await membersOf()).toContain('Lea');
  expect((await publishes(written)).json()).toMatchObject({ state: 'published' });
  expect(await membersOf()).not.toContain('Lea');
  const routing = await sanja.get(`/api/teams/${desk.teamId}/routing`);
  expect(routing.json()).toMatchObject({ mode: 'push', offerMs: 60_000 });

  const back = await sanja.ask('POST', `/api/config/versions/${first!.id}/restoration`);
  expect([back.statusCode, back.json().copiedFrom]).toEqual([200, 1]);
  expect(await membersOf()).toContain('Lea');
  expect((await sanja.get(`/api/teams/${desk.teamId}/routing`)).json().mode).toBe('direct');
});

test('what a hand changed since becomes a version of its own, and a draft from before it is not published over it', async () => {
  const [active] = await history('team', teamName);
  const written = await draft({ kind: 'team', name: teamName, body: await bodyOf(active!.id) });
  const admin = await nikola.ask('PUT', `/api/teams/${desk.teamId}/routing`, { answerMs: 300_000 });
  expect(admin.statusCode).toBe(200);
  expect((await publishes(written)).json().code).toBe('config_changed');
  const [newest] = await history('team', teamName);
  expect(newest).toMatchObject({ version: active!.version + 1, publishedAs: null });
  expect((await bodyOf(newest!.id)).answerMs).toBe(300_000);
});

test('the lint sees the company as a draft would leave it', async () => {
  const [active] = await history('team', teamName);
  const body = await bodyOf(active!.id);
  const members = body.members.filter(({ personId }) => personId !== desk.marko);
  const { findings } = await draft({ kind: 'team', name: teamName, body: { ...body, members } });
  expect(findings).toMatchObject([{ code: 'empty_target', place: { kind: 'path', name: 'Billing' } }]);
});

test('who has a skill and how much somebody holds are published alike; what is not there is named', async () => {
  const holders = [
    { personId: desk.marko, level: 3 },
    { personId: desk.petra, level: 1 },
  ];
  await publishes(await draft({ kind: 'skill', name: 'Refunds', body: { holders } }));
  const limits = { holders: [{ personId: desk.petra, most: { email: 5 } }] };
  await publishes(await draft({ kind: 'limits', name: 'main', body: limits }));
  const petra = (await nikola.get(`/api/people/${desk.petra}`)).json();
  expect(petra).toMatchObject({ skills: [{ name: 'Refunds', level: 1 }], capacity: { email: 5 } });
  expect(await history('skill', 'Refunds')).toMatchObject([{ version: 1, publishedAs: 'second_person' }]);

  const nobody = await sanja.ask('POST', '/api/config/drafts', {
    kind: 'skill',
    name: 'Refunds',
    body: { holders: [{ personId: 4_711, level: 1 }] },
  });
  expect(nobody.json()).toMatchObject({
    code: 'config_invalid',
    errors: [{ path: 'body.holders.0.personId', code: 'unknown' }],
  });
  const other = await sanja.ask('POST', '/api/config/drafts', { kind: 'limits', name: 'other', body: limits });
  expect(other.json().errors).toMatchObject([{ path: 'name', code: 'only_main' }]);
  const itself = { members: [], overflowTeamId: desk.teamId };
  const loop = await sanja.ask('POST', '/api/config/drafts', { kind: 'team', name: teamName, body: itself });
  expect(loop.json().errors).toMatchObject([{ path: 'body.overflowTeamId', code: 'unknown' }]);
});

test('what was changed by hand is put down once, also by two who notice at the same moment', async () => {
  const before = (await history('team', teamName)).length;
  await addMember(db, desk.teamId, desk.sanja, false);
  const notes = (tx: Tx): Promise<void> => keepUp(tx, desk.clock.current);
  let second: Promise<void> | undefined;
  await db.withTransaction(async (tx) => {
    await notes(tx);
    second = db.withTransaction(notes);
    // it has looked, and waits for the first
    const waits = async () => (await db.query('select from pg_locks where not granted')).rowCount !== 0;
    await vi.waitUntil(waits);
  });
  await second;
  expect(await history('team', teamName)).toHaveLength(before + 1);
});

test('in a file teams, skills and limits stand by name, and what is new in it may be named in it', async () => {
  const text = await exported();
  expect(text).toMatch(/skills:\n {2}Refunds:\n {4}holders:\n {6}- \{person: petra@bura\.example, level: 1\}\n/);
  expect(text).not.toMatch(/(person|team|skill)Id/i);
  expect(await apply(text)).toMatchObject({ changes: [], unmentioned: [] });

  const grown = text
    .replace('teams:\n', 'teams:\n  Night:\n    members:\n      - person: lea@bura.example\n        leads: true\n')
    .replace('skills:\n', 'skills:\n  Customs:\n    holders: []\n')
    .replace(
      '    answer: 5m\n',
      '    answer: 5m\n    overflowTeam: Night\n    needs: [{ topic: customs, skill: Customs, level: 2 }]\n',
    );
  const applied = await apply(grown);
  expect(applied.changes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'skill Customs',
    `team Night`,
    `team ${teamName}`,
  ]);
  const night = (await sanja.get('/api/teams')).json().items.find(({ name }: { name: string }) => name === 'Night');
  expect(night.members).toMatchObject([{ person: { name: 'Lea' }, leads: true }]);
  const routing = (await sanja.get(`/api/teams/${desk.teamId}/routing`)).json();
  expect(routing).toMatchObject({ overflowTeamId: night.id, skills: [{ topic: 'customs', skill: 'Customs' }] });
  expect((await apply(grown)).changes).toEqual([]);
});

test('a shorter promise says how many open tickets it would put off, and how many of them would be late at once', async () => {
  const id = await desk.opens();
  desk.clock.advance(20 * 60_000);
  const { body } = (await sanja.get('/api/policies/Standard')).json();
  const targets = body.targets.map((each: object) => ({
    ...each,
    targetMs: { S1: 60_000, S2: 60_000, S3: 60_000, S4: 60_000 },
  }));
  const text = `belay: 1\npolicies:\n  Standard: ${JSON.stringify({ ...body, targets })}\n`;
  const applied = await apply(text);
  expect(applied.open.remeasured).toEqual({ tickets: 1, missed: 1, looked: 1 });
  // counted, and not done
  expect((await sanja.get(`/api/tickets/${id}`)).json().clock.targetMs).toBe(60 * 60_000);
});
