import { expect, test } from 'vitest';
import type { TicketPage } from '#contract/list.ts';
import type { NoticePage } from '#contract/notice.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { hashOf, keepBlobs } from '#server/platform/storage/blob.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, lea, marko, ivana, sanja } = desk;
let keys = 0;
const commandId = () => `command-${(keys += 1)}`;
const asks = async (by: number, method: 'PUT' | 'DELETE' | 'POST', url: string, body: object = {}) =>
  (await server.as(by)).ask(method, url, { commandId: commandId(), ...body });
const excludes = (id: number, person: number, by = sanja) => asks(by, 'PUT', `/api/tickets/${id}/exclusions/${person}`);
const read = async (id: number, by: number): Promise<TicketDetail> =>
  (await (await server.as(by)).get(`/api/tickets/${id}`)).json();

test('whoever is excluded finds no trace of the ticket: list, counts, search, page, thread, log, frame, notices', async () => {
  const id = await desk.opens();
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  const asMarko = await server.as(marko);
  const notices = async () => (await asMarko.get('/api/notices')).json<NoticePage>();
  expect((await notices()).items.map(({ ticketId }) => ticketId)).toContain(id);
  const before = await notices();
  const { rows } = await db.query<{ id: number }>('select id from message where ticket_id = $1', [id]);
  await db.query(`update message set body_html = '<p>hi</p>' where ticket_id = $1`, [id]);
  const urls = [
    `/api/tickets/${id}`,
    `/api/tickets/${id}/messages`,
    `/api/tickets/${id}/events`,
    `/api/messages/${rows[0]!.id}/html`,
  ];
  for (const url of urls) expect([url, (await asMarko.get(url)).statusCode]).toEqual([url, 200]);

  expect((await excludes(id, marko)).statusCode).toBe(200);
  for (const url of urls) expect([url, (await asMarko.get(url)).statusCode]).toEqual([url, 404]);
  for (const view of ['all', 'escalated', 'mine', 'unassigned']) {
    const page: TicketPage = (await asMarko.get(`/api/tickets?view=${view}&counts=1`)).json();
    expect(page.items.map((row) => row.id)).not.toContain(id);
  }
  const found = await asMarko.get('/api/search?q=charged');
  expect([found.statusCode, found.json().tickets]).toEqual([200, []]);
  const after = await notices();
  expect(after.items.map(({ ticketId }) => ticketId)).not.toContain(id);
  expect(after.unseen).toBe(before.unseen - 1);
  const acts: ['PUT' | 'POST' | 'DELETE', string, object][] = [
    ['POST', 'notes', { text: 'x' }],
    ['POST', 'replies', { text: 'x' }],
    ['PUT', 'tags', { tags: ['x'] }],
    ['PUT', 'severity', { severity: 'S1' }],
    ['PUT', 'escalations/1/return', { reason: 'no_time' }],
  ];
  for (const [method, act, body] of acts) {
    expect([act, (await asks(marko, method, `/api/tickets/${id}/${act}`, body)).statusCode]).toEqual([act, 404]);
  }
  const { rows: followers } = await db.query('select from ticket_follower where ticket_id = $1 and person_id = $2', [
    id,
    marko,
  ]);
  expect(followers).toEqual([]);

  expect((await asks(sanja, 'DELETE', `/api/tickets/${id}/exclusions/${marko}`)).statusCode).toBe(200);
  expect((await asMarko.get(`/api/tickets/${id}`)).statusCode).toBe(200);
});

test('what an excluded person had goes on to others at once: the assignment, the step, the acknowledgement', async () => {
  const id = await desk.opens();
  await desk.does(id, sanja, { type: 'assign', assigneeId: lea, teamId: null });
  const given: TicketDetail = (await excludes(id, lea)).json();
  expect(given.assignee?.id).toBe(petra);
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  await desk.does(id, marko, { type: 'acknowledge', escalationId: 1 });
  const taken: TicketDetail = (await excludes(id, marko)).json();
  expect(taken.escalations[0]).toMatchObject({ status: 'climbing', stepIndex: 1, told: [{ id: ivana }] });
  const called: TicketDetail = (await excludes(id, ivana)).json();
  expect(called.escalations[0]).toMatchObject({ status: 'last_resort', told: [{ id: sanja }] });
  expect(called.excluded.map((person) => person.id)).toEqual([lea, marko, ivana].toSorted((one, other) => one - other));
  const refused = await asks(sanja, 'PUT', `/api/tickets/${id}/assignee`, { assigneeId: lea });
  expect([refused.statusCode, refused.json().code]).toEqual([422, 'assignee_excluded']);
});

test('nobody is excluded by agents, by themselves, twice, or so that nobody is left to call', async () => {
  const id = await desk.opens();
  const codes = async (answer: Promise<{ statusCode: number; json(): { code?: string } }>) => {
    const { statusCode, json } = await answer;
    return [statusCode, json().code];
  };
  expect(await codes(excludes(id, lea, petra))).toEqual([403, 'not_allowed']);
  expect(await codes(excludes(id, lea, ivana))).toEqual([403, 'not_allowed']);
  expect(await codes(excludes(id, sanja))).toEqual([409, 'excludes_self']);
  expect(await codes(excludes(id, 999_999))).toEqual([422, 'person_unknown']);
  expect(await codes(excludes(id, desk.ana))).toEqual([422, 'person_unknown']);
  expect((await excludes(id, lea)).statusCode).toBe(200);
  expect(await codes(excludes(id, lea))).toEqual([409, 'already_excluded']);
  expect(await codes(asks(sanja, 'DELETE', `/api/tickets/${id}/exclusions/${petra}`))).toEqual([409, 'not_excluded']);
  await db.query(`update person set role = 'admin' where id = $1`, [lea]);
  const other = await desk.opens();
  expect(await codes(excludes(other, sanja, lea))).toEqual([409, 'last_resort_excluded']);
  // an admin who is excluded sees no more than anybody else who is
  expect((await (await server.as(lea)).get(`/api/tickets/${id}`)).statusCode).toBe(404);
  await db.query(`update person set role = 'agent' where id = $1`, [lea]);
  expect((await read(id, petra)).excluded.map((person) => person.id)).toEqual([lea]);
});

test('whoever reads all mail finds none of a ticket they are excluded from, neither as it came nor as it went', async () => {
  const id = await desk.opens();
  const hash = hashOf(Buffer.from('raw'));
  await keepBlobs(db, [{ hash, bytes: Buffer.from('raw') }], MONDAY);
  const { rows: boxes } = await db.query<{ id: number }>(
    `insert into mailbox (address, name, team_id, policy_name, topic, severity, language)
     values ('desk@bura.example', 'Desk', $1, 'Standard', 'x', 'S3', 'en') returning id`,
    [desk.teamId],
  );
  const came = async (ticketId: number | null, duplicateOf: number | null): Promise<number> => {
    const { rows } = await db.query<{ id: number }>(
      `insert into intake (channel, mailbox_id, received_at, envelope_from, envelope_to, size, blob_hash, verdict, why,
         ticket_id, duplicate_of, retry_at, decided_at)
       values ('email', $1, now(), 'ana@x.hr', '{}', 3, $2, 'accepted', 'new', $3, $4, now(), now()) returning id`,
      [boxes[0]!.id, hash, ticketId, duplicateOf],
    );
    return rows[0]!.id;
  };
  const first = await came(id, null);
  const again = await came(null, first);
  const went = async (kind: 'reply' | 'notice_mail'): Promise<number> => {
    const { rows } = await db.query<{ id: number; outbox: number }>(
      `with o as (insert into outbox (key, kind, ticket_id, person_id, not_before, mail_message_id, created_at, updated_at)
         values ($1, $1, $2, $3, now(), $1 || '@x', now(), now()) returning id)
       insert into caught_mail (outbox_id, at, mail_from, rcpt_to, subject, body_text, raw)
       select id, now(), 'a', '{b}', 'Secret', 'Secret', 'Secret' from o returning id, outbox_id as outbox`,
      [kind, kind === 'reply' ? id : null, kind === 'reply' ? null : petra],
    );
    if (kind === 'notice_mail') {
      await db.query(
        `insert into notice (person_id, ticket_id, event_seq, kind, at, outbox_id) values ($1, $2, 1, 'x', now(), $3)`,
        [petra, id, rows[0]!.outbox],
      );
    }
    return rows[0]!.id;
  };
  const caught = [await went('reply'), await went('notice_mail')];
  const urls = [
    ...[first, again].map((each) => `/api/intake/${each}/raw`),
    ...caught.map((each) => `/api/caught-mail/${each}/raw`),
  ];
  const asked = await server.as(sanja);
  const seen = async () => ({
    raw: await Promise.all(urls.map(async (url) => (await asked.get(url)).statusCode)),
    intake: (await asked.get('/api/intake')).json().items.length,
    caught: (await asked.get('/api/caught-mail')).json().items.length,
  });
  expect(await seen()).toEqual({ raw: [200, 200, 200, 200], intake: 2, caught: 2 });
  await db.query('update ticket set excluded = array[$2::bigint] where id = $1', [id, sanja]);
  expect(await seen()).toEqual({ raw: [404, 404, 404, 404], intake: 0, caught: 0 });
});

test('whoever is kept away from a ticket is kept away from what was merged into it, and let in again with it', async () => {
  const [first, second, target] = [await desk.opens(), await desk.opens(), await desk.opens()];
  const merges = async (id: number, intoTicketId: number) =>
    expect((await asks(petra, 'PUT', `/api/tickets/${id}/merge`, { intoTicketId })).statusCode).toBe(200);
  await merges(first, second);
  await merges(second, target);
  const asMarko = await server.as(marko);
  const answers = () =>
    Promise.all([first, second, target].map(async (id) => (await asMarko.get(`/api/tickets/${id}`)).statusCode));
  const closed = async () =>
    (await asMarko.get('/api/tickets?view=closed')).json<TicketPage>().items.map(({ id }) => id);
  expect(await answers()).toEqual([200, 200, 200]);
  expect((await excludes(target, marko)).statusCode).toBe(200);
  expect(await answers()).toEqual([404, 404, 404]);
  expect(await closed()).not.toContain(first);
  expect((await asks(sanja, 'DELETE', `/api/tickets/${target}/exclusions/${marko}`)).statusCode).toBe(200);
  expect(await answers()).toEqual([200, 200, 200]);
});
