import { beforeEach, expect, test } from 'vitest';
import type { EventPage, TicketDetail } from '#contract/ticket.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { addTeam } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { readLog } from './event-store.ts';
import { loadTickets } from './ticket-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, sanja } = desk;
let keys = 0;
const says = async (method: 'PUT' | 'DELETE', id: number, otherId: number, kind?: string, by = petra) =>
  (await server.as(by)).ask(method, `/api/tickets/${id}/links/${otherId}`, {
    commandId: `link-command-${(keys += 1)}`,
    ...(kind === undefined ? {} : { kind }),
  });
const read = async <Body = TicketDetail>(url: string, by = petra): Promise<Body> =>
  (await (await server.as(by)).get(`/api/tickets/${url}`)).json<Body>();
const isAsLogged = async (id: number): Promise<void> => {
  const log = await readLog(db, id);
  const told = log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);
  expect((await loadTickets(db, [id])).get(id)).toEqual(told);
};
/** Petra is no longer concerned with a ticket. */
const goesAway = async (id: number): Promise<void> => {
  const elsewhere = await addTeam(db, `Elsewhere ${id}`);
  await db.query('update ticket set team_id = $2, assignee_id = null where id = $1', [id, elsewhere]);
  await db.query('delete from ticket_follower where ticket_id = $1', [id]);
};
let problem = 0;
let incident = 0;

beforeEach(async () => {
  [problem, incident] = [await desk.opens(), await desk.opens()];
});

test('an incident is part of a problem: both say so, both logs tell it, and it is taken back in both', async () => {
  const linked = await says('PUT', incident, problem, 'child_of');
  expect(linked.json<TicketDetail>().links).toMatchObject([{ ticket: { id: problem }, kind: 'child_of' }]);
  expect((await read(`${problem}`)).links).toMatchObject([
    { ticket: { id: incident, subject: 'Charged twice', status: 'new' }, kind: 'parent_of' },
  ]);
  expect((await read<EventPage>(`${problem}/events`)).items.at(-1)).toMatchObject({
    type: 'ticket_linked',
    body: { otherId: incident, kind: 'parent_of' },
  });
  for (const id of [incident, problem]) await isAsLogged(id);
  expect((await says('DELETE', problem, incident)).json<TicketDetail>().links).toEqual([]);
  expect((await read(`${incident}`)).links).toEqual([]);
  for (const id of [incident, problem]) await isAsLogged(id);
});

test('what cannot be is refused, in both tickets or in neither', async () => {
  await says('PUT', incident, problem, 'child_of');
  expect((await says('PUT', problem, incident, 'related')).json()).toMatchObject({ code: 'already_linked' });
  const third = await desk.opens();
  expect((await says('PUT', problem, third, 'child_of')).statusCode).toBe(200);
  expect((await says('PUT', third, incident, 'child_of')).json()).toMatchObject({ code: 'link_circle' });
  expect((await says('PUT', third, incident, 'parent_of')).json()).toMatchObject({ code: 'has_parent' });
  expect((await read(`${third}`)).links).toHaveLength(1);
  expect((await says('PUT', third, third, 'related')).json()).toMatchObject({ code: 'links_itself' });
});

test('nobody learns by a refusal that a ticket is part of one they do not see', async () => {
  const hidden = await desk.opens();
  await says('PUT', incident, hidden, 'child_of', sanja);
  await says('PUT', hidden, problem, 'child_of', sanja);
  await goesAway(hidden);
  // neither the parent nor the way round through it is there for Petra
  expect((await says('PUT', problem, incident, 'child_of')).statusCode).toBe(200);
  expect((await says('DELETE', problem, incident)).statusCode).toBe(200);
  expect((await says('PUT', incident, problem, 'child_of')).statusCode).toBe(200);
  expect((await read(`${incident}`)).links).toMatchObject([{ ticket: { id: problem } }]);
  expect((await read(`${incident}`, sanja)).links).toHaveLength(2);
  // whoever sees all is told
  expect((await says('PUT', problem, hidden, 'child_of', sanja)).json()).toMatchObject({ code: 'link_circle' });
  expect((await says('PUT', await desk.opens(), incident, 'parent_of', sanja)).json()).toMatchObject({
    code: 'has_parent',
  });
});

test('to whoever does not see the other ticket there is no link, nor a word of it in the log', async () => {
  await says('PUT', incident, problem, 'duplicate_of');
  await goesAway(problem);
  expect((await read(`${incident}`)).links).toEqual([]);
  const log = await read<EventPage>(`${incident}/events`);
  expect(JSON.stringify([log.items.map(({ type }) => type), log.tickets])).not.toMatch(/linked|"id"/);
  expect((await read(`${incident}`, sanja)).links).toHaveLength(1);
  expect((await says('DELETE', incident, problem)).statusCode).toBe(404);
  expect((await says('PUT', await desk.opens(), problem, 'related')).statusCode).toBe(404);
});

test('nor when a program linked them: its act is not told, nor the key it was asked under, which names the other', async () => {
  const { key } = (
    await (await server.as(sanja)).ask('POST', '/api/api-keys', { name: 'Links', scopes: ['tickets:write'] })
  ).json<{ key: string }>();
  const byProgram = (url: string, payload: object) =>
    server.http.inject({ method: 'PUT', url, payload, headers: { authorization: `Bearer ${key}` } });
  await byProgram(`/api/tickets/${incident}/links/${problem}`, { kind: 'related', commandId: 'by-program-1' });
  await byProgram(`/api/tickets/${incident}/tags`, { tags: ['seen'], commandId: 'by-program-2' });
  const acted = (page: EventPage) => page.items.filter(({ type }) => type === 'automation_acted');
  const all = acted(await read<EventPage>(`${incident}/events`));
  expect(all).toHaveLength(2);
  expect(JSON.stringify(all)).not.toContain(`:${problem}:`);
  await goesAway(problem);
  const told = acted(await read<EventPage>(`${incident}/events`));
  expect(told.map(({ body }) => body['command'])).toEqual(['set_tags']);
  // also where the page begins between the link and the act
  const log = await read<EventPage>(`${incident}/events`, sanja);
  const { seq } = log.items.find(({ type }) => type === 'ticket_linked')!;
  expect(acted(await read<EventPage>(`${incident}/events?cursor=${seq}`))).toHaveLength(1);
});
