import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { LANGUAGES, type Language } from '#core/ticket/ticket.ts';
import { DAY, HOUR } from '#core/time.ts';
import { manualClock } from '#server/platform/clock.ts';
import { keepUp } from './company-kinds.ts';
import { setCapacity } from '#server/people/working-store.ts';
import { seedDemo } from '#seed/seed-demo.ts';
import { testDatabase } from '#test/harness/database.ts';
import { doorWith, MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { toMarkdown, toPage } from './document-blocks.ts';
import { readDocument } from './read-document.ts';
import { publish, type MatrixBody, type PathBody } from './store.ts';

const db = await testDatabase();
await db.withTransaction((tx) => seedDemo(tx, doorWith(manualClock(MONDAY)), MONDAY, { everyday: false }));
const markdown = async (language: Language, since: number | null = null, at = MONDAY + DAY): Promise<string> =>
  toMarkdown(await db.withTransaction((tx) => readDocument(tx, { language, at, since, timeZone: 'Europe/Zagreb' })));
const wordsIn = async (language: string): Promise<Record<string, string>> =>
  JSON.parse(
    await readFile(path.resolve(import.meta.dirname, `../../../locales/document/${language}.json`), 'utf8'),
  ) as Record<string, string>;

test('all six languages say the same things with the same values', async () => {
  const valuesIn = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].toSorted();
  const english = await wordsIn('en');
  for (const language of LANGUAGES) {
    const words = await wordsIn(language);
    expect(Object.keys(words)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(words)) {
      expect(text.trim()).not.toBe('');
      expect([key, valuesIn(text.replaceAll(/(one|few|many|other) \{[^{}]*\}/g, ''))]).toEqual([
        key,
        valuesIn(english[key]!.replaceAll(/(one|few|many|other) \{[^{}]*\}/g, '')),
      ]);
    }
  }
});

test('it says who gets what, who is called when, and what hours count', async () => {
  const document = await markdown('en');
  expect(document).toMatch(/^# Escalation document\n\nAs it stood at November 24, 2026/);
  expect(document).toContain('| Orders | topic: order | Orders | Orders |');
  expect(document).toContain('| Everything else | always | Standard | Standard |');
  expect(document).toContain(
    '| First reply | 15 minutes | 30 minutes | 1 hour | 4 hours | Zagreb | on hold | 50 % and 80 % |',
  );
  expect(document).toContain(
    '| 1. Specialist of the team | functional | tier 2: the team of the ticket; the customer is told: a specialist looks at it, with 2 hours of business time for an answer | 15 minutes of business time |',
  );
  expect(document).toContain('Last resort: Sanja Matić; called again every 30 minutes until somebody takes it.');
  expect(document).toContain('| Saturday | 09:00–13:00 |');
  expect(document).toContain('Made from: calendar Manila 1, calendar Zagreb 1, intake rules main 1');
});

test('business time is told in hours, what passes by the clock in days', async () => {
  const document = await markdown('en');
  expect(document).toContain('| Resolution | 20 hours | 60 hours |');
  expect(document).not.toMatch(/\| \d+ days/);
  expect(document).toContain('Solved, it may be reopened for 7 days; then it closes.');
});

test('in every language it has its own words', async () => {
  const documents = await Promise.all(LANGUAGES.map((language) => markdown(language)));
  expect(new Set(documents).size).toBe(LANGUAGES.length);
  const of = (language: Language) => documents[LANGUAGES.indexOf(language)]!;
  expect(of('hr')).toContain('| Prvi odgovor | 15 minuta | 30 minuta | 1 sat | 4 sata | Zagreb | čeka treću stranu |');
  expect(of('it')).toContain('| Tutto il resto | sempre | Standard | Standard |');
  expect(of('ru')).toContain('## Маршруты эскалации');
  expect(of('vi')).toContain('# Tài liệu leo thang');
  expect(of('fil')).toContain('## Mga SLA policy');
});

test('it ends with what changed since, and knows how it stood before', async () => {
  const matrix: MatrixBody = {
    rows: [
      { id: '<b>VIP</b> | *gold*', when: { customerTiers: ['gold'], languages: ['it'] }, plan: { policy: 'Orders' } },
      { id: 'Orders', when: { topics: ['order'] }, plan: { policy: 'Orders', path: 'Orders' } },
      { id: 'Refunds', when: { topics: ['refund'] }, plan: { policy: 'Standard', path: 'Refunds' } },
    ],
    otherwise: { policy: 'Standard', path: 'Standard' },
    topicNames: { order: { hr: 'narudžba' } },
  };
  expect(await markdown('en', MONDAY + HOUR)).toMatch(/What changed since November 23, 2026.*\n\nNothing changed\.\n$/);
  await db.withTransaction((tx) => publish(tx, { kind: 'matrix', name: 'main', body: matrix }, MONDAY + 2 * HOUR));
  const changed = await markdown('en', MONDAY + HOUR);
  expect(changed.split('\n').filter((line) => line.startsWith('    '))).toEqual([
    String.raw`    + | \<b\>VIP\</b\> \| \*gold\* | customer tier: gold; language: Italian | Orders | Orders |`,
  ]);
  expect(await markdown('en', null, MONDAY + HOUR)).not.toContain('VIP');
  expect(await markdown('hr')).toContain('| Orders | tema: narudžba | Orders | Orders |');
  const blocks = await db.withTransaction((tx) =>
    readDocument(tx, { language: 'en', at: MONDAY + DAY, since: MONDAY, timeZone: 'UTC' }),
  );
  const page = toPage(blocks, 'en');
  expect(page).toContain('<td>&lt;b&gt;VIP&lt;/b&gt; | *gold*</td>');
  expect(page).toContain('<ins>');
  expect(page).not.toContain('<b>');
});

test('a step says what else decides about it', async () => {
  const at = MONDAY + 3 * HOUR;
  await db.withTransaction(async (tx) => {
    const { rows } = await tx.query<{ body: PathBody }>(
      `select body from config_version where kind = 'path' and name = 'Standard' order by version desc limit 1`,
    );
    const [first, ...rest] = rows[0]!.body.steps;
    const step: PathBody['steps'][number] = {
      ...first!,
      calledOn: [{ type: 'at_risk', percent: 80 }],
      fallback: [{ type: 'role', role: 'admin' }],
      quietHours: { from: 22 * 60, to: 6 * 60 + 30 },
    };
    await publish(tx, { kind: 'path', name: 'Standard', body: { ...rows[0]!.body, steps: [step, ...rest] } }, at);
  });
  expect(await markdown('en')).toContain(
    'tier 2: the team of the ticket; if nobody of them can be reached: admin; at once on: 80 % of a target used; not from 22:00 to 06:30; the customer is told: a specialist looks at it',
  );
});

test('a path says what it notices by itself, and which reasons wait for what, in every language', async () => {
  const at = MONDAY + 4 * HOUR;
  await db.withTransaction(async (tx) => {
    const { rows } = await tx.query<{ body: PathBody }>(
      `select body from config_version where kind = 'path' and name = 'Standard' order by version desc limit 1`,
    );
    const signals = { reopens: 2, repeatedContact: { messages: 3, withinMs: HOUR }, silenceMs: 8 * HOUR };
    const gates: PathBody['gates'] = [{ reason: 'skill', afterDue: true, attempts: 2 }];
    await publish(tx, { kind: 'path', name: 'Standard', body: { ...rows[0]!.body, signals, gates } }, at);
  });
  const english = await markdown('en');
  expect(english).toContain(
    'Also climbs by itself when: the customer has opened it again 2 times, the customer writes 3 messages within 1 hour and nobody answers, or the customer hears nothing for 8 hours of business time.',
  );
  expect(english).toContain(
    'The reason “needs another skill” waits: a target must have been missed and 2 attempts must be recorded.',
  );
  const others = await Promise.all(LANGUAGES.map(async (language) => [language, await markdown(language)] as const));
  for (const [language, document] of others) {
    const { 'reason.skill': reason } = await wordsIn(language);
    expect(document).toContain(reason);
  }
});

test('it says who is in which team, how its tickets find somebody, who can what and who holds how much', async () => {
  const { rows } = await db.query<{ id: number }>(`select id from person where name like 'Marko%'`);
  await setCapacity(db, rows[0]!.id, { email: 7, chat: 3 });
  await db.withTransaction((tx) => keepUp(tx, MONDAY + DAY));
  const document = await markdown('en');
  expect(document).toMatch(/\| Billing \| .*Marko.* \| Ivana [^|]* \| .*the forecast counts 10 minutes for an answer/);
  expect(document).toMatch(/## Skills\n\n[^#]*\(level [123]\)/);
  expect(document).toMatch(/## Most held at once\n\n[^#]*\| Marko [^|]* \| e-mail: 7 and chat: 3 \|/);
  expect(await markdown('en', null, MONDAY)).not.toMatch(/## (Teams|Skills|Most held)/);
});

test('the route answers a page that runs nothing, or Markdown', async () => {
  const other = await testDatabase();
  const desk = await openDesk(other);
  const sanja = await (await serveDesk(other, desk)).as(desk.sanja);
  const page = await sanja.get('/api/escalation-document?language=vi&timeZone=Asia/Manila');
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'/);
  expect(page.body).toContain('<html lang="vi">');
  const text = await sanja.get('/api/escalation-document?format=markdown&since=2026-11-01');
  expect(text.body).toContain('There is no escalation matrix yet');
  expect(text.body).toContain('# Escalation document\n');
  expect((await sanja.get('/api/escalation-document?since=yesterday')).statusCode).toBe(400);
  expect((await sanja.get('/api/escalation-document?timeZone=Mars')).statusCode).toBe(400);
});
