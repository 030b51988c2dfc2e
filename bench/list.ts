// A page of the list: CPU milliseconds of Belay and PostgreSQL together, for an agent, and for a manager who sees all, by
// view, sort and filter, first page and the two after it. One JSON line a size, with the dearest ways to ask.
//   npm run bench -- list [--sizes 1000,10000] [--pages 90] [--million]
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { databaseClock } from '#server/platform/clock.ts';
import { openDatabase, type Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { createLog } from '#server/platform/log.ts';
import { countPressure, countViews } from '#server/ticket/count-page.ts';
import { readerAt, readPage } from '#server/ticket/read-page.ts';
import type { PageQuery } from '#server/ticket/page-query.ts';
import type { PersonActor } from '#server/ticket/sight.ts';
import { doorWith, furnish } from '#test/harness/desk.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { cpuMs } from './intake/cpu.ts';
import { fillDesk } from './list/fill.ts';

const AIM_MS = 5;
const PAGES_EACH = 3;
/** How many of the dearest are named. */
const NAMED = 6;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    pages: { type: 'string', default: '90' },
    million: { type: 'boolean', default: false },
    timing: { type: 'boolean', default: false },
  },
});

type Asked = Partial<PageQuery> & { counts?: true };

const ASKED: Asked[] = [
  ...(['mine', 'unassigned', 'escalated', 'waiting', 'all', 'closed'] as const).map((view) => ({ view })),
  ...(['newest', 'oldest', 'updated', 'severity'] as const).map((sort) => ({ sort })),
  { view: 'closed', sort: 'updated' },
  { counts: true },
  { status: ['on_hold'] },
  { severity: ['S1', 'S2'] },
  { assignee: ['none'] },
  { topic: ['billing'] },
  { tag: ['vip'] },
  { tag: ['rare'] },
  { language: ['hr'], channel: ['chat'] },
  { requester: [1_000_000_007] },
  { clock: 'over' },
  { clock: 'today' },
  { clock: 'paused' },
];

const folder = await temporaryFolder('belay-bench-');
const log = createLog({ level: 'error' });
const db = await openDatabase({ databaseUrl: null, dataFolder: folder, pgBouncer: false }, log);
try {
  await migrate(db, path.resolve(import.meta.dirname, '../migrations'));
  const now = await databaseClock.now(db);
  const desk = await db.withTransaction((tx) => furnish(tx, now));
  const sizes = [...values.sizes.split(',').map(Number), ...(values.million ? [1_000_000] : [])];
  let smallest: number | null = null;
  for (const size of sizes) {
    await fillDesk(db, desk, { size, words: 0, now });
    const usual = await measureSize(size, smallest);
    smallest ??= usual;
  }
} finally {
  await db.close();
  await rm(folder, { recursive: true, force: true });
}

async function measureSize(size: number, smallest: number | null): Promise<number> {
  const { rows } = await db.query<{ team_id: number }>(
    'select team_id from team_member where person_id = 1007 order by team_id',
  );
  const agent = {
    kind: 'person',
    personId: 1_007,
    role: 'agent',
    teamIds: rows.map((row) => row.team_id),
    leadOf: [],
  } as const;
  const manager = { kind: 'person', personId: 1_001, role: 'escalation_manager', teamIds: [], leadOf: [] } as const;
  const figures: { asked: string; cpuMs: number }[] = [];
  for (const [who, actor] of [
    ['agent', agent],
    ['manager', manager],
  ] as const) {
    for (const asked of ASKED) {
      const cost = await measure(db, actor as unknown as PersonActor, asked);
      figures.push({ asked: `${who} ${JSON.stringify(asked)}`, cpuMs: cost });
      if (values.timing) process.stderr.write(`${size} ${who} ${JSON.stringify(asked)} ${cost.toFixed(2)}\n`);
    }
  }
  const mean = figures.reduce((sum, figure) => sum + figure.cpuMs, 0) / figures.length;
  const dearest = figures.toSorted((a, b) => b.cpuMs - a.cpuMs).slice(0, NAMED);
  const figure = {
    bench: 'list',
    tickets: size,
    ways: figures.length,
    cpuMsPerPage: round(mean),
    dearest: dearest.map(({ asked, cpuMs }) => `${asked}: ${round(cpuMs)}`),
    timesTheSmallest: smallest === null ? 1 : round(mean / smallest),
    aimMs: AIM_MS,
    met: dearest[0]!.cpuMs <= AIM_MS,
  };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
  return mean;
}

async function measure(db: Database, actor: PersonActor, { counts, ...asked }: Asked): Promise<number> {
  const { config } = doorWith(databaseClock);
  const query: PageQuery = { view: 'all', sort: 'next_event', limit: 50, ...asked };
  const once = async (): Promise<void> => {
    const reader = await readerAt(db, actor, await databaseClock.now(db));
    if (counts === true) {
      await countViews(db, reader, undefined);
      await countPressure(db, reader, query);
      return;
    }
    let cursor: string | null | undefined;
    for (let page = 0; page < PAGES_EACH && cursor !== null; page += 1) {
      const read = await readPage(db, config, reader, cursor === undefined ? query : { ...query, cursor });
      cursor = read!.nextCursor;
      pages += 1;
    }
  };
  let pages = 0;
  for (let warm = 0; warm < 6; warm += 1) await once();
  const postmaster = db.where.embedded ? db.where.postmasterPid() : null;
  if (postmaster === null) throw new Error('the bench needs the embedded PostgreSQL');
  pages = 0;
  const rounds = Math.ceil(Number(values.pages) / PAGES_EACH);
  const before = cpuMs(postmaster);
  for (let round = 0; round < rounds; round += 1) await once();
  const after = cpuMs(postmaster);
  return (after.belay - before.belay + after.postgres - before.postgres) / (pages === 0 ? rounds : pages);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
