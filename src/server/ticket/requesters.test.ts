import { expect, test } from 'vitest';
import type { Requester, RequesterPage } from '#contract/people.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const other = await addTeam(db, 'Technical');
const jonas = await addPerson(
  db,
  { name: 'Jonas', email: 'jonas@bura.example', role: 'agent', tier: 1, language: 'en', timeZone: 'UTC' },
  MONDAY,
);
await addMember(db, other, jonas, false);
const petra = await server.as(desk.petra);
const opens = async (email: string, name: string, more: object = {}) =>
  (await petra.ask('POST', '/api/tickets', { requester: { email, name }, subject: 'S', text: 'T', ...more })).json();
const names = async (by: number, query: string): Promise<string[]> => {
  const page: RequesterPage = (await (await server.as(by)).get(`/api/requesters?${query}`)).json();
  return page.items.map(({ name }: Requester) => name);
};

const duro = await opens('duro@posta.example', 'Đuro 100% Šarić', { topic: 'returns', tags: ['vip', 'late'] });
await opens('duro@posta.example', '-', { topic: 'returns', tags: ['vip'] });
await opens('zoe@posta.example', 'Zoë');

test('a requester is found by a part of name or address, whatever accents are typed', async () => {
  expect(await names(desk.petra, 'q=saric')).toEqual(['Đuro 100% Šarić']);
  expect(await names(desk.petra, 'q=ZOE%40posta')).toEqual(['Zoë']);
  expect(await names(desk.petra, 'q=100%25%20%C5%A0')).toEqual(['Đuro 100% Šarić']);
  expect(await names(desk.petra, 'q=_uro')).toEqual([]);
  expect(await names(desk.petra, '')).toEqual(['Zoë', 'Đuro 100% Šarić']);
});

test('only those with a ticket in sight are shown, and whoever’s whole address is known', async () => {
  expect(await names(jonas, '')).toEqual([]);
  expect(await names(jonas, 'q=duro')).toEqual([]);
  expect(await names(jonas, 'q=Duro%40posta.example')).toEqual(['Đuro 100% Šarić']);
  expect((await (await server.as(jonas)).get(`/api/requesters/${duro.requester.id}`)).statusCode).toBe(404);
  // Ana never wrote: only those who see everything see her
  expect(await names(desk.sanja, 'q=ana')).toEqual(['Ana']);
  expect(await names(desk.petra, 'q=ana')).toEqual([]);
});

test('a requester is read with how many tickets they have', async () => {
  const read = (await petra.get(`/api/requesters/${duro.requester.id}`)).json();
  expect(read).toMatchObject({ name: 'Đuro 100% Šarić', email: 'duro@posta.example', tickets: { open: 2, all: 2 } });
  // whoever sees everything counts everything, but for what they are kept away from
  const asSanja = async () => (await (await server.as(desk.sanja)).get(`/api/requesters/${duro.requester.id}`)).json();
  expect((await asSanja()).tickets).toEqual({ open: 2, all: 2 });
  await db.query('update ticket set excluded = array[$1]::bigint[] where id = $2', [desk.sanja, duro.id]);
  expect((await asSanja()).tickets).toEqual({ open: 1, all: 1 });
  await db.query(`update ticket set excluded = '{}' where id = $1`, [duro.id]);
});

test('pages of requesters leave nobody out', async () => {
  const first: RequesterPage = (await petra.get('/api/requesters?limit=1')).json();
  const second: RequesterPage = (await petra.get(`/api/requesters?limit=1&cursor=${first.nextCursor}`)).json();
  const third: RequesterPage = (await petra.get(`/api/requesters?limit=1&cursor=${second.nextCursor}`)).json();
  expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['Zoë', 'Đuro 100% Šarić']);
  expect(third).toEqual({ items: [], nextCursor: null });
});

test('topics and tags in use come from the tickets in sight', async () => {
  expect((await petra.get('/api/topics')).json().items[0]).toEqual({ value: 'returns', tickets: 2 });
  expect((await petra.get('/api/tags')).json().items).toEqual([
    { value: 'vip', tickets: 2 },
    { value: 'late', tickets: 1 },
  ]);
  expect((await (await server.as(jonas)).get('/api/tags')).json().items).toEqual([]);
  expect((await (await server.as(desk.sanja)).get('/api/tags')).json().items).toHaveLength(2);
});
