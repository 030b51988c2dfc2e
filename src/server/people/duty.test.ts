import { expect, test } from 'vitest';
import type { Absence, AbsenceList, DutyList, DutyLists } from '#contract/duty.ts';
import type { PersonId } from '#core/ids.ts';
import { DAY, HOUR } from '#core/time.ts';
import { readRoster } from '#server/ticket/roster-read-store.ts';
import { addPerson, addTeam } from '#server/people/add-store.ts';
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
const ivana = await server.as(desk.ivana);

const rosterAt = async (personId: PersonId, at: number) => {
  const none = { teams: new Set<number>(), dutyLists: new Set<number>(), skills: new Set<number>() };
  const roster = await readRoster(db, { ...none, people: new Set([personId]) }, at);
  return roster.find(({ id }) => id === personId)!;
};

test('a lead keeps the hours of their team, and off shift nobody of it is reachable', async () => {
  const shifts = [{ personId: desk.petra, weekday: 'mon', opens: '09:00', closes: '17:30' }];
  const hours = { name: 'Billing', timeZone: 'Europe/Zagreb', teamId: desk.teamId, shifts };
  expect((await petra.ask('POST', '/api/duty-lists', hours)).statusCode).toBe(403);
  const answer = await ivana.ask('POST', '/api/duty-lists', hours);
  const made: DutyList = answer.json();
  expect([answer.statusCode, made.shifts[0]]).toEqual([
    201,
    {
      person: { id: desk.petra, name: 'Petra', role: 'agent' },
      weekday: 'mon',
      date: null,
      opens: '09:00',
      closes: '17:30',
    },
  ]);
  expect(await rosterAt(desk.petra, MONDAY)).toMatchObject({
    reachable: true,
    onDutyIds: [made.id],
    nextShiftChangeAt: MONDAY + 8.5 * HOUR,
  });
  expect(await rosterAt(desk.petra, MONDAY + 9 * HOUR)).toMatchObject({ reachable: false, onDutyIds: [] });
  expect((await rosterAt(desk.lea, MONDAY + 9 * HOUR)).reachable).toBe(true);
  expect((await nikola.ask('POST', '/api/duty-lists', hours)).json().code).toBe('name_taken');

  const elsewhere = await addTeam(db, 'Technical');
  expect((await ivana.ask('POST', '/api/duty-lists', { ...hours, teamId: elsewhere })).json().code).toBe('not_allowed');
  const both = [{ ...shifts[0]!, date: '2026-12-24' }];
  const refused = await ivana.ask('PATCH', `/api/duty-lists/${made.id}`, { shifts: both });
  expect([refused.statusCode, refused.json().errors[0].code]).toEqual([400, 'weekday_or_date']);
  expect((await ivana.ask('PATCH', `/api/duty-lists/${made.id}`, { shifts: [] })).json().shifts).toEqual([]);
  expect((await rosterAt(desk.petra, MONDAY + 9 * HOUR)).reachable).toBe(true);
  expect((await ivana.ask('DELETE', `/api/duty-lists/${made.id}`)).statusCode).toBe(204);
  expect((await petra.get('/api/duty-lists')).json<DutyLists>().items).toEqual([]);
});

test('who is away is called by nobody and holds nothing new, and who stands in is known', async () => {
  const away = { from: MONDAY + HOUR, until: MONDAY + DAY, reason: 'sick', standInId: desk.lea };
  const mine = await petra.ask('POST', '/api/absences', away);
  expect([mine.statusCode, mine.json<Absence>().standIn?.name]).toEqual([201, 'Lea']);
  expect((await petra.ask('POST', '/api/absences', { ...away, personId: desk.lea })).statusCode).toBe(403);
  expect(
    (await ivana.ask('POST', '/api/absences', { ...away, personId: desk.marko, standInId: null })).statusCode,
  ).toBe(201);
  expect(await rosterAt(desk.petra, MONDAY)).toMatchObject({ reachable: true, nextShiftChangeAt: MONDAY + HOUR });
  expect(await rosterAt(desk.petra, MONDAY + HOUR)).toMatchObject({
    reachable: false,
    awayUntil: MONDAY + DAY,
    standInId: desk.lea,
  });
  desk.clock.moveTo(MONDAY + 2 * HOUR);
  const ticketId = await desk.opens();
  const given = await desk.does(ticketId, desk.lea, { type: 'assign', assigneeId: desk.petra, teamId: null });
  expect(given).toMatchObject({ ok: false, refusal: 'assignee_unknown' });
  expect((await petra.ask('DELETE', `/api/absences/${mine.json<Absence>().id}`)).statusCode).toBe(204);
  expect((await rosterAt(desk.petra, MONDAY + 2 * HOUR)).reachable).toBe(true);
  const left = (await petra.get('/api/absences')).json<AbsenceList>().items;
  expect(left.map(({ person }) => person.name)).toEqual(['Marko']);
  const over = await petra.ask('POST', '/api/absences', { ...away, until: MONDAY + 1.5 * HOUR });
  expect(over.json().code).toBe('absence_over');
  const turned = await petra.ask('POST', '/api/absences', { ...away, until: MONDAY });
  expect(turned.json().errors[0]).toMatchObject({ path: 'until', code: 'ends_before_it_starts' });
});

test('managers form no circle, a capacity is a limit by channel, and who switched every way off is nobody', async () => {
  const change = (id: PersonId, body: object) => nikola.ask('PATCH', `/api/people/${id}`, body);
  expect((await change(desk.petra, { managerId: desk.ivana })).json().managerId).toBe(desk.ivana);
  const round = await change(desk.ivana, { managerId: desk.petra });
  expect([round.statusCode, round.json().errors[0].code]).toEqual([422, 'circle']);
  await change(desk.petra, { capacity: { email: 4, chat: 2 }, notifications: [{ method: 'mail', afterMs: 60_000 }] });
  expect(await rosterAt(desk.petra, MONDAY)).toMatchObject({
    managerId: desk.ivana,
    capacity: { email: 4, chat: 2 },
    notifyBy: [{ method: 'mail', afterMs: 60_000 }],
  });
  // the managers of those who are meant come with them
  const none = { teams: new Set<number>(), dutyLists: new Set<number>(), skills: new Set<number>() };
  const roster = await readRoster(db, { ...none, people: new Set([desk.petra]) }, MONDAY);
  expect(roster.map(({ id }) => id)).toContain(desk.ivana);

  const silent = await addPerson(
    db,
    { name: 'Tiho', email: null, role: 'agent', tier: 1, language: 'hr', timeZone: 'UTC' },
    MONDAY,
  );
  expect(await rosterAt(silent, MONDAY)).toMatchObject({ hasNotificationMethod: false, reachable: false });
  await change(desk.lea, { notifications: [{ method: 'app' }] });
  // Lea has an address and no log-in: what she chose does not work
  expect((await rosterAt(desk.lea, MONDAY)).reachable).toBe(false);
});

test('what a person holds is counted by channel', async () => {
  const { rows } = await db.query(
    `select c.person_id, c.channel, c.open_tickets, (select count(*) from ticket t where t.assignee_id = c.person_id
       and t.channel = c.channel and t.status not in ('solved', 'closed'))::int as really from channel_load c`,
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map((row) => row.open_tickets)).toEqual(rows.map((row) => row.really));
});
