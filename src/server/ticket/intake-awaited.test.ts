import { expect, test } from 'vitest';
import { DAY } from '#core/time.ts';
import { takeUpDue } from '#server/ticket/intake.ts';
import { testDatabase } from '#test/harness/database.ts';
import { mailOf, openMailDesk } from '#test/harness/mail-desk.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const answerTo = (id: string) => ({ headers: `In-Reply-To: <${id}>\nReferences: <${id}>\n` });

test('a reply that came before its parent opened a ticket, and the parent joins it', async () => {
  const reply = await desk.takes({ id: 'second@posta.example', ...answerTo('first@posta.example') });
  expect(reply).toMatchObject({ verdict: 'accepted', why: 'new' });
  const parent = await desk.takes({ id: 'first@posta.example', subject: 'The beginning' });
  expect(parent).toMatchObject({ verdict: 'joined', why: 'awaited', ticket_id: reply.ticket_id });
  const third = await desk.takes({ id: 'third@posta.example', ...answerTo('first@posta.example') });
  expect(third).toMatchObject({ verdict: 'joined', why: 'reply_header', ticket_id: reply.ticket_id });
});

test('also when both are taken up together, in either order', async () => {
  await desk.arrives(mailOf({ id: 'b@posta.example', ...answerTo('a@posta.example') }));
  await desk.arrives(mailOf({ id: 'a@posta.example' }));
  await takeUpDue(desk.intake);
  const [answer, parent] = (await desk.ledger()).slice(-2);
  expect(answer).toMatchObject({ verdict: 'accepted' });
  expect(parent).toMatchObject({ verdict: 'joined', why: 'awaited', ticket_id: answer!.ticket_id });
});

test('somebody else’s message is not the parent, and after some days nothing is waited for', async () => {
  const mine = await desk.takes({ id: 'd@posta.example', ...answerTo('c@posta.example') });
  const other = await desk.takes({ id: 'c@posta.example', from: 'Eva <eva@posta.example>' });
  expect(other).toMatchObject({ verdict: 'accepted', why: 'new' });
  expect(other.ticket_id).not.toBe(mine.ticket_id);
  await desk.takes({ id: 'f@posta.example', ...answerTo('e@posta.example') });
  desk.clock.advance(5 * DAY);
  expect(await desk.takes({ id: 'e@posta.example' })).toMatchObject({ verdict: 'accepted', why: 'new' });
});
