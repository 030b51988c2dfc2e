// How long a search takes, ranked and with marks: milliseconds of an agent and of a manager who sees all, for rare and
// common words, unfinished ones, phrases and operators. One JSON line a size.
//   npm run bench -- search [--sizes 1000,10000] [--rounds 15] [--million]
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { databaseClock, monotonicMs } from '#server/platform/clock.ts';
import { openDatabase, type Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { createLog } from '#server/platform/log.ts';
import { readerAt } from '#server/ticket/read-page.ts';
import { search } from '#server/ticket/search-read.ts';
import type { PersonActor } from '#server/ticket/sight.ts';
import { doorWith, furnish } from '#test/harness/desk.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { cpuMs } from './intake/cpu.ts';
import { fillDesk } from './list/fill.ts';

const AIM_MS = 15;
const WORDS_A_MESSAGE = 60;
// PostgreSQL plans a kept statement anew five times before it keeps the plan
const WARM_UP = 6;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    rounds: { type: 'string', default: '15' },
    million: { type: 'boolean', default: false },
    timing: { type: 'boolean', default: false },
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

const folder = await temporaryFolder('belay-bench-');
const log = createLog({ level: 'error' });
const db = await openDatabase({ databaseUrl: null, dataFolder: folder, pgBouncer: false }, log);
try {
  await migrate(db, path.resolve(import.meta.dirname, '../migrations'));
  const now = await databaseClock.now(db);
  const desk = await db.withTransaction((tx) => furnish(tx, now));
  const sizes = [...values.sizes.split(',').map(Number), ...(values.million ? [1_000_000] : [])];
  for (const size of sizes) {
    const began = monotonicMs();
    await fillDesk(db, desk, { size, words: WORDS_A_MESSAGE, now });
    if (values.timing) process.stderr.write(`filled ${size} in ${Math.round(monotonicMs() - began)} ms\n`);
    await measureSize(db, size);
  }
} finally {
  await db.close();
  await rm(folder, { recursive: true, force: true });
}

async function measureSize(db: Database, size: number): Promise<void> {
  const { rows } = await db.query<{ team_id: number }>(
    'select team_id from team_member where person_id = 1007 order by team_id',
  );
  const teamIds = rows.map((row) => row.team_id);
  const readers: PersonActor[] = [
    { kind: 'person', personId: 1_007, role: 'agent', teamIds, leadOf: [] },
    { kind: 'person', personId: 1_001, role: 'escalation_manager', teamIds: [], leadOf: [] },
  ];
  const postmaster = db.where.embedded ? db.where.postmasterPid() : null;
  if (postmaster === null) throw new Error('the bench needs the embedded PostgreSQL');
  const before = cpuMs(postmaster);
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
  const after = cpuMs(postmaster);
  const cpu = after.belay - before.belay + after.postgres - before.postgres;
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
    const reader = await readerAt(db, actor, await databaseClock.now(db));
    const page = await search(db, config, reader, { q, limit: 20 });
    if (round >= 0) ms.push(monotonicMs() - began);
    tickets = page!.tickets.length;
  }
  return { ms, tickets };
}

function middle(ms: number[], part: number): number {
  const sorted = ms.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]! * 100) / 100;
}
