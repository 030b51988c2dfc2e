import { expect, test } from 'vitest';
import { addMember, addPerson } from '#server/people/add-store.ts';
import { hashOf, keepBlobs } from '#server/platform/storage/blob.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk, openingAct } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { fitting, HOSTILE_TEXTS, spread, twisted, type Schema } from './hostile-values.ts';

/** Of one route: all of them together must stay quick. */
const MOST_BODIES = 30;
const MOST_QUERIES = 30;
const SIGNED_IN = 3;

type Operation = {
  parameters?: { in: string; name: string; schema: Schema }[];
  requestBody?: { content?: { 'application/json'?: { schema?: Schema; example?: unknown } } };
};
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
type Asked = {
  method: string;
  url: string;
  payload?: string | undefined;
  headers?: Record<string, string> | undefined;
};

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);

const administrator = async (at: number) => {
  const person = { email: `a${at}@bura.example`, role: 'admin' as const, tier: 1, language: 'en' as const };
  const id = await addPerson(db, { ...person, name: `Admin ${at}`, timeZone: 'Europe/Zagreb' }, MONDAY);
  await addMember(db, desk.teamId, id, false);
  return (await server.as(id)).cookie;
};
// each of them has only so many requests a minute
const cookies = await Promise.all(Array.from({ length: SIGNED_IN }, (_, at) => administrator(at)));
const bytes = Buffer.from('a file');
await keepBlobs(db, [{ hash: hashOf(bytes), bytes }], MONDAY);
const act = await openingAct(db, desk, desk.clock.current);
act.message!.bodyHtml = '<p>Hello</p>';
act.message!.attachments = [
  { name: 'a.txt', mediaType: 'text/plain', size: 6, contentId: null, inline: false, blobHash: hashOf(bytes) },
];
await desk.act(act);

const idOf = (name: string): number => {
  if (/team/i.test(name)) return desk.teamId;
  if (/person|assignee|receiver/i.test(name)) return desk.lea;
  return name === 'level' || name === 'tier' ? 1 : act.ticketId;
};
const document = (await server.http.inject('/api/openapi.json')).json<Document>();
const operationOf = (method: string, url: string): Operation | undefined =>
  document.paths[url.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];

// a stream stays open, whoever is signed out asks no more, and the description of the API is large and takes nothing
const LEFT_OUT = new Set([
  'GET /api/live',
  'POST /api/auth/sign-out',
  'DELETE /api/me/sessions',
  'GET /api/docs/yaml',
  'GET /api/docs/json',
]);
const routes = server.declared.filter(({ method, url }) => method !== 'HEAD' && !LEFT_OUT.has(`${method} ${url}`));

const json = { 'content-type': 'application/json' };
const withIds = (url: string): string => url.replaceAll(/:(\w+)/g, (_, name: string) => String(idOf(name)));

const GOOD_COMMAND = 'hostile-command';
const withCommand = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'commandId' in body ? { ...body, commandId: GOOD_COMMAND } : body;

/** The same body as another command: a repeated one is only answered. */
const anew = (body: unknown, commandId: string): unknown =>
  (body as { commandId?: unknown } | null)?.commandId === GOOD_COMMAND ? { ...(body as object), commandId } : body;

const bodiesOf = ({ method, url }: { method: string; url: string }): Asked[] => {
  if (method === 'GET') return [];
  const { schema, example } = operationOf(method, url)?.requestBody?.content?.['application/json'] ?? {};
  const whole = [example, schema && fitting(schema, document.components.schemas, idOf)]
    .map(withCommand)
    .filter((each) => each !== undefined);
  const all = whole.flatMap((each) => [each, ...twisted(each)]);
  const texts = ['', '{', '[]', 'null', '"\\ud800"', '{"__proto__":{"x":1}}', '['.repeat(5_000), '\0'];
  return [
    ...texts.map((payload) => ({ method, url: withIds(url), payload, headers: json })),
    ...spread(all, /password|sign-in/.test(url) ? 5 : MOST_BODIES).map((each, at) => ({
      method,
      url: withIds(url),
      payload: JSON.stringify(anew(each, `hostile-${method}-${url}-${at}`)),
      headers: json,
    })),
  ];
};

const queriesOf = ({ method, url }: { method: string; url: string }): Asked[] => {
  const names = (operationOf(method, url)?.parameters ?? []).filter((each) => each.in === 'query');
  const values = ['-1', '0', '1.5', '1e9', '2147483648', '9007199254740991', '9007199254740993', ...HOSTILE_TEXTS];
  const all = names.flatMap(({ name }) =>
    values
      .filter((value) => value.length < 2_000)
      .flatMap((value) => [
        `${name}=${encodeURIComponent(value.toWellFormed())}`,
        `${name}=x&${name}=${encodeURIComponent(value.toWellFormed())}`,
      ]),
  );
  const raw = names.flatMap(({ name }) => [
    `${name}=%`,
    `${name}=%ff%fe`,
    `${name}=%00`,
    `${name}[]=1`,
    `${name}[x]=1`,
  ]);
  return [...raw, ...spread(all, MOST_QUERIES)].map((query) => ({ method, url: `${withIds(url)}?${query}` }));
};

const paramsOf = ({ method, url }: { method: string; url: string }): Asked[] => {
  const values = ['0', '1.5', '1e3', '9007199254740991', '9223372036854775808', '%00', '%ff'];
  const names = [...url.matchAll(/[:*](\w*)/g)];
  return names.flatMap(([name]) =>
    [...values, '__proto__', '%2e%2e%2f', 'x'.repeat(500)].map((value) => ({
      method,
      url: withIds(url.replace(name, value)),
      ...(method === 'GET' || method === 'DELETE' ? {} : { payload: '{}', headers: json }),
    })),
  );
};

const headersOf = ({ method, url }: { method: string; url: string }): Asked[] =>
  [
    { authorization: 'Bearer belay_\u00ff' },
    { authorization: `Bearer ${'x'.repeat(4_000)}` },
    { cookie: 'belay.session_token=%00.%ff; x' },
    { cookie: `belay.session_token=${'x'.repeat(4_000)}` },
    { 'accept-language': '*;q=x,\u00ff,,;;' },
    { 'idempotency-key': 'x'.repeat(5_000), ...json },
    { 'content-type': 'application/json; charset=utf-7' },
    { 'content-type': 'multipart/form-data' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'last-event-id': '99999999999999999999' },
  ].map((headers) => ({ method, url: withIds(url), headers, ...(method === 'GET' ? {} : { payload: '{}' }) }));

/** A refusal in the words of RFC 9457, with a code that a program understands. */
const isProblem = ({ headers, body }: { headers: Record<string, unknown>; body: string }): boolean => {
  if (!String(headers['content-type']).startsWith('application/problem+json')) return false;
  const { status, code } = JSON.parse(body) as { status?: unknown; code?: unknown };
  return typeof status === 'number' && typeof code === 'string' && /^[a-z_]+$/.test(code);
};

let asked = 0;
const inject = ({ method, url, payload, headers }: Asked, cookie: string) =>
  server.http.inject({
    method: method as 'GET',
    url,
    headers: { cookie, ...headers },
    ...(payload === undefined ? {} : { payload }),
  });

/** Of each route the first that was done and may be asked again: it came with an id of its own. */
const done = new Map<string, Asked & { status: number; cookie: string }>();

/** What is wrong with the answer; null when nothing is. */
const ask = async ({ method, url, payload, headers }: Asked): Promise<string | null> => {
  asked += 1;
  const cookie = cookies[asked % SIGNED_IN]!;
  const answer = await inject({ method, url, payload, headers }, cookie);
  const status = answer.statusCode;
  const key = `${method} ${url}`;
  if (status < 300 && payload?.includes('"commandId":"hostile-') === true && !done.has(key)) {
    done.set(key, { method, url, payload, headers, status, cookie });
  }
  const isRefused = answer.statusCode >= 400 && url.startsWith('/api/');
  if (answer.statusCode < 500 && (!isRefused || isProblem(answer))) return null;
  return `${answer.statusCode} ${method} ${url.slice(0, 120)} ${JSON.stringify(headers ?? {}).slice(0, 80)} ${payload?.slice(0, 300)}`;
};

/** Of requests that come at once the last may solve the ticket, and then it would refuse whatever comes after. */
const reopen = async (): Promise<void> => {
  const { rows } = await db.query('select from ticket where id = $1 and status = $2', [act.ticketId, 'solved']);
  if (rows.length > 0) await desk.does(act.ticketId, desk.lea, { type: 'set_status', to: 'open' });
};

test(
  'whatever is asked is answered or refused in words, never as if Belay were broken',
  { timeout: 180_000 },
  async () => {
    const wrong: string[] = [];
    for (const [place, route] of routes.entries()) {
      const all = [...bodiesOf(route), ...queriesOf(route), ...paramsOf(route)];
      // these are read before a route is chosen: some routes stand for all
      if (place % 10 === 0 || route.url === '/api/uploads') all.push(...headersOf(route));
      await reopen();
      for (let at = 0; at < all.length; at += 8) {
        const answers = await Promise.all(all.slice(at, at + 8).map(ask));
        wrong.push(...answers.filter((each) => each !== null));
      }
    }
    expect(asked).toBeGreaterThan(2_000);
    expect(wrong).toEqual([]);
  },
);

test('whatever was done once is not done again by the same command', async () => {
  const events = async (): Promise<number> =>
    (await db.query<{ n: number }>('select count(*)::int as n from ticket_event')).rows[0]!.n;
  const before = await events();
  const again: string[] = [];
  for (const [key, { status, cookie, ...same }] of done) {
    const answer = await inject(same, cookie);
    if (answer.statusCode !== status)
      again.push(`${key}: ${status}, then ${answer.statusCode} ${answer.body.slice(0, 200)}`);
  }
  expect(done.size).toBeGreaterThan(20);
  expect(again).toEqual([]);
  expect(await events()).toBe(before);
});
