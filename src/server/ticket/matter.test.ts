import { beforeEach, expect, test } from 'vitest';
import type { Explanation } from '#contract/explanation.ts';
import type { EventPage, MessagePage, TicketDetail } from '#contract/ticket.ts';
import { MINUTE } from '#core/time.ts';
import { addTeam } from '#server/people/add-store.ts';
import { publish, type MatrixBody, type PolicyBody } from '#server/sla/store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { openMailDesk } from '#test/harness/mail-desk.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const server = await serveDesk(db, desk);
const { petra, sanja, clock } = desk;
let keys = 0;
const asks = async (method: 'PUT' | 'DELETE' | 'POST', url: string, body: object = {}, by = petra) =>
  (await server.as(by)).ask(method, `/api/tickets/${url}`, { commandId: `command-${(keys += 1)}`, ...body });
const read = async <Body>(url: string, by = petra): Promise<Body> =>
  (await (await server.as(by)).get(`/api/tickets/${url}`)).json<Body>();
let id = 0;

beforeEach(async () => {
  id = await desk.opens();
  clock.advance(MINUTE);
});

/** Iva writes to Ana's ticket. */
const writes = async (subject = 'Another invoice'): Promise<number> => {
  const to = [desk.tokens.addressFor('billing@bura.example', id)];
  expect(await desk.takes({ subject, body: 'This is mine' }, to)).toMatchObject({ ticket_id: id });
  return (await read<MessagePage>(`${id}/messages`)).items.at(-1)!.id;
};

test('a message becomes a ticket of its own: of whoever wrote it, with what it waits for, and with its words', async () => {
  const messageId = await writes();
  await asks('PUT', `${id}/exclusions/${desk.lea}`, {}, sanja);
  const written = clock.current;
  clock.advance(5 * MINUTE);
  const commandId = 'split-once';
  const split = await asks('POST', `${id}/splits`, { messageId, commandId });
  expect(split.statusCode).toBe(200);
  const made = split.json<TicketDetail>();
  expect(made).toMatchObject({ subject: 'Another invoice', requesterEmail: 'iva@posta.example', status: 'new' });
  expect(made.excluded.map((person) => person.id)).toEqual([desk.lea]);
  expect(made.clocks[0]).toMatchObject({ dueAt: written + 60 * MINUTE });
  expect((await read<MessagePage>(`${made.id}/messages`)).items.map((message) => message.id)).toEqual([messageId]);
  expect((await read<MessagePage>(`${id}/messages`)).items).toHaveLength(1);
  expect((await asks('POST', `${id}/splits`, { messageId, commandId })).json()).toMatchObject({ id: made.id });
  expect((await asks('POST', `${id}/splits`, { messageId })).json()).toMatchObject({ code: 'message_unknown' });
});

test('a message with the subject of the ticket again opens one that is called by what it says, or as somebody says', async () => {
  const splits = async (body: object) =>
    (await asks('POST', `${id}/splits`, { messageId: await writes('Re: No refund'), ...body })).json<TicketDetail>();
  await db.query(`update ticket set subject = 'No refund' where id = $1`, [id]);
  expect(await splits({})).toMatchObject({ subject: 'This is mine' });
  expect(await splits({ subject: '  A second invoice ' })).toMatchObject({ subject: 'A second invoice' });
});

test('where a message went, and where a ticket came from, is told without which to whoever does not see the other', async () => {
  const made = (await asks('POST', `${id}/splits`, { messageId: await writes() })).json<TicketDetail>();
  const told = async (of: number): Promise<string> => {
    const { items, tickets } = await read<EventPage>(`${of}/events`);
    const bodies = items.filter(({ type }) => type === 'ticket_opened' || type === 'message_split_off');
    return JSON.stringify([bodies.map(({ body }) => body), tickets]);
  };
  const number = `"number":${made.number}`;
  expect([await told(id), await told(made.id)]).toEqual([
    expect.stringContaining(number),
    expect.stringContaining(`"splitFrom":${id}`),
  ]);
  const elsewhere = await addTeam(db, 'Elsewhere');
  for (const [away, kept, key] of [
    [made.id, id, 'splitInto'],
    [id, made.id, 'splitFrom'],
  ] as const) {
    const { rows } = await db.query('select team_id, assignee_id from ticket where id = $1', [away]);
    await db.query('update ticket set team_id = $2, assignee_id = null where id = $1', [away, elsewhere]);
    await db.query('delete from ticket_follower where ticket_id = $1', [away]);
    expect(await told(kept)).not.toMatch(new RegExp(`${key}|"number"`));
    const back = [away, rows[0].team_id, rows[0].assignee_id];
    await db.query('update ticket set team_id = $2, assignee_id = $3 where id = $1', back);
  }
});

test('a ticket is put aside until a moment before it is due, and wakes by itself', async () => {
  const until = clock.current + 10 * MINUTE;
  expect((await asks('PUT', `${id}/snooze`, { until: clock.current + 90 * MINUTE })).json()).toMatchObject({
    code: 'snooze_past_due',
  });
  const put = await asks('PUT', `${id}/snooze`, { until });
  // it lies before the clock: it is what comes next, and what lists are sorted by
  const next = { at: until, kind: 'snooze' };
  expect(put.json()).toMatchObject({ snoozedUntil: until, nextEvent: next, may: { end_snooze: null } });
  expect((await read<Explanation>(`${id}/explanation`)).next).toMatchObject({ ...next, because: { rule: 'snooze' } });
  clock.advance(10 * MINUTE);
  await desk.ticks(id);
  expect(await read<TicketDetail>(`${id}`)).toMatchObject({ snoozedUntil: null });
  const { rows } = await db.query(`select person_id from notice where ticket_id = $1 and kind = 'snooze_ended'`, [id]);
  expect(rows).toHaveLength(1);
});

test('another requester brings their organisation, and the matrix is asked again', async () => {
  const { rows } = await db.query<{ body: PolicyBody }>('select body from config_version where id = $1', [
    desk.policyVersionId,
  ]);
  await db.withTransaction(async (tx) => {
    await publish(tx, { kind: 'policy', name: 'Gold', body: rows[0]!.body }, clock.current);
    const when = { customerTiers: ['gold'] };
    const matrix: MatrixBody = {
      rows: [{ id: 'gold', when, plan: { policy: 'Gold' } }],
      otherwise: { policy: 'Standard' },
    };
    await publish(tx, { kind: 'matrix', name: 'main', body: matrix }, clock.current);
    await tx.query(`insert into organisation (id, name, tier, created_at) overriding system value
      select 77, 'Zlato', 'gold', created_at from person limit 1`);
    await tx.query(`insert into person (name, email, role, language, time_zone, organisation_id, created_at)
      select 'Zora', 'zora@zlato.example', 'customer', 'hr', 'UTC', 77, created_at from person limit 1`);
  });
  const changed = await asks('PUT', `${id}/requester`, { requester: { email: 'zora@zlato.example' } });
  expect(changed.json()).toMatchObject({ requesterEmail: 'zora@zlato.example' });
  const log = await read<{ items: { type: string }[] }>(`${id}/events`);
  expect(log.items.map(({ type }) => type)).toEqual(expect.arrayContaining(['requester_changed', 'plan_changed']));
  const again = await asks('PUT', `${id}/requester`, { requester: { email: 'zora@zlato.example' } });
  expect(again.json()).toMatchObject({ code: 'same_requester' });
});

test('a colleague is nobody’s requester', async () => {
  const answer = await asks('PUT', `${id}/requester`, { requester: { email: 'lea@bura.example' } });
  expect(answer.json()).toMatchObject({ code: 'requester_unknown' });
});
