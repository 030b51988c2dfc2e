// How long a search takes, ranked and with marks: milliseconds of an agent and of a manager who sees all, for rare and
// common words, unfinished ones, phrases and operators; beside it the limit, bare SQL that finds a hundred tickets with the
// same words and ranks them, whoever asks, and shows nothing of them. One JSON line a size.
//   npm run bench -- search [--sizes 1000,10000] [--rounds 15] [--million]
import { parseArgs } from 'node:util';
import { databaseClock, monotonicMs } from '#server/platform/clock.ts';
import type { Database } from '#server/platform/db/database.ts';
import { readerAt } from '#server/ticket/page-conditions.ts';
import { matcherOf } from '#server/ticket/search-query.ts';
import { search } from '#server/ticket/search-read.ts';
import type { PersonActor } from '#server/ticket/sight.ts';
import { doorWith } from '#test/harness/desk.ts';
import { atEachSize, GROWING, type BenchDesk } from './desk/grow.ts';

const AIM_MS = 15;
const WORDS_A_MESSAGE = 60;
// PostgreSQL plans a kept statement anew five times before it keeps the plan
const WARM_UP = 6;

const { values } = parseArgs({
  options: {
    ...GROWING,
    rounds: { type: 'string', default: '15' },
  },
});

const ASKED = [
  'w4200oa',
  'w9001',
  'slusalice',
  'naplacen racun',
  'verni',
  'headphones',
  'the',
  'refund w250',
  '"my please"',
  'Kovacevic',
  'person17@posta.example',
  '#1000000123',
  'tag:vip refund',
  'status:new charging',
  'from:giulia rimborso',
  'severity:S1 lang:hr',
];

const BARE = `select r.ticket_id from (select ticket_id, doc from ticket_search where doc @@ $1::tsquery limit 100) r
  order by ts_rank(r.doc, $1::tsquery) desc limit 20`;

await atEachSize({ ...values, words: WORDS_A_MESSAGE }, measureSize);

async function measureSize({ db, tickets: size, agent, manager, cpuMs }: BenchDesk): Promise<void> {
  const readers = [agent, manager];
  const before = cpuMs();
  const times: { asked: string; ms: number }[] = [];
  let found = 0;
  for (const actor of readers) {
    for (const q of ASKED) {
      const { ms, tickets } = await measure(db, actor, q);
      found += tickets;
      for (const each of ms) times.push({ asked: `${actor.role} ${q}`, ms: each });
      if (values.timing) process.stderr.write(`${size} ${actor.role} ${q}: ${middle(ms, 0.5)} ms, ${tickets} found\n`);
    }
  }
  const after = cpuMs();
  const cpu = after - before;
  const all = times.map(({ ms }) => ms);
  const byAsked = [...Map.groupBy(times, ({ asked }) => asked)].map(([asked, list]) => ({
    asked,
    ms: middle(
      list.map(({ ms }) => ms),
      0.5,
    ),
  }));
  const p50 = middle(all, 0.5);
  const figure = {
    bench: 'search',
    tickets: size,
    questions: byAsked.length,
    found,
    // with the rounds of each question that are not timed
    cpuMsPerSearch: Math.round((cpu / (readers.length * ASKED.length * (Number(values.rounds) + WARM_UP))) * 100) / 100,
    p50Ms: p50,
    p99Ms: middle(all, 0.99),
    bareSqlP50Ms: middle(await measureBare(db), 0.5),
    slowest: byAsked
      .toSorted((a, b) => b.ms - a.ms)
      .slice(0, 5)
      .map(({ asked, ms }) => `${asked}: ${ms}`),
    aimMs: AIM_MS,
    met: p50 <= AIM_MS,
  };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

async function measure(db: Database, actor: PersonActor, q: string): Promise<{ ms: number[]; tickets: number }> {
  const { config } = doorWith(databaseClock);
  const ms: number[] = [];
  let tickets = 0;
  for (let round = -WARM_UP; round < Number(values.rounds); round += 1) {
    const began = monotonicMs();
    const reader = databaseClock.now(db).then((now) => readerAt(actor, now));
    const page = await search(db, config, reader, { q, limit: 20 });
    if (round >= 0) ms.push(monotonicMs() - began);
    tickets = page!.tickets.length;
  }
  return { ms, tickets };
}

async function measureBare(db: Database): Promise<number[]> {
  const ms: number[] = [];
  for (const q of ASKED) {
    const { tsquery } = await matcherOf(db, q);
    for (let round = -WARM_UP; round < Number(values.rounds); round += 1) {
      const began = monotonicMs();
      await db.query({ name: 'bench_bare', text: BARE, values: [tsquery] });
      if (round >= 0) ms.push(monotonicMs() - began);
    }
  }
  return ms;
}

function middle(ms: number[], part: number): number {
  const sorted = ms.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]! * 100) / 100;
}
