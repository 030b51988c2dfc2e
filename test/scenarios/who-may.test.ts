import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { PresenceList } from '#contract/presence.ts';
import type { SearchPage } from '#contract/search.ts';
import type { TicketPage } from '#contract/list.ts';
import { SCOPES } from '#core/people/scopes.ts';
import { ROLES, type Role } from '#core/people/roles.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { createApiKey } from '#server/people/api-key-store.ts';
import { hashOf, keepBlobs } from '#server/platform/storage/blob.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk, openingAct } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { requestOf, REQUESTS, type About } from './who-may-requests.ts';
import { WHO_MAY } from './who-may-table.ts';

const SITUATIONS = ['own', 'foreign', 'followed', 'excluded'] as const;
type Situation = (typeof SITUATIONS)[number];

/** A line of the table: what each role, nobody, and each key gets; four signs a role when it is about a ticket. */
type Line = { route: string; roles: string[]; anon: string; keys: string };
const lines: Line[] = WHO_MAY.replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => {
    const [method, url, ...signs] = line.split(/\s+/);
    const anon = signs.at(-2) ?? '';
    return { route: `${method} ${url}`, roles: signs.slice(0, -2), anon, keys: signs.at(-1) ?? '' };
  });

const webFolder = await mkdtemp(join(tmpdir(), 'belay-who-may-'));
await writeFile(join(webFolder, 'index.html'), '<!doctype html><title>Belay</title>');
afterAll(() => rm(webFolder, { recursive: true, force: true }));

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk, { webFolder });
const base = await server.http.listen({ host: '127.0.0.1', port: 0 });
const technical = await addTeam(db, 'Technical');
// outside the tiers, so that nobody is given a ticket that they are to see for another reason
const person = (name: string, role: Role) =>
  addPerson(
    db,
    { name, email: `${name}@bura.example`, role, tier: null, language: 'en', timeZone: 'Europe/Zagreb' },
    MONDAY,
  );

/** A ticket with a message in HTML and a file, as it stands to one person. */
const ticketFor = async (personId: number, situation: Situation): Promise<Omit<About, 'unique' | 'bystanderId'>> => {
  const bytes = Buffer.from('a file');
  await keepBlobs(db, [{ hash: hashOf(bytes), bytes }], MONDAY);
  const act = await openingAct(db, desk, desk.clock.current);
  if (act.command.type === 'open' && (situation === 'foreign' || situation === 'followed')) {
    act.command.teamId = technical;
  }
  act.message!.bodyHtml = '<p>You charged me twice.</p>';
  act.message!.attachments = [
    { name: 'a.txt', mediaType: 'text/plain', size: 6, contentId: null, inline: false, blobHash: hashOf(bytes) },
  ];
  await desk.act(act);
  const { ticketId } = act;
  if (situation === 'followed') {
    await db.query(`insert into ticket_follower values ($1, $2, 'told')`, [ticketId, personId]);
  }
  if (situation === 'excluded') {
    await db.query('update ticket set excluded = array[$2::bigint] where id = $1', [ticketId, personId]);
  }
  const { rows: files } = await db.query('select id from attachment where message_id = $1', [act.message!.id]);
  const { rows: replies } = await db.query(
    `insert into message (ticket_id, author_id, kind, channel, at, body_text, visible_text, delivery)
       values ($1, $2, 'reply', 'email', '2026-11-23Z', 'Gone.', 'Gone.', 'accepted') returning id`,
    [ticketId, personId],
  );
  return { ticketId, messageId: act.message!.id, attachmentId: files[0]!.id, replyId: replies[0]!.id };
};

const bystanderId = await person('bystander', 'agent');
await server.as(bystanderId);

/** Somebody of a role, with a ticket for each way it can stand to them. */
const callers = await Promise.all(
  ROLES.map(async (role) => {
    const personId = await person(role, role);
    if (role !== 'customer') await addMember(db, desk.teamId, personId, role === 'lead');
    const tickets = Object.fromEntries(
      await Promise.all(SITUATIONS.map(async (each) => [each, await ticketFor(personId, each)] as const)),
    ) as Record<Situation, Awaited<ReturnType<typeof ticketFor>>>;
    return { role, personId, cookie: (await server.as(personId)).cookie, tickets };
  }),
);
const admin = callers.find(({ role }) => role === 'admin')!;
const keys = await Promise.all(
  SCOPES.map(async (scope) => {
    const key = { personId: admin.personId, name: scope, scopes: [scope], expiresInDays: null, createdBy: null };
    const made = await createApiKey(db, key, desk.clock.current);
    if (!made.ok) throw new Error(made.refusal);
    return made.made.key;
  }),
);

const { rows: all } = await db.query<{ id: number; number: number }>('select id, number from ticket');
const numbers = new Map(all.map((each) => [each.id, each]));

const DENIED = new Set(['not_allowed', 'scope_missing', 'not_for_api_keys']);
let count = 0;

/** Asks over HTTP as it would be asked, and says in one sign what came of it. */
const knock = async (line: Line, about: Omit<About, 'unique' | 'bystanderId'>, headers: Record<string, string>) => {
  count += 1;
  const { method, path, body } = requestOf(line.route, { ...about, bystanderId, unique: `who-may-${count}` });
  const over = new AbortController();
  const answer = await fetch(`${base}${path}`, {
    method,
    headers: {
      ...(REQUESTS[line.route]?.asNobody === true ? {} : headers),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: over.signal,
  });
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const text = isStream ? '' : await answer.text();
  over.abort();
  const { code } = (answer.status >= 400 && text.startsWith('{') ? JSON.parse(text) : {}) as { code?: string };
  if (answer.status >= 500) return `${answer.status}`;
  if (answer.status === 401) return '!';
  if (answer.status === 403 && DENIED.has(code ?? '')) return '-';
  // what is about no ticket and is not there was looked for: they were let in
  return answer.status === 404 && (line.roles[0] ?? '').length === SITUATIONS.length ? '?' : '+';
};

test('every route has a line, every line a route, every line is whole', () => {
  const declared = server.declared
    .filter(({ method }) => method !== 'HEAD')
    .map(({ method, url }) => `${method} ${url}`);
  const written = lines.map(({ route }) => route);
  expect({ missing: declared.filter((route) => !written.includes(route)) }).toEqual({ missing: [] });
  expect({ superfluous: written.filter((route) => !declared.includes(route)) }).toEqual({ superfluous: [] });
  expect(written.filter((route, place) => written.indexOf(route) !== place)).toEqual([]);
  expect(Object.keys(REQUESTS).filter((route) => !written.includes(route))).toEqual([]);
  for (const { route, roles, anon, keys: signs } of lines) {
    const about = roles[0]!.length;
    expect([route, roles.length, anon.length, signs.length]).toEqual([route, ROLES.length, 1, SCOPES.length]);
    expect([route, [1, SITUATIONS.length].includes(about)]).toEqual([route, true]);
    expect([route, roles.filter((each) => each.length !== about || !/^[-+?!]+$/.test(each))]).toEqual([route, []]);
  }
});

test('asking only for the headers of an answer takes the same rights as asking for all of it', () => {
  const mayOf = new Map(server.declared.map(({ method, url, may }) => [`${method} ${url}`, may]));
  const heads = server.declared.filter(({ method }) => method === 'HEAD');
  expect(heads.length).toBeGreaterThan(10);
  for (const { url, may } of heads) {
    const whole = mayOf.get(`GET ${url}`) ?? mayOf.get(`GET ${url.replace(/\/$/, '')}`);
    expect([url, may]).toEqual([url, whole]);
  }
});

test.each(callers.map((caller, place) => ({ ...caller, place })))(
  '$role gets what the table says',
  async ({ cookie, tickets, place }) => {
    const found: string[] = [];
    const expected: string[] = [];
    for (const line of lines) {
      const signs = line.roles[place]!;
      const asked = signs.length === 1 ? SITUATIONS.slice(0, 1) : SITUATIONS;
      let got = '';
      for (const situation of asked) got += await knock(line, tickets[situation], { cookie });
      found.push(`${line.route} ${got}`);
      expected.push(`${line.route} ${signs}`);
    }
    expect(found).toEqual(expected);
  },
);

test('nobody gets what the table says', async () => {
  const found: string[] = [];
  for (const line of lines) found.push(`${line.route} ${await knock(line, admin.tickets.own, {})}`);
  expect(found).toEqual(lines.map(({ route, anon }) => `${route} ${anon}`));
});

test('a key opens what its scope says', async () => {
  const found: string[] = [];
  for (const line of lines) {
    let got = '';
    for (const key of keys) got += await knock(line, admin.tickets.own, { authorization: `Bearer ${key}` });
    found.push(`${line.route} ${got}`);
  }
  expect(found).toEqual(lines.map(({ route, keys: signs }) => `${route} ${signs}`));
});

test.each(callers.filter(({ role }) => role !== 'customer'))(
  'lists, search and presence of $role hold exactly the tickets that they may read',
  async ({ role, cookie, tickets }) => {
    const readable = lines.find(({ route }) => route === 'GET /api/tickets/:id')!.roles[ROLES.indexOf(role)]!;
    const ask = async <Reply>(path: string) =>
      (await (await fetch(`${base}${path}`, { headers: { cookie } })).json()) as Reply;
    const list = await ask<TicketPage>('/api/tickets?view=all&limit=100');
    // each ticket is searched for by itself, since search answers by the page
    const found = await Promise.all(
      SITUATIONS.map(async (each) => {
        const { number } = numbers.get(tickets[each].ticketId)!;
        return (await ask<SearchPage>(`/api/search?q=%23${number}`)).tickets.map(({ row }) => row.id);
      }),
    );
    for (const each of SITUATIONS) {
      await db.query(
        `insert into presence values ($1, $2, 'viewing', '2026-11-23Z', '2027-01-01Z') on conflict do nothing`,
        [tickets[each].ticketId, bystanderId],
      );
    }
    const query = SITUATIONS.map((each) => `ticketIds=${tickets[each].ticketId}`).join('&');
    const present = await ask<PresenceList>(`/api/presence?${query}`);
    const inAll = (ids: number[]) =>
      SITUATIONS.map((each) => (ids.includes(tickets[each].ticketId) ? '+' : '?')).join('');
    expect({
      list: inAll(list.items.map(({ id }) => id)),
      search: inAll(found.flat()),
      presence: inAll(present.items.map(({ ticketId }) => ticketId)),
    }).toEqual({ list: readable, search: readable, presence: readable });
  },
);
