import { expect, test } from 'vitest';
import type { TicketPage } from '#contract/list.ts';
import type { EventPage, MessagePage, TicketDetail } from '#contract/ticket.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, marko, ivana, sanja, ana } = desk;

const otherTeam = await addTeam(db, 'Technical');
const stranger = await addPerson(
  db,
  { name: 'Jonas', email: 'jonas@bura.example', role: 'agent', tier: 1, language: 'en', timeZone: 'UTC' },
  MONDAY,
);
await addMember(db, otherTeam, stranger, false);
let keys = 0;
const commandId = () => `command-${(keys += 1)}`;

test('nobody who is signed out gets past any door that is not public', async () => {
  const guest = await server.as(null);
  const guarded = server.declared.filter(({ may }) => may !== 'public');
  expect(guarded.length).toBeGreaterThan(20);
  for (const { method, url } of guarded) {
    const answer = await guest.ask(method as 'GET', url.replaceAll(/:\w+/g, '1'), method === 'GET' ? undefined : {});
    // a HEAD has no body to say more in
    if (method !== 'HEAD') expect([method, url, answer.json().code]).toEqual([method, url, 'not_signed_in']);
    expect([method, url, answer.statusCode]).toEqual([method, url, 401]);
  }
});

test('the public doors are these and no others', () => {
  const open = server.declared.filter(({ may, method }) => may === 'public' && method !== 'HEAD');
  // what describes the API says nothing of anybody; its pages come with the reader of such descriptions
  const doors = open.map(({ method, url }) => `${method} ${url}`).filter((door) => !door.startsWith('GET /api/docs'));
  expect(doors.toSorted()).toEqual([
    'GET /api/auth/get-session',
    'GET /api/health',
    'GET /api/openapi.json',
    // who has the secret of the link is the person it was sent to
    'GET /decide/:token',
    'POST /api/auth/sign-in/email',
    'POST /api/auth/sign-out',
    'POST /decide/:token',
  ]);
});

test('a ticket out of sight is not there: reading it, acting on it and what hangs on it', async () => {
  const id = await desk.opens();
  const jonas = await server.as(stranger);
  const body = {
    commandId: commandId(),
    text: 'x',
    status: 'solved',
    assigneeId: stranger,
    firing: null,
    reason: 'skill',
  };
  const { rows } = await db.query<{ id: number }>('select id from message where ticket_id = $1', [id]);
  await db.query(`update message set body_html = '<p>hi</p>' where ticket_id = $1`, [id]);
  const asked: ['GET' | 'POST' | 'PUT', string][] = [
    ['GET', `/api/tickets/${id}`],
    ['GET', `/api/tickets/${id}/messages`],
    ['GET', `/api/tickets/${id}/events`],
    ['POST', `/api/tickets/${id}/replies`],
    ['POST', `/api/tickets/${id}/notes`],
    ['PUT', `/api/tickets/${id}/assignee`],
    ['PUT', `/api/tickets/${id}/status`],
    ['POST', `/api/tickets/${id}/escalations`],
    ['PUT', `/api/tickets/${id}/escalations/1/acknowledgement`],
    ['GET', `/api/messages/${rows[0]!.id}/html`],
  ];
  const petraAsks = await server.as(petra);
  for (const [method, url] of asked) {
    const answer = await jonas.ask(method, url, method === 'GET' ? undefined : body);
    expect([method, url, answer.statusCode, answer.json().code]).toEqual([method, url, 404, 'not_found']);
    // the same answer as for a ticket that is nowhere
    if (method === 'GET' && url.startsWith('/api/tickets')) {
      const nowhere = await jonas.get(url.replace(String(id), '999999'));
      const { requestId: _, ...first } = answer.json();
      const { requestId: __, ...second } = nowhere.json();
      expect(first).toEqual(second);
      expect((await petraAsks.get(url)).statusCode).toBe(200);
    }
  }
});

test('an agent answers: the reply stands in the thread, the clock runs on until it is sent', async () => {
  const id = await desk.opens();
  const asks = await server.as(petra);
  const answer = await asks.ask('POST', `/api/tickets/${id}/replies`, {
    text: ' We will look. ',
    commandId: commandId(),
  });
  expect(answer.statusCode).toBe(200);
  const detail: TicketDetail = answer.json();
  expect(detail).toMatchObject({ status: 'open', lastLine: 'We will look.', requester: { id: ana, name: 'Ana' } });
  expect(detail.clock).toMatchObject({ state: 'running', counting: true, policy: 'Standard', calendar: 'Always' });
  const { items }: MessagePage = (await asks.get(`/api/tickets/${id}/messages`)).json();
  expect(items.map(({ kind, text, to, author }) => [kind, text, to, author?.name])).toEqual([
    ['message', 'You charged me twice.', [], 'Ana'],
    ['reply', 'We will look.', ['ana@kupac.example'], 'Petra'],
  ]);
});

test('the same act sent twice is done once', async () => {
  const id = await desk.opens();
  const asks = await server.as(petra);
  const body = { text: 'Only once.', commandId: commandId() };
  const first = await asks.ask('POST', `/api/tickets/${id}/notes`, body);
  const second = await asks.ask('POST', `/api/tickets/${id}/notes`, body);
  expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
  expect(second.json().seq).toBe(first.json().seq);
  // a key counts for one person only: nobody can swallow somebody else's act
  expect((await (await server.as(marko)).ask('POST', `/api/tickets/${id}/notes`, body)).json().seq).toBe(
    first.json().seq + 1,
  );
});

test('what core refuses is a problem with its code; what the reader may not do is greyed out with the same code', async () => {
  const id = await desk.opens();
  const asks = await server.as(petra);
  const detail: TicketDetail = (await asks.get(`/api/tickets/${id}`)).json();
  expect(detail.may).toEqual({
    reply: null,
    note: null,
    assign: null,
    take: detail.assignee?.id === petra ? 'same_assignee' : null,
    solve: null,
    set_status: null,
    escalate: null,
    acknowledge: 'not_escalated',
    confirm: 'not_escalated',
    move_to_team: null,
    set_severity: null,
    set_topic: null,
    set_tags: null,
    return: 'not_escalated',
    hand_back: 'not_escalated',
    open_leg: null,
    open_dispute: null,
    ask_question: null,
    ask_approval: null,
    acknowledge_hand_back: 'not_escalated',
    take_back: 'not_escalated',
    silence: 'not_allowed',
    end_silence: 'not_allowed',
    apply_path: 'not_allowed',
    de_escalate: 'not_allowed',
    begin_maintenance: 'not_allowed',
    end_maintenance: 'not_allowed',
    exclude: 'not_allowed',
    end_snooze: 'not_snoozed',
    mark_spam: null,
    link: null,
    merge: null,
    record_attempt: null,
    resume_automation: 'not_allowed',
    set_requester: null,
    signal: null,
    snooze: null,
    split: null,
    unmark_spam: 'not_spam',
    unmerge: 'not_merged',
  });
  const tried = await asks.ask('PUT', `/api/tickets/${id}/escalations/1/acknowledgement`, { commandId: commandId() });
  expect([tried.statusCode, tried.json().code]).toEqual([409, 'not_escalated']);
  const nobody = await asks.ask('PUT', `/api/tickets/${id}/assignee`, { assigneeId: 999_999, commandId: commandId() });
  expect([nobody.statusCode, nobody.json().code]).toEqual([422, 'assignee_unknown']);
  const nowhere = await asks.ask('PUT', `/api/tickets/${id}/assignee`, {
    assigneeId: null,
    teamId: 999_999,
    commandId: commandId(),
  });
  expect([nowhere.statusCode, nowhere.json().errors[0].path]).toEqual([400, 'teamId']);
});

test('a ticket is escalated with words, seen by who is told, acknowledged, kept, and solved', async () => {
  const id = await desk.opens();
  const [petraAsks, markoAsks] = [await server.as(petra), await server.as(marko)];
  const raised: TicketDetail = (
    await petraAsks.ask('POST', `/api/tickets/${id}/escalations`, {
      firing: null,
      reason: 'asked_for_manager',
      words: 'She wants the boss.',
      commandId: commandId(),
    })
  ).json();
  expect(raised.escalation).toMatchObject({ status: 'climbing', stepIndex: 0, stepCount: 2, toldMe: false });
  expect(raised.escalations[0]).toMatchObject({
    reasons: [{ type: 'request', reason: 'asked_for_manager', by: { name: 'Petra' } }],
    told: [{ name: 'Marko' }],
    steps: [{ people: [{ name: 'Marko' }] }, { people: [{ name: 'Ivana' }] }],
    lastResort: ['Sanja'],
  });
  expect(raised.path.after).toBe(0);
  expect(raised.path.steps.map((step) => step.people.map(({ name }) => name))).toEqual([['Marko'], ['Ivana']]);
  const stale = await markoAsks.ask('POST', `/api/tickets/${id}/escalations`, {
    firing: null,
    reason: 'skill',
    commandId: commandId(),
  });
  expect([stale.statusCode, stale.json().code]).toEqual([409, 'already_escalated']);

  expect((await markoAsks.get(`/api/tickets/${id}`)).json().escalation).toMatchObject({ toldMe: true });
  const url = `/api/tickets/${id}/escalations/1/acknowledgement`;
  const taking = { commandId: commandId() };
  const taken: TicketDetail = (await markoAsks.ask('PUT', url, taking)).json();
  expect(taken.responsible).toMatchObject({ person: { name: 'Marko' }, because: 'acknowledged' });
  expect(taken.may).toMatchObject({ acknowledge: 'already_acknowledged', confirm: 'not_reminded' });
  expect((await markoAsks.ask('PUT', url, taking)).json().seq).toBe(taken.seq);
  const other = await petraAsks.ask('PUT', url, { commandId: commandId() });
  expect([other.statusCode, other.json().code]).toEqual([409, 'already_acknowledged']);
  const unasked = await markoAsks.ask('PUT', url, { commandId: commandId() });
  expect([unasked.statusCode, unasked.json().code]).toEqual([409, 'not_reminded']);
  const { acknowledgedAt, remindAt, confirmBy } = taken.escalations[0]!;
  const passes = remindAt! - acknowledgedAt! + MINUTE;
  desk.clock.advance(passes);
  const kept: TicketDetail = (await markoAsks.ask('PUT', url, { commandId: commandId() })).json();
  expect(kept.escalations[0]!.confirmBy).toBe(confirmBy! + passes);

  const solved: TicketDetail = (
    await markoAsks.ask('PUT', `/api/tickets/${id}/status`, { status: 'solved', commandId: commandId() })
  ).json();
  expect(solved).toMatchObject({ status: 'solved', escalation: null, nextEvent: { kind: 'close' } });
  const log: EventPage = (await petraAsks.get(`/api/tickets/${id}/events`)).json();
  expect(log.items.map(({ type }) => type)).toContain('acknowledgement_confirmed');
  expect(log.items.find(({ type }) => type === 'step_reached')?.actor?.name).toBe('Petra');
  expect(log.people.map(({ name }) => name)).toEqual(expect.arrayContaining(['Ana', 'Petra', 'Marko']));
});

test('whoever gives a ticket away to another team sees what came of it, and then no more of it', async () => {
  const id = await desk.opens();
  const lead = await server.as(ivana);
  const given = await lead.ask('PUT', `/api/tickets/${id}/assignee`, {
    assigneeId: null,
    teamId: otherTeam,
    commandId: commandId(),
  });
  expect([given.statusCode, given.json().team.name]).toEqual([200, 'Technical']);
  expect((await lead.get(`/api/tickets/${id}`)).statusCode).toBe(404);
  expect((await (await server.as(stranger)).get(`/api/tickets/${id}`)).statusCode).toBe(200);
});

test('a clock is shown with its business time left, over or standing, and when it next switches', async () => {
  const id = await desk.opens();
  const asks = await server.as(petra);
  desk.clock.advance(20 * MINUTE);
  const clockNow = async () => ((await asks.get(`/api/tickets/${id}`)).json() as TicketDetail).clock;
  expect(await clockNow()).toMatchObject({
    state: 'running',
    remainingMs: 40 * MINUTE,
    counting: true,
    nextSwitchAt: null,
  });
  await asks.ask('PUT', `/api/tickets/${id}/status`, { status: 'on_hold', commandId: commandId() });
  desk.clock.advance(HOUR);
  expect(await clockNow()).toMatchObject({ state: 'paused', remainingMs: 40 * MINUTE, counting: false, dueAt: null });
  await asks.ask('PUT', `/api/tickets/${id}/status`, { status: 'open', commandId: commandId() });
  desk.clock.advance(HOUR);
  await desk.ticks(id);
  expect(await clockNow()).toMatchObject({
    state: 'running',
    remainingMs: -20 * MINUTE,
    breachedAt: desk.clock.current - 20 * MINUTE,
  });
});

test('notices are counted, listed newest first, and marked as seen by their owner only', async () => {
  const asks = await server.as(marko);
  const before = (await asks.get('/api/me')).json().unseenNotices;
  const id = await desk.opens();
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  const page = (await asks.get('/api/notices')).json();
  expect(page.unseen).toBe(before + 1);
  expect(page.items[0]).toMatchObject({ ticketId: id, kind: 'step_reached', subject: 'Charged twice', seenAt: null });
  const ids = [page.items[0].id];
  await (await server.as(sanja)).ask('PUT', '/api/notices/seen', { ids });
  expect((await asks.get('/api/notices')).json().unseen).toBe(before + 1);
  const after = (await asks.ask('PUT', '/api/notices/seen', { ids })).json();
  expect([after.unseen, after.items[0].seenAt]).toEqual([before, desk.clock.current]);
});

test('a list never shows what its reader may not open', async () => {
  await desk.opens();
  for (const person of [petra, stranger, sanja]) {
    const asks = await server.as(person);
    for (const view of ['mine', 'unassigned', 'escalated', 'all', 'closed']) {
      const page: TicketPage = (await asks.get(`/api/tickets?view=${view}&limit=100`)).json();
      for (const { id } of page.items) expect((await asks.get(`/api/tickets/${id}`)).statusCode).toBe(200);
      expect(page.counts?.[view as 'all'] ?? page.items.length).toBe(page.items.length);
    }
  }
});
