import { expect, test } from 'vitest';
import type { CreatedApiKey } from '#contract/api-key.ts';
import type { MessagePage, TicketDetail } from '#contract/ticket.ts';
import { DAY, HOUR } from '#core/time.ts';
import { addMember, addPerson, addTeam, putMailbox } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const other = await addTeam(db, 'Technical');
await putMailbox(db, {
  address: 'billing@bura.example',
  name: 'Bura',
  teamId: desk.teamId,
  policyName: 'Standard',
  topic: 'billing',
  severity: 'S2',
  language: 'hr',
});
const jonas = await addPerson(
  db,
  { name: 'Jonas', email: 'jonas@bura.example', role: 'agent', tier: 1, language: 'en', timeZone: 'UTC' },
  MONDAY,
);
await addMember(db, other, jonas, false);
const petra = await server.as(desk.petra);
const { key }: CreatedApiKey = (
  await petra.ask('POST', '/api/api-keys', { name: 'Form', scopes: ['tickets:read', 'tickets:write'] })
).json();

const WANTED = {
  requester: { email: 'Iva@Posta.example', name: 'Iva Marić' },
  subject: 'No sound on the left',
  text: 'The left side is silent since Friday.',
};
const byKey = (payload: object, idempotencyKey?: string) =>
  server.http.inject({
    method: 'POST',
    url: '/api/tickets',
    headers: { authorization: `Bearer ${key}`, ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}) },
    payload,
  });
const countTickets = async (): Promise<number> => (await db.query('select count(*) as n from ticket')).rows[0].n;

test('a program opens a ticket: the requester is made, their words stand first, and the clock to a first reply runs', async () => {
  const answer = await byKey(WANTED, 'the-first-one');
  const made: TicketDetail = answer.json();
  expect([answer.statusCode, answer.headers.location]).toEqual([201, `/api/tickets/${made.id}`]);
  expect(made).toMatchObject({
    subject: WANTED.subject,
    channel: 'api',
    status: 'new',
    // what was left out is the mailbox's
    severity: 'S2',
    topic: 'billing',
    language: 'hr',
    team: { id: desk.teamId },
    requester: { name: 'Iva Marić', role: 'customer' },
    requesterEmail: 'iva@posta.example',
    requesterTimeZone: null,
    clock: { kind: 'first_reply', state: 'running', dueAt: desk.clock.current + HOUR },
  });
  expect(made.assignee).not.toBeNull();
  await db.query(`update person set time_zone = 'Asia/Manila' where email = 'iva@posta.example'`);
  expect((await petra.get(`/api/tickets/${made.id}`)).json()).toMatchObject({ requesterTimeZone: 'Asia/Manila' });
  const thread: MessagePage = (await petra.get(`/api/tickets/${made.id}/messages`)).json();
  expect(thread.items).toMatchObject([
    { kind: 'message', author: { name: 'Iva Marić' }, fromAddress: 'iva@posta.example', text: WANTED.text },
  ]);
});

test('the same key with the same request gives the same answer and opens nothing; with another request it is refused', async () => {
  const first = await byKey(WANTED, 'once-and-again');
  const before = await countTickets();
  desk.clock.advance(HOUR);
  const again = await byKey(WANTED, 'once-and-again');
  expect([again.statusCode, again.headers['idempotency-replayed'], again.headers.location]).toEqual([
    201,
    'true',
    first.headers.location,
  ]);
  expect(again.json()).toEqual(first.json());
  const reused = await byKey({ ...WANTED, subject: 'Something else' }, 'once-and-again');
  expect([reused.statusCode, reused.json().code]).toEqual([422, 'idempotency_key_reused']);
  expect(await countTickets()).toBe(before);
  // another person’s key of the same name is another key
  const lea = await server.as(desk.lea);
  const others = await server.http.inject({
    method: 'POST',
    url: '/api/tickets',
    headers: { cookie: lea.cookie, 'idempotency-key': 'once-and-again' },
    payload: WANTED,
  });
  expect(others.json().id).not.toBe(first.json().id);
});

test('whoever was shut out of the ticket since is answered nothing, though the answer is kept', async () => {
  const first: TicketDetail = (await byKey(WANTED, 'shut-out-since')).json();
  await db.query(`update ticket set excluded = array[$2::bigint] where id = $1`, [first.id, desk.petra]);
  const again = await byKey(WANTED, 'shut-out-since');
  expect([again.statusCode, again.json().code]).toEqual([404, 'not_found']);
});

test('of twins at one moment one opens the ticket and the others wait for its answer', async () => {
  const before = await countTickets();
  const answers = await Promise.all(Array.from({ length: 8 }, () => byKey(WANTED, 'eight-at-once')));
  expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
  expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
  expect(await countTickets()).toBe(before + 1);
});

test('an answer is kept for a day, and what is over is cleared away a little at a time', async () => {
  const first = await byKey(WANTED, 'kept-a-day');
  await db.query(
    `insert into idempotency_answer select person_id, 'old ' || n, request_hash, 201, ticket_id, answer, at - interval '2 days'
     from idempotency_answer, generate_series(1, 30) n where key = 'kept-a-day'`,
  );
  desk.clock.advance(DAY - 1);
  expect((await byKey(WANTED, 'kept-a-day')).json().id).toBe(first.json().id);
  desk.clock.advance(1);
  expect((await byKey(WANTED, 'kept-a-day')).json().id).not.toBe(first.json().id);
  const left = await db.query(`select from idempotency_answer where key like 'old %'`);
  expect(left.rowCount).toBe(10);
});

test('a request that is refused is not kept: mended, it may use its key', async () => {
  const wrong = await byKey({ ...WANTED, teamId: 999_999 }, 'mended-later');
  expect([wrong.statusCode, wrong.json().code, wrong.json().errors]).toEqual([
    422,
    'team_unknown',
    [{ path: 'teamId', code: 'unknown', message: 'There is nothing of this name or number.' }],
  ]);
  expect((await byKey(WANTED, 'mended-later')).statusCode).toBe(201);
  expect((await byKey({ ...WANTED, requester: { email: 'billing@bura.example' } })).json().code).toBe(
    'requester_unknown',
  );
  expect((await byKey({ ...WANTED, mailbox: 'nobody@bura.example' })).json().code).toBe('mailbox_unknown');
  expect((await byKey({ ...WANTED, assigneeId: desk.ana })).json().code).toBe('assignee_unknown');
  expect((await byKey({ ...WANTED, requester: { email: 'no address' } })).json().errors[0].path).toMatch(/^requester/);
  expect((await byKey(WANTED, 'short')).statusCode).toBe(400);
});

test('an agent opens one for somebody on the phone, with everything said at once', async () => {
  const known = await petra.ask('POST', '/api/tickets', WANTED);
  const wanted = {
    requester: { id: known.json().requester.id },
    subject: 'Wants a call back',
    text: 'She called and asked for Marko.',
    html: '<p>She called and asked for <b>Marko</b>.<script>alert(1)</script></p>',
    channel: 'voice',
    severity: 'S1',
    topic: 'returns',
    tags: ['call back', 'vip'],
    assigneeId: desk.marko,
  };
  const made: TicketDetail = (await petra.ask('POST', '/api/tickets', wanted)).json();
  expect(made).toMatchObject({
    channel: 'voice',
    severity: 'S1',
    topic: 'returns',
    tags: ['call back', 'vip'],
    assignee: { id: desk.marko },
    requester: { id: known.json().requester.id },
  });
  const events = (await petra.get(`/api/tickets/${made.id}/events`)).json();
  expect(events.items[0]).toMatchObject({ type: 'ticket_opened', actor: { name: 'Petra' } });
  const assigned = events.items.filter(({ type }: { type: string }) => type === 'assigned');
  expect(assigned).toMatchObject([{ body: { assigneeId: desk.marko, by: desk.petra, why: { code: 'requested' } } }]);
  const thread: MessagePage = (await petra.get(`/api/tickets/${made.id}/messages`)).json();
  const frame = await petra.get(`/api/messages/${thread.items[0]!.id}/html`);
  expect(frame.body).toContain('<b>Marko</b>');
  expect(frame.body).not.toContain('alert(1)');
});

test('by id nobody names a requester whose tickets they do not see', async () => {
  const hidden = (
    await petra.ask('POST', '/api/tickets', { ...WANTED, requester: { email: 'hidden@posta.example' } })
  ).json();
  const payload = { ...WANTED, requester: { id: hidden.requester.id } };
  const refused = await (await server.as(jonas)).ask('POST', '/api/tickets', payload);
  expect([refused.statusCode, refused.json().code]).toEqual([422, 'requester_unknown']);
  expect((await (await server.as(desk.sanja)).ask('POST', '/api/tickets', payload)).statusCode).toBe(201);
});

test('what somebody opens for another team is shown to them once', async () => {
  const given = await (await server.as(jonas)).ask('POST', '/api/tickets', { ...WANTED, teamId: desk.teamId });
  expect([given.statusCode, given.json().team.id]).toEqual([201, desk.teamId]);
  expect((await (await server.as(jonas)).get(`/api/tickets/${given.json().id}`)).statusCode).toBe(404);
});

test('one person opens a hundred and twenty tickets a minute, whatever key they take; colleagues are not slowed', async () => {
  const flood = await server.as(desk.marko);
  const wanted = { ...WANTED, teamId: 999_999 };
  const answers: number[] = [];
  for (let asked = 0; asked < 121; asked += 1) {
    answers.push((await flood.ask('POST', '/api/tickets', wanted)).statusCode);
  }
  expect(answers.slice(0, 120).every((status) => status === 422)).toBe(true);
  expect(answers[120]).toBe(429);
  expect((await (await server.as(desk.lea)).ask('POST', '/api/tickets', wanted)).statusCode).toBe(422);
});
