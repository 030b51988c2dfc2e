import { expect, test } from 'vitest';
import type { TicketDetail } from '#contract/ticket.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { publish } from '#server/sla/store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk, USUAL } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, marko, ivana, sanja } = desk;
let keys = 0;
const asks = async (by: number, method: 'PUT' | 'DELETE', url: string, body: object = {}) =>
  (await server.as(by)).ask(method, url, { commandId: `command-${(keys += 1)}`, ...body });
const detail = async (answer: ReturnType<typeof asks>) => (await answer).json() as TicketDetail;
const codes = async (answer: ReturnType<typeof asks>) => {
  const { statusCode, json } = await answer;
  return [statusCode, (json() as { code?: string }).code];
};

/** Petra has raised it; Marko is told. */
const raised = async () => {
  const id = await desk.opens();
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  return { id, url: `/api/tickets/${id}/escalations/1` };
};

test('a silence keeps what was left of the wait, ends by itself, and is broken by escalating', async () => {
  const { id, url } = await raised();
  desk.clock.advance(5 * MINUTE);
  expect(await codes(asks(petra, 'PUT', `${url}/silence`, { lengthMs: HOUR }))).toEqual([403, 'not_allowed']);
  expect((await asks(ivana, 'PUT', `${url}/silence`, { lengthMs: 25 * HOUR })).statusCode).toBe(400);
  const silenced = await detail(asks(ivana, 'PUT', `${url}/silence`, { lengthMs: HOUR }));
  expect(silenced.escalations[0]).toMatchObject({ status: 'climbing', silencedUntil: desk.clock.current + HOUR });
  expect(silenced.clock?.state).toBe('running');
  desk.clock.advance(HOUR);
  await desk.ticks(id);
  const after: TicketDetail = (await (await server.as(ivana)).get(`/api/tickets/${id}`)).json();
  expect(after.escalations[0]).toMatchObject({ silencedUntil: null, stepIndex: 0 });
  expect(after.escalations[0]!.nextAt).toBe(desk.clock.current + USUAL.waitMs - 5 * MINUTE);
  await asks(ivana, 'PUT', `${url}/silence`, { lengthMs: HOUR });
  await desk.does(id, petra, { type: 'escalate', firing: 1, reason: 'authority', messageId: null });
  const broken: TicketDetail = (await (await server.as(ivana)).get(`/api/tickets/${id}`)).json();
  expect(broken.escalations[0]).toMatchObject({ silencedUntil: null, stepIndex: 1, told: [{ id: ivana }] });
  expect(await codes(asks(ivana, 'DELETE', `${url}/silence`))).toEqual([409, 'not_silenced']);
});

test('whoever gives up what they hold sends it on to the next step, not to themselves', async () => {
  const { url } = await raised();
  await asks(marko, 'PUT', `${url}/acknowledgement`);
  expect(await codes(asks(ivana, 'DELETE', `${url}/acknowledgement`))).toEqual([409, 'not_holder']);
  const after = await detail(asks(marko, 'DELETE', `${url}/acknowledgement`));
  expect(after.escalations[0]).toMatchObject({ status: 'climbing', stepIndex: 1, told: [{ id: ivana }] });
});

test('somebody takes it in the place of the holder they saw, and of nobody else', async () => {
  const { url } = await raised();
  await asks(marko, 'PUT', `${url}/acknowledgement`);
  expect(await codes(asks(ivana, 'PUT', `${url}/acknowledgement`))).toEqual([409, 'already_acknowledged']);
  expect(await codes(asks(ivana, 'PUT', `${url}/acknowledgement`, { insteadOf: petra }))).toEqual([
    409,
    'already_acknowledged',
  ]);
  const taken = await detail(asks(ivana, 'PUT', `${url}/acknowledgement`, { insteadOf: marko }));
  expect(taken.escalations[0]).toMatchObject({ status: 'acknowledged', acknowledgedBy: { id: ivana } });
});

test('another path begins at its first step at once and takes the acknowledgement away', async () => {
  const { rows } = await db.query<{ body: object }>('select body from config_version where id = $1', [
    desk.pathVersionId,
  ]);
  const [specialist, lead] = (rows[0]!.body as { steps: object[] }).steps;
  const body = { ...rows[0]!.body, steps: [lead, specialist] } as Parameters<typeof publish>[1]['body'];
  await db.withTransaction((tx) =>
    publish(tx, { kind: 'path', name: 'Lead first', body } as Parameters<typeof publish>[1], desk.clock.current),
  );
  const { id, url } = await raised();
  await asks(marko, 'PUT', `${url}/acknowledgement`);
  expect(await codes(asks(ivana, 'PUT', `${url}/path`, { path: 'No such path' }))).toEqual([422, 'path_unknown']);
  const applied = await detail(asks(ivana, 'PUT', `${url}/path`, { path: 'Lead first' }));
  expect(applied.escalations[0]).toMatchObject({ status: 'climbing', path: 'Lead first', stepIndex: 0, firing: 2 });
  // what is missed later joins it, although its own path is the other one
  desk.clock.advance(2 * HOUR);
  await desk.ticks(id);
  const later: TicketDetail = (await (await server.as(sanja)).get(`/api/tickets/${id}`)).json();
  expect(later.escalations.map(({ reasons }) => reasons.map(({ type }) => type))).toEqual([['request', 'breach']]);
});

test('planned work holds the climb and loses nothing; ended early, what waited goes out', async () => {
  const { id, url } = await raised();
  const until = desk.clock.current + 2 * HOUR;
  expect(await codes(asks(ivana, 'PUT', `/api/tickets/${id}/maintenance`, { until: 1 }))).toEqual([422, 'moment_past']);
  await asks(ivana, 'PUT', `/api/tickets/${id}/maintenance`, { until });
  desk.clock.advance(HOUR);
  await desk.ticks(id);
  const waiting: TicketDetail = (await (await server.as(sanja)).get(`/api/tickets/${id}`)).json();
  expect(waiting.escalations[0]).toMatchObject({ stepIndex: 0, firing: 1 });
  const press = { type: 'escalate', firing: 1, reason: 'authority', messageId: null } as const;
  expect(await desk.does(id, petra, press)).toMatchObject({ ok: false, refusal: 'in_maintenance' });
  await asks(ivana, 'DELETE', `/api/tickets/${id}/maintenance`);
  await desk.ticks(id);
  const after: TicketDetail = (await (await server.as(sanja)).get(`/api/tickets/${id}`)).json();
  expect(after.escalations[0]).toMatchObject({ stepIndex: 1, told: [{ id: ivana }] });
  expect(after.escalations[0]!.nextAt).toBe(desk.clock.current + USUAL.waitMs);
  expect(await codes(asks(ivana, 'DELETE', `/api/tickets/${id}/maintenance`))).toEqual([409, 'not_in_maintenance']);
  expect(await codes(asks(ivana, 'PUT', `${url}/de-escalation`, { reason: 'no such reason' }))).toEqual([
    400,
    'invalid_request',
  ]);
});

test('what is de-escalated ends with its reason; the ticket stays open and its clock runs', async () => {
  const { id, url } = await raised();
  const ended = await detail(
    asks(ivana, 'PUT', `${url}/de-escalation`, { reason: 'calmed', words: 'She is content.' }),
  );
  expect(ended).toMatchObject({ status: 'new', escalation: null, clock: { state: 'running' } });
  expect(ended.escalations[0]).toMatchObject({ status: 'ended', endedWhy: 'de_escalated' });
  const { rows } = await db.query<{ body: object }>(
    `select body from ticket_event where ticket_id = $1 and type = 'escalation_ended'`,
    [id],
  );
  expect(rows[0]?.body).toMatchObject({ because: { by: ivana, reason: 'calmed' } });
  const told = await db.query<{ person_id: number }>(
    `select person_id from notice where ticket_id = $1 and kind = 'escalation_ended'`,
    [id],
  );
  const hears = told.rows.map(({ person_id }) => person_id);
  expect(hears).toEqual(expect.arrayContaining([petra, marko]));
  expect(hears).not.toContain(ivana);
});
