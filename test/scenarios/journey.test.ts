import { expect, test } from 'vitest';
import type { CaughtMailPage, IntakePage } from '#contract/mail.ts';
import type { NoticePage } from '#contract/notice.ts';
import type { TicketPage } from '#contract/list.ts';
import type { EventPage, MessagePage, TicketDetail } from '#contract/ticket.ts';
import { HOUR, MINUTE, SECOND } from '#core/time.ts';
import { until } from '#server/platform/clock.ts';
import { startTestBelay } from '#test/harness/belay.ts';
import { openStream } from '#test/harness/event-stream.ts';

/** Monday 2026-11-23 at 10:00 in Zagreb. */
const TEN = Date.parse('2026-11-23T09:00:00Z');

const belay = await startTestBelay({ now: TEN, env: { BELAY_UNDO_SEND: '10' } });
const [marko, ivana, sanja] = await Promise.all(['marko', 'ivana', 'sanja'].map((login) => belay.as(login)));
const ana = 'Ana Kovač <ana.kovac@posta.example>';

let ticketId = 0;
let messageId = '';
const detail = (reader = ivana!): Promise<TicketDetail> => reader.get(`/api/tickets/${ticketId}`);
const log = async (): Promise<EventPage['items']> =>
  (await ivana!.get<EventPage>(`/api/tickets/${ticketId}/events`)).items;
const eventOf = async (type: string) => (await log()).findLast((event) => event.type === type);

// docs/journey.md, step by step; each test goes on where the one before ended

test('1–3: a mail sent by SMTP is kept, understood, and becomes a ticket with somebody responsible and a clock', async () => {
  messageId = await belay.sends({
    from: ana,
    to: 'billing@bura.example',
    subject: 'Naplatili ste mi dvaput',
    text: 'Molim povrat za drugi račun.',
  });
  const ledger = () => sanja!.get<IntakePage>('/api/intake?limit=1');
  expect(await until(async () => (await ledger()).items[0]?.verdict === 'accepted', { withinMs: 10_000 })).toBe(true);
  const [row] = (await ledger()).items;
  expect(row).toMatchObject({ mailbox: 'billing@bura.example', from: 'ana.kovac@posta.example', why: 'new' });
  ticketId = row!.ticketId!;
  const ticket = await detail();
  expect(ticket).toMatchObject({
    subject: 'Naplatili ste mi dvaput',
    status: 'new',
    requester: { name: 'Ana Kovač' },
    team: { name: 'Billing' },
    responsible: { because: 'assigned' },
    clock: { state: 'running', dueAt: TEN + HOUR, remainingMs: HOUR, counting: true },
    firstContactAt: TEN,
  });
});

test('4: what the door wrote is the row, the clock, the log and who is told, in one transaction', async () => {
  expect((await log()).map(({ type }) => type)).toEqual([
    'ticket_opened',
    'message_received',
    // the first reply, and the resolution
    'clock_started',
    'clock_started',
    'assigned',
  ]);
  const { rows } = await belay.db.query(
    'select count(distinct xact) as transactions from ticket_event where ticket_id = $1',
    [ticketId],
  );
  expect(rows[0].transactions).toBe(1);
});

test('5: an open desk hears of it, and another team’s does not', async () => {
  const own = await openStream(`${belay.url}/api/live`, ivana!.cookie);
  const { cookie } = await belay.as('jonas');
  const other = await openStream(`${belay.url}/api/live`, cookie);
  const noted = await marko!.post<TicketDetail>(`/api/tickets/${ticketId}/notes`, {
    text: 'Dvostruka naplata.',
    commandId: 'journey-note',
  });
  const isThis = ({ event, data }: { event: string; data: unknown }) =>
    event === 'ticket' && (data as { ticketId: number }).ticketId === ticketId;
  // a stream opened a moment after the ticket may still hear of its opening first
  const isNote = (each: { event: string; data: unknown }) =>
    isThis(each) && (each.data as { seq: number }).seq === noted.seq;
  expect((await own.next(isNote)).data).toEqual({ ticketId, seq: noted.seq });
  expect(other.events.filter(isThis)).toEqual([]);
  own.close();
  other.close();
});

test('6: at half the time the person responsible is told, on the desk and by mail', async () => {
  await belay.advanceTo(TEN + 30 * MINUTE);
  expect(await eventOf('target_at_risk')).toMatchObject({ body: { percent: 50, reachedAt: TEN + 30 * MINUTE } });
  const { assignee } = await detail();
  const holder = await belay.as(belay.logins.find(({ name }) => name === assignee!.name)!.email.split('@')[0]!);
  expect((await holder.get<NoticePage>('/api/notices')).items[0]).toMatchObject({ ticketId, kind: 'target_at_risk' });
  // notices wait a little for each other, so that one mail tells them all
  await belay.advanceTo(TEN + 32 * MINUTE);
  const { items } = await sanja!.get<CaughtMailPage>('/api/caught-mail');
  const mail = items.find(
    ({ to, at }) => to[0]!.startsWith(assignee!.name.split(' ')[0]!.toLowerCase()) && at >= TEN + 30 * MINUTE,
  );
  expect(mail?.text).toContain('Naplatili ste mi dvaput');
});

test('7: the first reply is missed, dated at the due moment however late Belay looks, and step 1 is told', async () => {
  await belay.advanceTo(TEN + HOUR);
  expect(await eventOf('target_breached')).toBeUndefined();
  await belay.advanceTo(TEN + HOUR + 20 * SECOND);
  expect(await eventOf('target_breached')).toMatchObject({
    at: TEN + HOUR + 20 * SECOND,
    body: { breachedAt: TEN + HOUR },
  });
  const ticket = await detail();
  expect(ticket.clock).toMatchObject({ breachedAt: TEN + HOUR, remainingMs: -20 * SECOND });
  expect(ticket.escalations).toMatchObject([
    { status: 'climbing', stepIndex: 0, told: [{ name: 'Marko Knežević' }], reasons: [{ type: 'breach' }] },
  ]);
  const { items } = await marko!.get<TicketPage>('/api/tickets?view=escalated');
  expect(items.find(({ id }) => id === ticketId)?.escalation).toMatchObject({ toldMe: true, stepCount: 3 });
});

test('8: nobody acknowledges within a quarter of an hour, so step 2 is told', async () => {
  const { escalations } = await detail();
  const dueAt = escalations[0]!.nextAt!;
  expect(dueAt).toBe(TEN + HOUR + 15 * MINUTE);
  await belay.advanceTo(dueAt - 1);
  expect((await detail()).escalations[0]).toMatchObject({ stepIndex: 0 });
  await belay.advanceTo(dueAt);
  expect((await detail()).escalations[0]).toMatchObject({ stepIndex: 1, told: [{ name: 'Ivana Babić' }], firing: 2 });
  const { items } = await ivana!.get<NoticePage>('/api/notices');
  expect(items.filter((notice) => notice.ticketId === ticketId && notice.kind === 'step_reached')).toHaveLength(1);
});

test('9: the lead acknowledges; the climb stops, the clock does not, and it is a loan', async () => {
  const url = `/api/tickets/${ticketId}/escalations/1/acknowledgement`;
  const taken = await ivana!.put<TicketDetail>(url, { commandId: 'journey-acknowledge' });
  expect(taken).toMatchObject({
    responsible: { person: { name: 'Ivana Babić' }, because: 'acknowledged' },
    clock: { state: 'running' },
    escalations: [{ status: 'acknowledged', nextAt: null, acknowledgedBy: { name: 'Ivana Babić' } }],
  });
  expect(taken.escalations[0]!.confirmBy).toBeGreaterThan(belay.clock.current);
  await expect(marko!.put(url, { commandId: 'journey-too-late' })).rejects.toThrow('already_acknowledged');
  await belay.advanceTo(belay.clock.current + HOUR);
  expect((await detail()).escalations[0]).toMatchObject({ status: 'acknowledged', stepIndex: 1 });
});

test('10: the reply stops the clock when it is sent, arrives in the customer’s thread, and the ticket is solved', async () => {
  await ivana!.post(`/api/tickets/${ticketId}/replies`, {
    text: 'Vraćamo vam drugi iznos danas.',
    commandId: 'journey-reply',
  });
  const firstReply = async () => (await detail()).clocks.find(({ kind }) => kind === 'first_reply');
  expect(await firstReply()).toMatchObject({ state: 'running' });
  await belay.advanceTo(belay.clock.current + 10 * SECOND);
  expect(await firstReply()).toMatchObject({ state: 'stopped', outcome: 'late', stoppedAt: belay.clock.current });
  const { items } = await ivana!.get<MessagePage>(`/api/tickets/${ticketId}/messages`);
  expect(items.map(({ kind, delivery }) => [kind, delivery])).toEqual([
    ['message', null],
    ['note', null],
    ['reply', 'accepted'],
  ]);
  const caught = (await sanja!.get<CaughtMailPage>('/api/caught-mail')).items.find(
    ({ to }) => to[0] === 'ana.kovac@posta.example',
  );
  expect(caught).toMatchObject({ ticketId, subject: 'Re: Naplatili ste mi dvaput' });
  const raw = await fetch(`${belay.url}/api/caught-mail/${caught!.id}/raw`, { headers: { cookie: sanja!.cookie } });
  expect(await raw.text()).toContain(`In-Reply-To: <${messageId}>`);

  const solved = await ivana!.put<TicketDetail>(`/api/tickets/${ticketId}/status`, {
    status: 'solved',
    commandId: 'journey-solve',
  });
  expect(solved).toMatchObject({
    status: 'solved',
    escalation: null,
    escalations: [{ status: 'ended', endedWhy: 'solved' }],
  });
});

test('nothing was left hanging on the way', async () => {
  const health = (await (await fetch(`${belay.url}/api/health`)).json()) as { status: string; limbo: number };
  expect(health).toMatchObject({ status: 'ok', limbo: 0, stuck: 0 });
});
