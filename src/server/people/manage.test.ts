import { expect, test } from 'vitest';
import type { Mailbox } from '#contract/mailbox.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import type { CreatedPerson, PersonDetail, TeamDetail } from '#contract/people.ts';
import { publish, type PathBody } from '#server/sla/store.ts';
import { addPerson } from '#server/people/add-store.ts';
import { MINUTE } from '#core/time.ts';
import { recheckSource } from '#server/ticket/sweep-rechecks.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const admin = await addPerson(
  db,
  { name: 'Nikola', email: 'nikola@bura.example', role: 'admin', tier: null, language: 'en', timeZone: 'UTC' },
  MONDAY,
);
const nikola = await server.as(admin);
const petra = await server.as(desk.petra);

test('an admin makes a colleague, who signs in with the password shown once', async () => {
  const wanted = {
    name: 'Jonas Weber',
    email: 'Jonas@Bura.example',
    role: 'agent',
    tier: 1,
    language: 'it',
    timeZone: 'Europe/Rome',
    teams: [{ id: desk.teamId, leads: true }],
    signsIn: true,
  };
  expect((await petra.ask('POST', '/api/people', wanted)).statusCode).toBe(403);
  const answer = await nikola.ask('POST', '/api/people', wanted);
  const made: CreatedPerson = answer.json();
  expect([answer.statusCode, answer.headers.location]).toEqual([201, `/api/people/${made.id}`]);
  expect(made).toMatchObject({
    email: 'jonas@bura.example',
    active: true,
    signsIn: true,
    teams: [{ id: desk.teamId, leads: true }],
  });
  const signIn = await server.http.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email: made.email, password: made.password },
  });
  expect(signIn.statusCode).toBe(200);
  const read = (await petra.get(`/api/people/${made.id}`)).json();
  expect(read.password).toBeUndefined();
  const again = await nikola.ask('POST', '/api/people', wanted);
  expect([again.statusCode, again.json().code]).toEqual([409, 'email_taken']);
  const nowhere = await nikola.ask('POST', '/api/people', { ...wanted, email: 'x@bura.example', teams: [{ id: 999 }] });
  expect([nowhere.statusCode, nowhere.json().errors[0].path]).toEqual([422, 'teams']);
  const zone = await nikola.ask('POST', '/api/people', { ...wanted, email: 'y@bura.example', timeZone: 'Mars/Base' });
  expect(zone.json().errors).toEqual([
    {
      path: 'timeZone',
      code: 'unknown_time_zone',
      message: 'This time zone is not known. Use a name such as Europe/Zagreb.',
    },
  ]);
});

test('a program is a person without a log-in', async () => {
  const wanted = { name: 'Shop', email: null, role: 'bot', teams: [{ id: desk.teamId }] };
  const made: CreatedPerson = (await nikola.ask('POST', '/api/people', wanted)).json();
  expect(made).toMatchObject({ role: 'bot', signsIn: false, password: null });
  expect((await nikola.ask('POST', '/api/people', { ...wanted, signsIn: true })).statusCode).toBe(422);
  const all = (await nikola.get('/api/people/all?limit=3')).json();
  expect([all.items.length, all.nextCursor]).toEqual([3, String(all.items[2].id)]);
  const rest = (await nikola.get(`/api/people/all?cursor=${all.nextCursor}`)).json();
  expect(rest.items.map(({ name }: PersonDetail) => name)).toContain('Shop');
  expect((await petra.get('/api/people/all')).statusCode).toBe(403);
});

test('who is deactivated is out at once, and their open tickets go back to the team', async () => {
  const id = await desk.opens();
  await desk.does(id, desk.petra, { type: 'assign', assigneeId: desk.lea, teamId: null });
  const lea = await server.as(desk.lea);
  expect((await lea.get('/api/me')).statusCode).toBe(200);
  const answer = await nikola.ask('PATCH', `/api/people/${desk.lea}`, { active: false });
  expect([answer.statusCode, answer.json().active]).toEqual([200, false]);
  expect((await lea.get('/api/me')).statusCode).toBe(401);
  expect((await petra.get(`/api/tickets/${id}`)).json().assignee).toBeNull();
  const back = await nikola.ask('PATCH', `/api/people/${desk.lea}`, { active: true, role: 'specialist', tier: null });
  expect(back.json()).toMatchObject({ active: true, role: 'specialist', tier: null, name: 'Lea' });
  expect((await nikola.ask('PATCH', `/api/people/${desk.ana}`, { role: 'admin' })).statusCode).toBe(404);
});

test('what somebody holds who is deactivated climbs on at once, silenced or not', async () => {
  const raise = { type: 'escalate', firing: null, reason: 'skill', messageId: null } as const;
  const [loud, silent] = [await desk.opens(), await desk.opens()];
  for (const id of [loud, silent]) {
    await desk.does(id, desk.petra, raise);
    await desk.does(id, desk.marko, { type: 'acknowledge', escalationId: 1 });
  }
  await desk.does(silent, desk.sanja, { type: 'silence', escalationId: 1, lengthMs: 3_600_000 });
  expect((await nikola.ask('PATCH', `/api/people/${desk.marko}`, { active: false })).statusCode).toBe(200);
  for (const id of [loud, silent]) {
    const { escalations } = (await petra.get(`/api/tickets/${id}`)).json();
    expect(escalations[0]).toMatchObject({ status: 'climbing', stepIndex: 1 });
    expect(escalations[0].told.map((person: { id: number }) => person.id)).toContain(desk.ivana);
  }
  await nikola.ask('PATCH', `/api/people/${desk.marko}`, { active: true });
});

test('who is deactivated keeps nothing, not even what the admin who does it is kept away from', async () => {
  const id = await desk.opens();
  await desk.does(id, desk.petra, { type: 'assign', assigneeId: desk.ivana, teamId: null });
  await desk.does(id, desk.sanja, { type: 'exclude', personId: admin });
  expect((await nikola.ask('PATCH', `/api/people/${desk.ivana}`, { active: false })).statusCode).toBe(200);
  expect((await petra.get(`/api/tickets/${id}`)).json().assignee).toBeNull();
  expect((await nikola.get(`/api/tickets/${id}`)).statusCode).toBe(404);
  await nikola.ask('PATCH', `/api/people/${desk.ivana}`, { active: true });
});

test('the only last resort of a path in force stays, and one of two may go', async () => {
  const leaves = () => nikola.ask('PATCH', `/api/people/${desk.sanja}`, { active: false });
  const refused = await leaves();
  expect([refused.statusCode, refused.json().code, refused.json().detail]).toEqual([
    409,
    'only_last_resort',
    'Billing',
  ]);
  const { rows } = await db.query<{ body: PathBody }>('select body from config_version where id = $1', [
    desk.pathVersionId,
  ]);
  const body = { ...rows[0]!.body, lastResort: [desk.sanja, desk.ivana] };
  await db.withTransaction((tx) => publish(tx, { kind: 'path', name: 'Billing', body }, desk.clock.current));
  expect((await leaves()).statusCode).toBe(200);
  // what began by the older rules calls whoever manages escalations or administers Belay instead
  const id = await desk.opens();
  await desk.does(id, desk.petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  for (let step = 0; step < 2; step += 1) {
    desk.clock.advance(15 * MINUTE);
    await desk.ticks(id);
  }
  const { escalations } = (await petra.get(`/api/tickets/${id}`)).json<TicketDetail>();
  expect(escalations[0]).toMatchObject({ status: 'last_resort', told: [{ id: admin }] });
  await nikola.ask('PATCH', `/api/people/${desk.sanja}`, { active: true });
});

test('a part of the work of somebody who is deactivated goes on to somebody above at the next look', async () => {
  const id = await desk.opens();
  const target = { type: 'person', personId: desk.marko } as const;
  const wish = { direction: 'functional', target, reason: 'skill', messageId: null } as const;
  await desk.does(id, desk.petra, { type: 'open_leg', ...wish });
  await desk.does(id, desk.marko, { type: 'acknowledge_leg', legId: 1 });
  await nikola.ask('PATCH', `/api/people/${desk.marko}`, { active: false });
  await recheckSource(db, desk.door).act(100);
  const { legs } = (await petra.get(`/api/tickets/${id}`)).json<TicketDetail>();
  expect(legs[0]).toMatchObject({
    status: 'offered',
    told: expect.arrayContaining([expect.objectContaining({ id: desk.ivana })]),
  });
  await nikola.ask('PATCH', `/api/people/${desk.marko}`, { active: true });
});

test('a step that calls somebody alone who is deactivated calls the next at the next look', async () => {
  const id = await desk.opens();
  await desk.does(id, desk.petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  await nikola.ask('PATCH', `/api/people/${desk.marko}`, { active: false });
  await recheckSource(db, desk.door).act(100);
  const { escalations } = (await petra.get(`/api/tickets/${id}`)).json<TicketDetail>();
  expect(escalations[0]).toMatchObject({ status: 'climbing', stepIndex: 1 });
  expect(escalations[0]?.told.map((person) => person.id)).toContain(desk.ivana);
  await nikola.ask('PATCH', `/api/people/${desk.marko}`, { active: true });
});

test('the last admin who can sign in stays one', async () => {
  for (const change of [{ active: false }, { role: 'agent' }]) {
    const refused = await nikola.ask('PATCH', `/api/people/${admin}`, change);
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'last_admin']);
  }
  const second = { name: 'Mia', email: 'mia@bura.example', role: 'admin', signsIn: true };
  expect((await nikola.ask('POST', '/api/people', second)).statusCode).toBe(201);
  expect((await nikola.ask('PATCH', `/api/people/${admin}`, { role: 'lead' })).statusCode).toBe(200);
  await db.query(`update person set role = 'admin' where id = $1`, [admin]);
});

test('a person changes their own language and time zone, which a key may not', async () => {
  const changed = await petra.ask('PATCH', '/api/me', { language: 'hr', timeZone: 'Europe/Zagreb' });
  expect(changed.json()).toMatchObject({ id: desk.petra, language: 'hr', timeZone: 'Europe/Zagreb' });
  expect((await petra.get('/api/tickets/999999')).headers['content-language']).toBe('hr');
  expect((await petra.ask('PATCH', '/api/me', { language: 'tlh' })).statusCode).toBe(400);
  await petra.ask('PATCH', '/api/me', { language: 'en' });
});

test('teams are made, renamed and filled by an admin, and read by everybody', async () => {
  const members = [{ personId: desk.ivana, leads: true }, { personId: desk.marko }];
  const made: TeamDetail = (await nikola.ask('POST', '/api/teams', { name: 'Returns', members })).json();
  expect(made.members).toEqual([
    { person: { id: desk.ivana, name: 'Ivana', role: 'lead' }, leads: true },
    { person: { id: desk.marko, name: 'Marko', role: 'agent' }, leads: false },
  ]);
  expect((await nikola.ask('POST', '/api/teams', { name: 'Returns' })).json().code).toBe('name_taken');
  const changed = await nikola.ask('PATCH', `/api/teams/${made.id}`, { name: 'Repairs', members: [] });
  expect(changed.json()).toMatchObject({ id: made.id, name: 'Repairs', members: [] });
  expect((await nikola.ask('PATCH', `/api/teams/${made.id}`, { name: 'Billing' })).json().code).toBe('name_taken');
  const wrong = await nikola.ask('PATCH', `/api/teams/${made.id}`, { members: [{ personId: desk.ana }] });
  expect([wrong.statusCode, wrong.json().errors[0].path]).toEqual([422, 'members']);
  expect((await petra.get('/api/teams')).json().items.map(({ name }: TeamDetail) => name)).toEqual([
    'Billing',
    'Repairs',
  ]);
  expect((await petra.ask('POST', '/api/teams', { name: 'Mine' })).statusCode).toBe(403);
  expect((await petra.get('/api/teams/999999')).statusCode).toBe(404);
});

test('a mailbox is added, changed and closed by an admin', async () => {
  const wanted = { address: 'Returns@Bura.example', name: 'Returns', teamId: desk.teamId, policy: 'Standard' };
  const answer = await nikola.ask('POST', '/api/mailboxes', wanted);
  const made: Mailbox = answer.json();
  expect([answer.statusCode, made]).toMatchObject([
    201,
    { address: 'returns@bura.example', policy: 'Standard', severity: 'S3', topic: 'general', active: true },
  ]);
  expect((await nikola.ask('POST', '/api/mailboxes', wanted)).json().code).toBe('address_taken');
  const change = (body: object) => nikola.ask('PATCH', `/api/mailboxes/${made.id}`, body);
  expect((await change({ policy: 'Nothing' })).json().code).toBe('policy_unknown');
  expect((await change({ teamId: 999_999 })).json().code).toBe('team_unknown');
  expect((await change({ topic: 'returns', active: false })).json()).toMatchObject({ topic: 'returns', active: false });
  expect((await petra.get('/api/mailboxes')).statusCode).toBe(403);
  expect((await (await server.as(desk.ivana)).get('/api/mailboxes')).json().items).toHaveLength(1);
  expect((await (await server.as(desk.ivana)).ask('POST', '/api/mailboxes', wanted)).statusCode).toBe(403);
});

test('what a colleague can do and which languages they answer in is put down, and replaced as a whole', async () => {
  const url = `/api/people/${desk.petra}`;
  const skills = [
    { name: 'Invoices', level: 3 },
    { name: 'Refunds', level: 1 },
  ];
  const told = await nikola.ask('PATCH', url, { skills, speaks: ['hr', 'it'] });
  expect([told.statusCode, told.json().skills, told.json().speaks]).toEqual([200, skills, ['hr', 'it']]);
  const less = await nikola.ask('PATCH', url, { skills: [{ name: 'Refunds', level: 2 }] });
  expect(less.json()).toMatchObject({ skills: [{ name: 'Refunds', level: 2 }], speaks: ['hr', 'it'] });
  const beyond = await nikola.ask('PATCH', url, { skills: [{ name: 'Refunds', level: 4 }] });
  expect(beyond.json().errors[0].path).toBe('skills.0.level');
});
