import { expect, test } from 'vitest';
import type { PersonId, TicketId } from '#core/ids.ts';
import { MINUTE } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { petra, marko, ivana } = desk;

const prefers = async (person: PersonId, ...rules: ['app' | 'mail', number][]) => {
  await db.query('update person set auth_user_id = $2 where id = $1', [person, `login ${person}`]);
  await db.query('delete from notification_rule where person_id = $1', [person]);
  for (const [method, afterMs] of rules) {
    await db.query('insert into notification_rule values ($1, $2, $3)', [person, method, afterMs]);
  }
};
const mailsOf = async (person: PersonId) =>
  (await db.query('select from outbox where person_id = $1 and kind = $2', [person, 'notice_mail'])).rows.length;
const noticesOf = async (ticketId: TicketId, person: PersonId) =>
  (
    await db.query<{ kind: string }>('select kind from notice where ticket_id = $1 and person_id = $2 order by id', [
      ticketId,
      person,
    ])
  ).rows.map(({ kind }) => kind);
const raise = async (): Promise<TicketId> => {
  const id = await desk.opens();
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  return id;
};

test('who wants the mail ten minutes after a call sees the call at once and has the mail then', async () => {
  await prefers(marko, ['app', 0], ['mail', 10 * MINUTE]);
  const id = await raise();
  expect([await noticesOf(id, marko), await mailsOf(marko)]).toEqual([['step_reached'], 0]);
  desk.clock.advance(10 * MINUTE);
  await desk.ticks(id);
  expect([await noticesOf(id, marko), await mailsOf(marko)]).toEqual([['step_reached', 'told_again'], 1]);
});

test('whoever takes it before their mail was due is not mailed', async () => {
  const mails = await mailsOf(marko);
  const id = await raise();
  await desk.does(id, marko, { type: 'acknowledge', escalationId: 1 });
  desk.clock.advance(12 * MINUTE);
  await desk.ticks(id);
  expect([await noticesOf(id, marko), await mailsOf(marko)]).toEqual([['step_reached'], mails]);
});

test('who wants to hear of a call only later hears nothing at first', async () => {
  await prefers(marko, ['app', 3 * MINUTE]);
  const mails = await mailsOf(marko);
  const id = await raise();
  expect(await noticesOf(id, marko)).toEqual([]);
  desk.clock.advance(3 * MINUTE);
  await desk.ticks(id);
  expect([await noticesOf(id, marko), await mailsOf(marko)]).toEqual([['told_again'], mails]);
});

test('who chose no way to be told is told at once by every way there is', async () => {
  const mails = await mailsOf(ivana);
  const id = await raise();
  desk.clock.advance(15 * MINUTE);
  await desk.ticks(id);
  expect([await noticesOf(id, ivana), await mailsOf(ivana)]).toEqual([['step_reached'], mails + 1]);
});
