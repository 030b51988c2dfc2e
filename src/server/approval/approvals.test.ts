import { expect, test } from 'vitest';
import type { ApprovalLimits, ApprovalList } from '#contract/approval.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { HOUR } from '#core/time.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { addPerson } from '#server/people/add-store.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { putLimits } from './limit-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, lea, marko, ivana, sanja } = desk;
const staff = (name: string, role: 'approver' | 'executive' | 'admin') =>
  addPerson(
    db,
    {
      name,
      role,
      email: `${name.toLowerCase()}@bura.example`,
      tier: null,
      language: 'hr',
      timeZone: 'Europe/Zagreb',
    },
    MONDAY,
  );
const fran = await staff('Fran', 'approver');
const dina = await staff('Dina', 'executive');
const admin = await staff('Adrijana', 'admin');
await db.query('update person set manager_id = $1 where id = any($2)', [ivana, [petra, lea, marko]]);
await db.query('update person set manager_id = $1 where id = $2', [dina, fran]);
await db.withTransaction((tx) =>
  putLimits(tx, [
    { currency: 'EUR', of: { tier: 2 }, mostMinor: 10_000 },
    { currency: 'EUR', of: { role: 'approver' }, mostMinor: 100_000 },
    { currency: 'EUR', of: { role: 'executive' }, mostMinor: null },
  ]),
);
let keys = 0;
const asks = async (by: number, method: 'POST' | 'PUT', url: string, body: object = {}) =>
  (await server.as(by)).ask(method, url, { commandId: `command-${(keys += 1)}`, ...body });
const detail = async (answer: Promise<{ json(): unknown }>) => (await answer).json() as TicketDetail;
const codes = async (answer: ReturnType<typeof asks>) => {
  const { statusCode, json } = await answer;
  return [statusCode, (json() as { code?: string }).code];
};
const told = async (ticketId: number, kind: string) => {
  const text = 'select person_id from notice where ticket_id = $1 and kind = $2 order by person_id';
  return (await db.query<{ person_id: number }>(text, [ticketId, kind])).rows.map(({ person_id }) => person_id);
};
const ofFran = { approvers: [{ type: 'person', personId: fran }], amount: { minor: 12_000, currency: 'EUR' } };
const waitsFor = async (by: number) =>
  ((await (await server.as(by)).get('/api/approvals')).json() as ApprovalList).items;

/** Petra has the ticket, and asks for a refund of 120 €. */
const asked = async (changes: object = {}) => {
  const id = await desk.opens();
  await desk.does(id, ivana, { type: 'assign', assigneeId: petra, teamId: null });
  const url = `/api/tickets/${id}/approvals`;
  const ticket = await detail(asks(petra, 'POST', url, { ...ofFran, words: 'Charged twice.', ...changes }));
  return { id, url, ticket };
};

/** The log replayed is the row. */
const isItsLog = async (id: number) => {
  const log = await readLog(db, id);
  const replayed = log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null);
  expect(replayed).toEqual((await loadTickets(db, [id])).get(id));
};

test('a refund is asked for, waits in Fran’s list, and is granted; the ticket is his to see, and solvable only then', async () => {
  const { id, url, ticket } = await asked();
  expect(ticket.approvals).toMatchObject([
    { id: 1, status: 'pending', amount: { minor: 12_000 }, seats: [{ state: 'open', told: [{ id: fran }] }] },
  ]);
  expect(ticket.may).toMatchObject({ solve: 'approval_pending', ask_approval: null });
  expect(ticket.approvals[0]?.may).toEqual({
    grant: 'own_approval',
    refuse: 'own_approval',
    delegate: 'own_approval',
    withdraw: null,
  });
  expect(await told(id, 'approval_asked')).toEqual([fran]);
  expect(await waitsFor(fran)).toMatchObject([{ ticketId: id, approvalId: 1, words: 'Charged twice.' }]);
  expect(await codes(asks(petra, 'PUT', `/api/tickets/${id}/status`, { status: 'solved' }))).toEqual([
    409,
    'approval_pending',
  ]);
  const granted = await detail(asks(fran, 'PUT', `${url}/1/decision`, { verdict: 'granted', words: 'Pay it.' }));
  expect(granted.approvals).toMatchObject([
    {
      status: 'ended',
      endedWhy: 'granted',
      seats: [{ state: 'decided', verdict: 'granted', decidedBy: { id: fran } }],
    },
  ]);
  expect(await told(id, 'approval_ended')).toEqual([petra]);
  expect(await waitsFor(fran)).toEqual([]);
  await isItsLog(id);
  expect((await asks(petra, 'PUT', `/api/tickets/${id}/status`, { status: 'solved' })).statusCode).toBe(200);
});

test('nobody decides what they asked, what nobody asked of them, or more than they may', async () => {
  const { id, url } = await asked();
  expect(await codes(asks(petra, 'PUT', `${url}/1/decision`, { verdict: 'granted' }))).toEqual([409, 'own_approval']);
  expect(await codes(asks(ivana, 'PUT', `${url}/1/decision`, { verdict: 'granted' }))).toEqual([409, 'not_asked']);
  const marko120 = { ...ofFran, approvers: [{ type: 'person', personId: marko }] };
  expect(await codes(asks(petra, 'POST', url, marko120))).toEqual([409, 'over_limit']);
  const lost = { approvers: [{ type: 'person', personId: 999_999 }] };
  expect(await codes(asks(petra, 'POST', url, lost))).toEqual([422, 'approver_unknown']);
  expect(await codes(asks(fran, 'PUT', `${url}/9/decision`, { verdict: 'granted' }))).toEqual([
    409,
    'approval_unknown',
  ]);
  await isItsLog(id);
});

test('what Fran does not decide goes to his delegate, then to his superior, and at the end it has expired', async () => {
  expect((await asks(fran, 'PUT', '/api/me/approval-delegate', { personId: dina })).statusCode).toBe(200);
  const { id } = await asked({ decideMs: HOUR });
  await desk.does(id, petra, { type: 'reply', messageId: 0, words: 'We are asking.' });
  const turns: unknown[] = [];
  for (let hours = 0; hours < 3; hours += 1) {
    desk.clock.advance(HOUR);
    await desk.ticks(id);
    const ticket = (await loadTickets(db, [id])).get(id)!;
    const seat = ticket.approvals[0]!.seats[0]!;
    turns.push(seat.state === 'open' ? [seat.level, seat.told] : [seat.state, ticket.approvals[0]!.status]);
  }
  expect(turns).toEqual([
    ['delegate', [fran, dina]],
    ['last_resort', [fran, dina, sanja]],
    ['expired', 'ended'],
  ]);
  expect(await told(id, 'approval_passed_on')).toEqual([sanja, dina].toSorted((one, other) => one - other));
  const ended = (await loadTickets(db, [id])).get(id)!.approvals[0]!;
  expect(ended).toMatchObject({ status: 'ended', why: 'expired' });
  expect((await db.query('select granted_by from approval where ticket_id = $1', [id])).rows).toEqual([
    { granted_by: [] },
  ]);
  await isItsLog(id);
  await asks(fran, 'PUT', '/api/me/approval-delegate', { personId: null });
});

test('an approver who is deactivated is passed over at the next look, and nobody may decide in their name', async () => {
  const { id, url } = await asked();
  const signedIn = await server.as(fran);
  const answer = await (await server.as(admin)).ask('PATCH', `/api/people/${fran}`, { active: false });
  expect(answer.statusCode).toBe(200);
  const late = await signedIn.ask('PUT', `${url}/1/decision`, { verdict: 'granted', commandId: 'too-late-1' });
  expect(late.statusCode).toBeGreaterThanOrEqual(400);
  const { rows } = await db.query('select ticket_id from recheck where ticket_id = $1', [id]);
  expect(rows).toEqual([{ ticket_id: id }]);
  await desk.act({ ticketId: id, actor: { kind: 'system' }, command: { type: 'recheck' } });
  const [seat] = (await loadTickets(db, [id])).get(id)!.approvals[0]!.seats;
  expect(seat).toMatchObject({ state: 'open', level: 'superior', told: [fran, dina] });
  await isItsLog(id);
  await (await server.as(admin)).ask('PATCH', `/api/people/${fran}`, { active: true });
});

test('the limits are the administrator’s to set, each tier and role once', async () => {
  const put = (items: ApprovalLimits['items'], by = admin) => asks(by, 'PUT', '/api/approval-limits', { items });
  const twice = { currency: 'EUR', of: { tier: 2 }, mostMinor: 1 };
  expect((await put([twice, twice])).statusCode).toBe(422);
  expect((await put([], ivana)).statusCode).toBe(403);
  const limits: ApprovalLimits['items'] = [
    { currency: 'EUR', of: { tier: 2 }, mostMinor: 10_000 },
    { currency: 'EUR', of: { role: 'approver' }, mostMinor: 100_000 },
    { currency: 'EUR', of: { role: 'executive' }, mostMinor: null },
  ];
  const atOnce = await Promise.all([put(limits), put([]), put(limits)]);
  expect(atOnce.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect((await put(limits)).json()).toEqual({ items: limits });
});

test('the database itself keeps a grant without a yes, and a yes of whoever asked, out', async () => {
  const { id } = await asked();
  const change = (set: string) => db.query(`update approval set ${set} where ticket_id = $1`, [id]);
  const end = `status = 'ended', ended_at = asked_at, ended_why = 'granted'`;
  await expect(change(end)).rejects.toThrow('approval_granted');
  await expect(change(`${end}, granted_by = array[${petra}]`)).rejects.toThrow('approval_four_eyes');
});
