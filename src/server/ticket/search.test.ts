import { expect, test } from 'vitest';
import type { SearchPage } from '#contract/search.ts';
import type { Language } from '#core/ticket/ticket.ts';
import { MINUTE } from '#core/time.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { drawMessageId, drawTicketId } from './handle.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, sanja, ana, lea } = desk;
const technical = await addTeam(db, 'Technical');
const stranger = await addPerson(
  db,
  { name: 'Jonas', email: 'jonas@bura.example', role: 'agent', tier: 1, language: 'en', timeZone: 'UTC' },
  MONDAY,
);
await addMember(db, technical, stranger, false);

type Opened = {
  subject: string;
  text: string;
  language?: Language;
  teamId?: number;
  requester?: number;
  file?: string;
};

const opens = async ({ subject, text, language = 'en', teamId = desk.teamId, requester = ana, file }: Opened) => {
  const id = await drawMessageId(db);
  desk.clock.advance(MINUTE);
  const at = desk.clock.current;
  if (file !== undefined) {
    await db.query(`insert into blob values (sha256('x'), 1, 'x', now()) on conflict do nothing`);
  }
  const { rows } = await db.query<{ hash: Buffer }>(`select sha256('x') as hash`);
  const { ticketId } = await desk.act({
    ticketId: await drawTicketId(db),
    command: {
      type: 'open',
      severity: 'S3',
      topic: 'billing',
      channel: 'email',
      language,
      requesterId: requester,
      organisationId: null,
      teamId,
      policyVersionId: desk.policyVersionId,
      messageId: id,
      receivedAt: at,
    },
    actor: { kind: 'system' },
    subject,
    message: {
      id,
      authorId: requester,
      kind: 'message',
      channel: 'email',
      at,
      bodyText: text,
      ...(file === undefined
        ? {}
        : {
            attachments: [
              { name: file, mediaType: 'text/plain', size: 1, contentId: null, inline: false, blobHash: rows[0]!.hash },
            ],
          }),
    },
  });
  return ticketId;
};

const search = async (q: string, by: number = petra, more = ''): Promise<SearchPage> => {
  const answer = await (await server.as(by)).get(`/api/search?q=${encodeURIComponent(q)}${more}`);
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`);
  return answer.json();
};
const idsOf = ({ tickets }: SearchPage) => tickets.map(({ row }) => row.id);
const find = async (q: string, by?: number) => idsOf(await search(q, by));
/** What is marked in a page's first ticket. */
const marked = ({ tickets }: SearchPage) =>
  tickets[0]!.highlights.flatMap(({ text, marks }) => marks.map(([from, to]) => text.slice(from, to)));

test.each<[Language, string, string, string[]]>([
  [
    'hr',
    'Slušalice Đurđica',
    'Račun je naplaćen dvaput, molim povrat.',
    ['slusalice', 'ĐURĐICA', 'durdica', 'naplacen', 'račun'],
  ],
  ['vi', 'Tai nghe không sạc', 'Tôi đã mua tai nghe tháng trước.', ['khong sac', 'thang truoc', 'không']],
  ['fil', 'Sirang earphone', 'Hindi na po nagcha-charge ang bagong piñata.', ['sirang', 'pinata', 'nagcha-charge']],
  [
    'ru',
    'Наушники не заряжаются',
    'Ещё вчера всё работало, верните деньги.',
    ['наушник', 'еще', 'всё', 'деньги', 'ЗАРЯЖАЮТСЯ'],
  ],
  ['it', 'Cuffie difettose', 'Perché le cuffie non si caricano più?', ['cuffia', 'perche', 'difettosa', 'piu']],
  [
    'en',
    'Headphones stopped charging',
    'They were charged twice, naïvely.',
    ['charge', 'headphone', 'naively', 'stop', 'headpho'],
  ],
])('words of %s are found without their accents and endings, and marked', async (language, subject, text, asked) => {
  const id = await opens({ subject, text, language });
  for (const q of asked) {
    const page = await search(q);
    expect([q, idsOf(page)]).toEqual([q, expect.arrayContaining([id])]);
    expect([q, marked(page).length]).toEqual([q, expect.toSatisfy((marks: number) => marks > 0)]);
  }
});

test('every word must be there, a phrase as it stands, and none that is ruled out', async () => {
  const first = await opens({ subject: 'Refund for order', text: 'The zebra invoice is wrong.' });
  const second = await opens({ subject: 'Zebra', text: 'Wrong invoice for the refund.' });
  expect((await find('zebra refund')).toSorted()).toEqual([first, second]);
  expect(await find('"zebra invoice"')).toEqual([first]);
  expect(await find('zebra -order')).toEqual([second]);
  expect(await find('zebra giraffe')).toEqual([]);
});

test('a hit in the subject comes before one in the text, and the newer of two alike first', async () => {
  const inText = await opens({ subject: 'Something else', text: 'A quokka was seen.' });
  const older = await opens({ subject: 'Quokka', text: 'Hello.' });
  const newer = await opens({ subject: 'Quokka', text: 'Hello.' });
  await db.query(`update ticket set last_event_at = last_event_at - interval '200 days' where id = $1`, [older]);
  expect(await find('quokka')).toEqual([newer, older, inText]);
});

test('a ticket is found by its number, who wrote it, its tags, topic and files', async () => {
  const id = await opens({ subject: 'Plain', text: 'Nothing special.', file: 'Narwhal_2024.pdf' });
  await db.query(`update ticket set tags = '{vip customer}', topic = 'shipping' where id = $1`, [id]);
  const { rows } = await db.query<{ number: number }>('select number from ticket where id = $1', [id]);
  expect((await find(`#${rows[0]!.number}`))[0]).toBe(id);
  expect((await find(`${rows[0]!.number}`))[0]).toBe(id);
  for (const q of ['narwhal', 'vip', 'shipping', 'tag:"vip customer"', 'topic:shipping', 'has:attachment narwhal']) {
    expect([q, await find(q)]).toEqual([q, [id]]);
  }
  expect(await find('from:kupac narwhal')).toEqual([id]);
  expect(await find('from:ana@kupac.example narwhal')).toEqual([id]);
  expect(await find('from:petra narwhal')).toEqual([]);
  expect(await find('ana@kupac.example narwhal')).toEqual([id]);
});

test('operators narrow what is found; a value that cannot be is said', async () => {
  const id = await opens({ subject: 'Wombat', text: 'Help.', language: 'it' });
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  for (const q of [
    'status:new',
    'severity:s3',
    'lang:it',
    'team:bill',
    'step>=1',
    'step:1',
    'tier:1',
    'tier<2',
    'clock:1h',
    'status:',
  ]) {
    expect([q, await find(`wombat ${q}`)]).toEqual([q, [id]]);
  }
  for (const q of [
    'status:on_hold',
    'severity:S1',
    'lang:ru',
    'team:technical',
    'step>=2',
    'tier>1',
    'clock:over',
    'team:nobody',
  ]) {
    expect([q, await find(`wombat ${q}`)]).toEqual([q, []]);
  }
  expect((await find('status:new team:billing'))[0]).toBe(id);
  const asks = await server.as(petra);
  for (const q of ['status:gone', 'severity:S9', 'lang:xx', 'clock:soon', 'step>=two', 'tier:two', 'has:fun']) {
    const answer = await asks.get(`/api/search?q=${encodeURIComponent(q)}`);
    expect([q, answer.statusCode, answer.json().code]).toEqual([q, 400, 'search_operator']);
    expect(answer.json().errors[0]).toMatchObject({ path: `q.${/^[a-z]+/.exec(q)![0]}`, code: 'unknown_value' });
  }
});

test('nobody finds what they may not see: another team’s, or what they are excluded from', async () => {
  const id = await opens({ subject: 'Axolotl', text: 'Secret.' });
  expect(await find('axolotl')).toEqual([id]);
  expect(await find('axolotl', sanja)).toEqual([id]);
  expect(await search('axolotl', stranger)).toMatchObject({ tickets: [], people: [], nextCursor: null });
  expect((await search('kupac', stranger)).people).toEqual([]);
  expect((await search('kupac')).people).toMatchObject([{ id: ana, email: 'ana@kupac.example' }]);
  await db.query(`insert into ticket_follower values ($1, $2, 'told')`, [id, stranger]);
  expect(await find('axolotl', stranger)).toEqual([id]);
  await db.query('update ticket set excluded = $2 where id = $1', [id, [petra, sanja, stranger]]);
  for (const by of [petra, sanja, stranger])
    expect(await search('axolotl', by)).toMatchObject({ tickets: [], nextCursor: null });
  expect(await find('axolotl', lea)).toEqual([id]);
});

test('what changes is found as it is now, and a reply that was taken back not at all', async () => {
  const id = await opens({ subject: 'Platypus', text: 'Hello.' });
  await desk.does(id, petra, { type: 'note', messageId: 0, words: 'An internal capybara.' });
  expect(await find('capybara')).toEqual([id]);
  expect((await search('capybara')).tickets[0]!.highlights[0]).toMatchObject({
    field: 'note',
    text: 'An internal capybara.',
  });
  await desk.does(id, petra, { type: 'reply', messageId: 0, words: 'Please ask the okapi.' });
  expect(await find('platypus okapi capybara')).toEqual([id]);
  await db.query(`update message set delivery = 'cancelled' where ticket_id = $1 and kind = 'reply'`, [id]);
  expect(await find('okapi')).toEqual([]);
  expect(await find('capybara')).toEqual([id]);
  await db.query(`update person set name = 'Ana Tapirović' where id = $1`, [ana]);
  expect(await find('platypus tapirovic')).toEqual([id]);
  await db.query('update ticket set team_id = $2, assignee_id = null where id = $1', [id, technical]);
  await db.query('delete from ticket_follower where ticket_id = $1', [id]);
  expect(await find('platypus')).toEqual([]);
  expect(await find('platypus', stranger)).toEqual([id]);
});

test('pages follow each other through more than is ranked at once, each ticket once', async () => {
  const made: number[] = [];
  for (let i = 0; i < 230; i += 1) made.push(await opens({ subject: `Lemur ${i}`, text: 'Leaps.' }));
  for (const by of [sanja, petra]) {
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: SearchPage = await search('lemur', by, cursor === '' ? '&limit=50' : `&limit=50&cursor=${cursor}`);
      seen.push(...idsOf(page));
      cursor = page.nextCursor;
    }
    expect(seen.length).toBe(230);
    expect(seen.toSorted((a, b) => a - b)).toEqual(made);
  }
  const { nextCursor } = await search('lemur', petra, '&limit=50');
  const foreign = await (await server.as(petra)).get(`/api/search?q=zebra&cursor=${nextCursor}`);
  expect([foreign.statusCode, foreign.json().code]).toEqual([400, 'stale_cursor']);
  const list = await (await server.as(petra)).get('/api/tickets?q=lemur&sort=oldest&limit=5');
  expect(list.json().items.map(({ id }: { id: number }) => id)).toEqual(made.slice(0, 5));
});

test.each([
  `'`,
  `"`,
  `"unfinished`,
  `\\`,
  `%`,
  `_`,
  `a' | 'b`,
  `':*`,
  `& | !`,
  `<->`,
  `((((`,
  `-`,
  `--`,
  `#`,
  `tag:`,
  `tag:"`,
  `:`,
  `tag:'\\`,
  `from:%`,
  `team:%`,
  `to:_`,
  `\u0000x`,
  `\ud800`,
  '😀',
  'ﷺ',
  `${'a '.repeat(500)}`,
  'a'.repeat(1_000),
  `step>=`,
  `status:`,
])('nothing that is typed breaks the search: %j', async (q) => {
  const answer = await (await server.as(petra)).get(`/api/search?q=${encodeURIComponent(q.toWellFormed())}`);
  expect(answer.statusCode).toBe(200);
  const list = await (
    await server.as(petra)
  ).get(`/api/tickets?q=${encodeURIComponent(q.toWellFormed().slice(0, 500))}`);
  expect(list.statusCode).toBe(200);
});

test('ten thousand letters are too many to ask', async () => {
  const answer = await (await server.as(petra)).get(`/api/search?q=${'a'.repeat(10_000)}`);
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request']);
});

test('a message as long as one may be is kept and found by its beginning', async () => {
  const id = await opens({ subject: 'Long', text: `pangolin ${'ấ é ﷺ'.repeat(20_000)}` });
  for (let i = 0; i < 8; i += 1) {
    const words = Array.from({ length: 8_000 }, (_, n) => `w${i}x${n}ж`).join(' ');
    await desk.does(id, petra, { type: 'note', messageId: 0, words });
  }
  expect(await find('pangolin')).toEqual([id]);
});
