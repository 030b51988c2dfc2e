import { expect, test } from 'vitest';
import type { Explanation } from '#contract/explanation.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { explanationLines } from '#server/cli-explain.ts';
import { momentWords } from '#server/cli-time.ts';
import { loadWords } from '#server/cli-words.ts';
import { addPerson, addTeam } from '#server/people/add-store.ts';
import { activeVersion, publish, type IntakeRulesBody, type MatrixBody } from '#server/sla/store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openMailDesk, SUPPORT } from '#test/harness/mail-desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { readLog } from './event-store.ts';
import { recheckSource } from './sweep-rechecks.ts';
import { loadTickets } from './ticket-store.ts';

const db = await testDatabase();
const desk = await openMailDesk(db);
const server = await serveDesk(db, desk);
const [petra, sanja] = [await server.as(desk.petra), await server.as(desk.sanja)];
const technical = await addTeam(db, 'Technical');

const { body: standard } = (await sanja.get('/api/policies/Standard')).json();
const { body: billing } = (await sanja.get('/api/paths/Billing')).json();
const quick = {
  ...standard,
  targets: standard.targets.map((each: object) => ({ ...each, targetMs: of(10 * MINUTE) })),
};
await sanja.ask('PUT', '/api/paths/Safety', { body: { ...billing, steps: billing.steps.slice(1) } });
await sanja.ask('PUT', '/api/policies/Quick', { body: quick });

function of(ms: number) {
  return { S1: ms, S2: ms, S3: ms, S4: ms };
}

const RULES: IntakeRulesBody = {
  rules: [
    { id: 'heat', when: { words: ['vruće*'] }, give: { topic: 'safety', severity: 'S1' } },
    { id: 'support', when: { mailboxes: [SUPPORT] }, give: { teamId: technical } },
    { id: 'gold', when: { customerTiers: ['gold'] }, give: { severity: 'S2' } },
  ],
};
const MATRIX: MatrixBody = {
  rows: [
    { id: 'safety', when: { topics: ['safety'] }, plan: { policy: 'Quick', path: 'Safety' } },
    { id: 'gold and bad', when: { customerTiers: ['gold'], severities: ['S1'] }, plan: { policy: 'Quick' } },
  ],
  otherwise: { policy: 'Standard' },
};

const detail = async (id: number): Promise<TicketDetail> => (await sanja.get(`/api/tickets/${id}`)).json();
const explained = async (id: number): Promise<Explanation> =>
  (await sanja.get(`/api/tickets/${id}/explanation`)).json();
const versionOf = (kind: 'policy' | 'path', name: string) => activeVersion(db, kind, name);

test('rules and matrix that name what is not there are refused where they do', async () => {
  const rules = await sanja.ask('PUT', '/api/intake-rules/main', {
    body: { rules: [{ id: 'x', when: {}, give: { teamId: 999 } }] },
  });
  expect(rules.json().errors).toMatchObject([{ path: 'body.rules.0.give.teamId', code: 'unknown' }]);
  const body = {
    rows: [{ ...MATRIX.rows[0]!, plan: { policy: 'None' } }],
    otherwise: { policy: 'Standard', path: 'No' },
  };
  const matrix = await sanja.ask('PUT', '/api/matrices/main', { body });
  expect(matrix.json().errors.map(({ path }: { path: string }) => path)).toEqual([
    'body.rows.0.plan.policy',
    'body.otherwise.path',
  ]);
  const elsewhere = await sanja.ask('PUT', '/api/matrices/other', { body: MATRIX });
  expect(elsewhere.json()).toMatchObject({ code: 'config_invalid', errors: [{ path: 'name', code: 'only_main' }] });
  const empty = await sanja.ask('PUT', '/api/intake-rules/main', {
    body: { rules: [{ id: 'x', when: {}, give: {} }] },
  });
  expect(empty.statusCode).toBe(400);
});

test('without rules and matrix everything is as its mailbox says', async () => {
  const { ticket_id: id } = await desk.takes({ body: 'Vruće je.' });
  expect(await detail(id!)).toMatchObject({ topic: 'billing', severity: 'S2', team: { id: desk.teamId } });
  expect((await explained(id!)).chosen).toEqual({ sorted: [], matched: null });
});

test('a mail is sorted by the rules, the matrix gives its policy and path, and the explanation says by which', async () => {
  expect((await sanja.ask('PUT', '/api/intake-rules/main', { body: RULES })).statusCode).toBe(200);
  expect((await sanja.ask('PUT', '/api/matrices/main', { body: MATRIX })).statusCode).toBe(200);
  const { ticket_id: id } = await desk.takes({ subject: 'Slušalice', body: 'Jako su VRUĆE!' }, [SUPPORT]);
  const found = await detail(id!);
  expect(found).toMatchObject({
    topic: 'safety',
    severity: 'S1',
    team: { name: 'Technical' },
    path: { name: 'Safety' },
  });
  expect(found.clock).toMatchObject({ targetMs: 10 * MINUTE });
  const why = await explained(id!);
  expect(why.chosen).toEqual({
    sorted: [
      { part: 'topic', rule: 'heat', version: 1, fields: [] },
      { part: 'severity', rule: 'heat', version: 1, fields: [] },
      { part: 'team', rule: 'support', version: 1, fields: [] },
    ],
    matched: { row: 'safety', version: 1, conditions: ['topics'] },
  });
  const lines = explanationLines(await loadWords('en'), why, momentWords('en', 'UTC')!);
  expect(lines).toContain('Topic by intake rule heat (version 1)');
  expect(lines).toContain(
    'Policy and path by row safety of the escalation matrix (version 1), which asks about: topic',
  );
});

test('what a caller says goes before every rule, and fields of a form are asked about', async () => {
  const body: IntakeRulesBody = {
    rules: [
      { id: 'form', when: { fields: [{ name: 'kind', values: ['Heat'] }] }, give: { topic: 'safety', severity: 'S1' } },
    ],
  };
  await sanja.ask('PUT', '/api/intake-rules/main', { body });
  const wanted = { requester: { email: 'iva@posta.example' }, subject: 'Hot', text: 'They are hot.', severity: 'S4' };
  const made: TicketDetail = (await petra.ask('POST', '/api/tickets', { ...wanted, fields: { kind: 'heat' } })).json();
  expect(made).toMatchObject({ topic: 'safety', severity: 'S4', path: { name: 'Safety' } });
  const why = await explained(made.id);
  expect(why.chosen.sorted).toEqual([
    { part: 'topic', rule: 'form', version: 2, fields: [{ name: 'kind', value: 'Heat' }] },
  ]);
  const lines = explanationLines(await loadWords('en'), why, momentWords('en', 'UTC')!);
  expect(lines).toContain("  because the form's field kind is Heat");
});

test('a change of topic or severity asks the matrix again; a live climb keeps its path, the log replays to the row', async () => {
  const { rows } = await db.query<{ id: number }>(
    `insert into organisation (name, created_at, tier) values ('Kopal', now(), 'gold') returning id`,
  );
  await db.query('update person set organisation_id = $1 where id = $2', [rows[0]!.id, desk.ana]);
  const wanted = {
    requester: { email: 'ana@kupac.example' },
    subject: 'Refund',
    text: 'Where is it?',
    topic: 'billing',
    severity: 'S3',
  };
  const { id }: TicketDetail = (await petra.ask('POST', '/api/tickets', wanted)).json();
  expect((await explained(id)).chosen.matched).toEqual({ row: null, version: 1, conditions: [] });
  await desk.does(id, desk.petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });

  const severity = await petra.ask('PUT', `/api/tickets/${id}/severity`, { severity: 'S1', commandId: 'to-s1-0001' });
  expect([severity.statusCode, severity.json().clock.targetMs]).toEqual([200, 10 * MINUTE]);
  expect((await explained(id)).chosen.matched).toMatchObject({ row: 'gold and bad' });
  const topic = await petra.ask('PUT', `/api/tickets/${id}/topic`, { topic: 'safety', commandId: 'to-safety1' });
  expect(topic.json()).toMatchObject({ path: { name: 'Safety' }, escalations: [{ status: 'climbing' }] });

  const ticket = (await db.withTransaction((tx) => loadTickets(tx, [id]))).get(id)!;
  expect(ticket.policyVersionId).toBe(await versionOf('policy', 'Quick'));
  expect(ticket.pathVersionId).toBe(await versionOf('path', 'Safety'));
  expect(ticket.escalations.map(({ pathVersionId }) => pathVersionId)).toEqual([desk.pathVersionId]);
  const log = await readLog(db, id);
  expect(log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null)).toEqual(ticket);
});

test('what a customer has become asks the matrix again for what they have open', async () => {
  const { rows } = await db.query<{ id: number }>(
    `insert into organisation (name, created_at, tier) values ('Galeb', now(), 'silver') returning id`,
  );
  const galeb = rows[0]!.id;
  await db.query('update person set organisation_id = $1 where id = $2', [galeb, desk.ana]);
  const wanted = {
    requester: { email: 'ana@kupac.example' },
    subject: 'Refund',
    text: 'Still none.',
    topic: 'billing',
  };
  const { id }: TicketDetail = (await petra.ask('POST', '/api/tickets', { ...wanted, severity: 'S1' })).json();
  expect((await explained(id)).chosen.matched).toMatchObject({ row: null });
  const details = { role: 'admin', tier: null, language: 'hr', timeZone: 'Europe/Zagreb' } as const;
  const admin = await addPerson(db, { name: 'Nikola', email: 'nikola@bura.example', ...details }, desk.clock.current);
  await (await server.as(admin)).ask('PATCH', `/api/organisations/${galeb}`, { tier: 'gold' });
  await recheckSource(db, desk.door).act(100);
  expect((await explained(id)).chosen.matched).toMatchObject({ row: 'gold and bad' });
  expect((await detail(id)).clock!.targetMs).toBe(10 * MINUTE);
  await db.query('update person set active = false where id = $1', [admin]);
});

test('publishing changes no open ticket, and a change that leads to the same plan keeps the version it has', async () => {
  const id = await desk.opens();
  await sanja.ask('PUT', '/api/policies/Standard', {
    body: { ...standard, targets: standard.targets.map((each: object) => ({ ...each, targetMs: of(3 * HOUR) })) },
  });
  await petra.ask('PUT', `/api/tickets/${id}/topic`, { topic: 'invoice', commandId: 'to-invoice' });
  expect((await detail(id)).clock!.targetMs).toBe(HOUR);
  expect((await db.withTransaction((tx) => readLog(tx, id))).map(({ event }) => event.type)).not.toContain(
    'plan_changed',
  );
});

test('a calendar in the matrix is asked at the moment of choosing', async () => {
  const week = { mon: [['08:00', '10:00']] as [string, string][] };
  await db.withTransaction((tx) =>
    publish(tx, { kind: 'calendar', name: 'Morning', body: { timeZone: 'Europe/Zagreb', week } }, desk.clock.current),
  );
  const when = { hours: { calendar: 'Morning', state: 'closed' as const } };
  await sanja.ask('PUT', '/api/matrices/main', {
    body: { rows: [{ id: 'evening', when, plan: { policy: 'Quick' } }], otherwise: { policy: 'Standard' } },
  });
  const first = await desk.takes({ subject: 'Jutro' });
  desk.clock.advance(2 * HOUR);
  const second = await desk.takes({ subject: 'Podne' });
  const rowOf = async (id: number | null) => (await explained(id!)).chosen.matched?.row;
  expect([await rowOf(first.ticket_id), await rowOf(second.ticket_id)]).toEqual([null, 'evening']);
});
