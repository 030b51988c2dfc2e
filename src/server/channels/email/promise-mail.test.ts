import { beforeEach, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '#core/time.ts';
import { publish, type PathBody } from '#server/sla/store.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { dueAt } from '#core/ticket/due.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { promiseView } from '#server/ticket/promise-view.ts';
import { merging } from '#server/ticket/merge.ts';
import type { PersonActor } from '#server/ticket/sight.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openMailDesk } from '#test/harness/mail-desk.ts';
import { mailWorld } from '#test/harness/mail-world.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const { clock } = desk;

const world = await mailWorld(db, desk);
const { taken } = world;

/** The desk's path, whose specialists have an hour and whose lead has two. */
const promising = await db.withTransaction(async (tx) => {
  const { rows } = await tx.query<{ body: PathBody }>('select body from config_version where id = $1', [
    desk.pathVersionId,
  ]);
  const { steps, ...rest } = rows[0]!.body;
  const [specialist, lead] = steps;
  const body: PathBody = {
    ...rest,
    steps: [
      { ...specialist!, promise: { stage: 'specialist', doWithinMs: HOUR } },
      { ...lead!, promise: { stage: 'team_lead', doWithinMs: 2 * HOUR } },
    ],
  };
  return publish(tx, { kind: 'path', name: 'Promising', body }, clock.current);
});

const delivers = () => world.delivers(SECOND);
beforeEach(async () => {
  clock.advance(3 * HOUR);
  await delivers();
  taken.length = 0;
});

/** A ticket of Iva's that climbs the promising path from now. */
const promised = async (): Promise<number> => {
  const row = await desk.takes({ subject: 'Slušalice' });
  const ticketId = row.ticket_id!;
  await desk.does(ticketId, desk.petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  await desk.does(ticketId, desk.petra, { type: 'apply_path', escalationId: 1, pathVersionId: promising });
  return ticketId;
};
const ticketOf = async (id: number): Promise<Ticket> => (await loadTickets(db.pool, [id])).get(id)!;
const toIva = () => world.takenFor('iva@posta.example');

test('the requester is told stage and time by mail, in their language, by role and not by name', async () => {
  const ticketId = await promised();
  const { promises, language } = await ticketOf(ticketId);
  expect(promises).toMatchObject([{ stage: 'specialist', state: 'open', dueAt: clock.current + 75 * MINUTE }]);
  await delivers();
  const [mail, ...others] = await toIva();
  expect(others).toEqual([]);
  const { time_zone: timeZone } = (
    await db.query<{ time_zone: string }>(
      'select p.time_zone from ticket t join person p on p.id = t.requester_id where t.id = $1',
      [ticketId],
    )
  ).rows[0]!;
  const at = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone });
  expect(mail!.text).toContain(at.format(promises[0]!.dueAt));
  expect(mail!.text).toContain(language === 'hr' ? 'stručnjak' : 'specialist');
  expect(mail!.text).not.toMatch(/Marko|Petra|Billing/);
  expect(mail!.subject).toBe('Re: Slušalice');
  expect(mail!.headers.get('auto-submitted')).toBe('auto-replied');
  expect(mail!.replyTo?.value[0]?.address).toContain('@');
  // an automatic message is no answer: the clock runs on
  expect((await ticketOf(ticketId)).clocks).toMatchObject([{ state: 'running' }]);
  expect(promiseView(await ticketOf(ticketId))).toMatchObject({
    promise: { stage: 'specialist', state: 'open' },
    promisedAt: (await ticketOf(ticketId)).clocks.map((each) => (each.state === 'running' ? each.dueAt : null))[0],
  });
});

test('whose ticket was merged into hers hears it too', async () => {
  const { ticket_id: ivas } = await desk.takes({ subject: 'Slušalice' });
  const anas = await desk.opens();
  const petra: PersonActor = {
    kind: 'person',
    personId: desk.petra,
    role: 'agent',
    teamIds: [desk.teamId],
    leadOf: [],
  };
  const { merge } = merging({ db, door: desk.door, cleanHtml: (html) => html, changed: () => {} });
  await merge({ actor: petra, ticketId: anas, intoId: ivas!, commandId: 'one-matter' });
  await desk.does(ivas!, desk.petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  await desk.does(ivas!, desk.petra, { type: 'apply_path', escalationId: 1, pathVersionId: promising });
  await delivers();
  const mails = taken.filter(({ to }) => to.includes('iva@posta.example'));
  expect(mails).toMatchObject([{ to: ['iva@posta.example', 'ana@kupac.example'] }]);
});

test('a person who writes before the message goes out makes it needless, and keeps the promise', async () => {
  const ticketId = await promised();
  await db.query(
    "update outbox set not_before = not_before + interval '1 minute' where kind = 'promise_mail' and ticket_id = $1",
    [ticketId],
  );
  await desk.replies(ticketId, 'Novac je na putu.');
  await delivers();
  clock.advance(2 * MINUTE);
  await delivers();
  expect(await toIva()).toHaveLength(1);
  expect((await ticketOf(ticketId)).promises).toMatchObject([{ state: 'kept' }]);
  const { rows } = await db.query(
    "select state, last_error from outbox where kind = 'promise_mail' and ticket_id = $1",
    [ticketId],
  );
  expect(rows).toEqual([{ state: 'cancelled', last_error: 'nothing_left_to_say' }]);
});

test('a broken promise is said openly with the next one, an hour after the last message; the log replays to the row', async () => {
  const ticketId = await promised();
  await delivers();
  const [escalation] = (await ticketOf(ticketId)).escalations;
  await desk.does(ticketId, escalation!.told[0]!, { type: 'acknowledge', escalationId: 1 });
  expect(dueAt(await ticketOf(ticketId))).toBeLessThanOrEqual((await ticketOf(ticketId)).promises[0]!.dueAt + 1);
  clock.advance(76 * MINUTE);
  await desk.ticks(ticketId);
  const ticket = await ticketOf(ticketId);
  expect(ticket.promises).toMatchObject([
    { state: 'broken', stage: 'specialist' },
    { state: 'open', stage: 'team_lead' },
  ]);
  await delivers();
  const [, late, ...others] = await toIva();
  expect(others).toEqual([]);
  expect(late!.text).toContain(ticket.language === 'hr' ? 'Ispričavamo se' : 'We are sorry');
  const { rows } = await db.query<{ kind: string }>(
    "select kind from notice where ticket_id = $1 and kind = 'promise_broken'",
    [ticketId],
  );
  expect(rows).toHaveLength(1);
  const log = await readLog(db.pool, ticketId);
  expect(log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null)).toEqual(ticket);
});

test('another stage within the hour waits with its message until the hour is over, and says what holds then', async () => {
  const ticketId = await promised();
  await delivers();
  const [first] = (await ticketOf(ticketId)).promises;
  clock.advance(15 * MINUTE);
  await desk.ticks(ticketId);
  await delivers();
  expect(await toIva()).toHaveLength(1);
  const [promise] = (await ticketOf(ticketId)).promises;
  expect(promise).toMatchObject({ stage: 'team_lead', dueAt: first!.dueAt, toldAt: first!.toldAt! + HOUR });
  clock.advance(45 * MINUTE);
  await delivers();
  expect((await toIva()).map(({ text }) => /voditelj tima|team lead/.test(text ?? ''))).toEqual([false, true]);
});
