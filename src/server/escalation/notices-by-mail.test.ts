import { beforeEach, expect, test } from 'vitest';
import type { TicketDetail } from '#contract/ticket.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { MINUTE } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { mailWorld } from '#test/harness/mail-world.ts';
import { opensOnSteps } from '#test/harness/step-desk.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const world = await mailWorld(db, desk);
const { petra, marko, ivana, sanja, clock } = desk;
const [MARKO, IVANA] = ['marko@bura.example', 'ivana@bura.example'];
const opens = await opensOnSteps(db, desk, {});

/** By which ways somebody wants to be told; none named: by every way there is. */
const wants = async (person: PersonId, ...rules: ['app' | 'mail', number][]): Promise<void> => {
  await db.query('delete from notification_rule where person_id = $1', [person]);
  for (const [method, afterMs] of rules)
    await db.query('insert into notification_rule values ($1, $2, $3)', [person, method, afterMs]);
};
const hasMail = (person: PersonId, email: string | null) =>
  db.query('update person set email = $2 where id = $1', [person, email]);
const raised = async (): Promise<TicketId> => {
  const id = await opens();
  await world.arrived();
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  return id;
};
const climbOf = async (id: TicketId) =>
  (await (await server.as(petra)).get(`/api/tickets/${id}`)).json<TicketDetail>().escalations[0];
const mailedTo = async () => (await world.arrived()).flatMap(({ to }) => to).toSorted();
const noticesOf = async (id: TicketId, person: PersonId) =>
  (
    await db.query<{ kind: string }>('select kind from notice where ticket_id = $1 and person_id = $2 order by id', [
      id,
      person,
    ])
  ).rows.map(({ kind }) => kind);

beforeEach(async () => {
  await wants(marko);
  await hasMail(marko, MARKO);
  await hasMail(ivana, IVANA);
});

test('who chose nothing has the call in the app and by mail, with the ticket’s name and a link', async () => {
  const id = await raised();
  const [{ to, mail } = { to: [], mail: null }] = await world.arrived();
  expect(to).toEqual([MARKO]);
  expect(mail?.text).toContain('Charged twice');
  expect(mail?.text).toContain(`https://desk.bura.example/`);
  expect(await noticesOf(id, marko)).toEqual(['step_reached']);
});

test('only by mail, without a login: the mail comes', async () => {
  await db.query('update person set auth_user_id = null where id = $1', [marko]);
  await wants(marko, ['mail', 0]);
  await raised();
  expect(await mailedTo()).toEqual([MARKO]);
});

test('only in the app: no mail comes, also not of a reminder', async () => {
  await db.query('update person set auth_user_id = $2 where id = $1', [marko, 'login of Marko']);
  await wants(marko, ['app', 0]);
  const id = await raised();
  await desk.does(id, marko, { type: 'acknowledge', escalationId: 1 });
  clock.advance(46 * MINUTE);
  await desk.ticks(id);
  expect(await mailedTo()).not.toContain(MARKO);
  expect(await noticesOf(id, marko)).toEqual(expect.arrayContaining(['step_reached', 'acknowledgement_reminded']));
});

test('who wants only a way that does not work is nobody: the step is passed over at once, and says so', async () => {
  await wants(marko, ['mail', 0]);
  await hasMail(marko, null);
  const id = await raised();
  expect(await climbOf(id)).toMatchObject({ status: 'climbing', stepIndex: 1, told: [{ id: ivana }] });
  expect(await mailedTo()).toEqual([IVANA]);
});

test('where nobody of any step can be told the last resort is, at once', async () => {
  await wants(marko, ['mail', 0]);
  await hasMail(marko, null);
  await hasMail(ivana, null);
  await db.query('update person set auth_user_id = null where id = any($1)', [[ivana, marko]]);
  const id = await raised();
  expect(await climbOf(id)).toMatchObject({ status: 'last_resort', told: [{ id: sanja }] });
  expect(await mailedTo()).toEqual(['sanja@bura.example']);
});

test('who was kept away between the call and its mail has no mail of it', async () => {
  await raised();
  await world.arrived();
  const id = await raised();
  expect(await noticesOf(id, marko)).toEqual(['step_reached']);
  await desk.does(id, sanja, { type: 'exclude', personId: marko });
  expect(await mailedTo()).toEqual([IVANA]);
});

test('a call that comes with others of the same minute is one mail; what is told of is not told again', async () => {
  const ids = [await opens(), await opens()];
  await world.arrived();
  for (const id of ids)
    await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  expect(await mailedTo()).toEqual([MARKO]);
  expect(await mailedTo()).toEqual([]);
});
