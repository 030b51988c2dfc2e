// A page of the list: CPU milliseconds of Belay and PostgreSQL together, for an agent, and for a manager who sees all, by
// view, sort and filter, first page and the two after it; beside it the limit, bare SQL that reads the same rows by their
// ids. One JSON line a size, with the dearest ways to ask, and how many rows a page holds: a small desk has few for most
// ways to ask. So what a page costs beside the smallest desk is told of full pages, too: the first pages of those ways that
// fill one on the smallest desk.
//   npm run bench -- list [--sizes 1000,10000] [--pages 90] [--million]
import { parseArgs } from 'node:util';
import { databaseClock } from '#server/platform/clock.ts';
import { countPressure, countViews } from '#server/ticket/count-page.ts';
import { readerAt } from '#server/ticket/page-conditions.ts';
import { readPage } from '#server/ticket/read-page.ts';
import type { PageQuery } from '#server/ticket/page-query.ts';
import { doorWith } from '#test/harness/desk.ts';
import { atEachSize, GROWING, type BenchDesk } from './desk/grow.ts';
import { readBare } from './list/bare.ts';

const AIM_MS = 5;
/** What a full page may cost on the largest desk, beside the smallest: decision 0087. */
const AIM_TIMES = 1.5;
const PAGES_EACH = 3;
/** How many of the dearest are named. */
const NAMED = 6;

const { values } = parseArgs({
  options: {
    ...GROWING,
    pages: { type: 'string', default: '90' },
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

const LIMIT = 50;

/** Who asks for what. */
type Way = { who: 'agent' | 'manager'; asked: Asked };
/** What a way to ask costs a page, and how many rows each page of it holds; counts are no page. */
type Cost = Way & { cpuMs: number; rows: number[] };
/** The means of the smallest desk, and the ways whose first pages are full on it. */
let smallest: { cpuMs: number; full: Way[]; fullCpuMs: number } | null = null;
await atEachSize({ ...values, words: 0 }, measureSize);

async function measureSize(desk: BenchDesk): Promise<void> {
  const { tickets: size } = desk;
  const ways = (['agent', 'manager'] as const).flatMap((who) => ASKED.map((asked) => ({ who, asked })));
  const figures = await measureAll(desk, ways, PAGES_EACH);
  const mean = meanOf(figures);
  const full = smallest?.full ?? figures.filter(({ rows }) => rows[0] === LIMIT);
  const fullMean = meanOf(await measureAll(desk, full, 1));
  smallest ??= { cpuMs: mean, full, fullCpuMs: fullMean };
  const bare = await measureBare(desk);
  const dearest = figures.toSorted((a, b) => b.cpuMs - a.cpuMs).slice(0, NAMED);
  const figure = {
    bench: 'list',
    tickets: size,
    ways: figures.length,
    cpuMsPerPage: round(mean),
    limitCpuMsPerPage: round(bare),
    timesTheLimit: round(mean / bare),
    dearest: dearest.map((cost) => `${said(cost)}: ${round(cost.cpuMs)}`),
    timesTheSmallest: round(mean / smallest.cpuMs),
    rowsPerPage: round(rowsOf(figures)),
    fullWays: full.length,
    cpuMsPerFullPage: round(fullMean),
    timesTheSmallestOfFullPages: round(fullMean / smallest.fullCpuMs),
    aimTimes: AIM_TIMES,
    growthMet: fullMean <= AIM_TIMES * smallest.fullCpuMs,
    aimMs: AIM_MS,
    met: dearest[0]!.cpuMs <= AIM_MS,
  };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

/** The manager's first pages again, by bare SQL that is told their tickets. */
async function measureBare({ db, manager, cpuMs }: BenchDesk): Promise<number> {
  const { config } = doorWith(databaseClock);
  const reader = readerAt(manager, await databaseClock.now(db));
  const pages: number[][] = [];
  let cursor: string | undefined;
  while (pages.length < PAGES_EACH) {
    const query: PageQuery = { view: 'all', sort: 'next_event', limit: LIMIT, cursor };
    const read = await readPage(db, config, reader, query);
    pages.push(read!.items.map(({ id }) => id));
    cursor = read!.nextCursor ?? undefined;
  }
  return readBare(db, pages, Number(values.pages), cpuMs);
}

async function measureAll(desk: BenchDesk, ways: readonly Way[], pages: number): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (const way of ways) {
    const cost = { ...way, ...(await measure(desk, way, pages)) };
    costs.push(cost);
    if (values.timing)
      process.stderr.write(`${desk.tickets} ${said(cost)} ${round(cost.cpuMs)} ${cost.rows.join('+')}\n`);
  }
  return costs;
}

async function measure(
  desk: BenchDesk,
  { who, asked: { counts, ...asked } }: Way,
  most: number,
): Promise<Pick<Cost, 'cpuMs' | 'rows'>> {
  const { db, cpuMs } = desk;
  const { config } = doorWith(databaseClock);
  const query: PageQuery = { view: 'all', sort: 'next_event', limit: LIMIT, ...asked };
  const once = async (): Promise<number[]> => {
    const reader = readerAt(desk[who], await databaseClock.now(db));
    if (counts === true) {
      await countViews(db, reader, undefined);
      await countPressure(db, reader, query);
      return [];
    }
    const rows: number[] = [];
    let cursor: string | null | undefined;
    while (rows.length < most && cursor !== null) {
      const read = await readPage(db, config, reader, cursor === undefined ? query : { ...query, cursor });
      cursor = read!.nextCursor;
      rows.push(read!.items.length);
    }
    return rows;
  };
  for (let warm = 0; warm < 6; warm += 1) await once();
  const rounds = Math.ceil(Number(values.pages) / PAGES_EACH);
  const before = cpuMs();
  let rows: number[] = [];
  for (let round = 0; round < rounds; round += 1) rows = await once();
  const after = cpuMs();
  return { cpuMs: (after - before) / rounds / Math.max(1, rows.length), rows };
}

function said({ who, asked }: Way): string {
  return `${who} ${JSON.stringify(asked)}`;
}

/** CPU milliseconds a page, whichever way. */
function meanOf(costs: readonly Cost[]): number {
  return costs.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / costs.length;
}

function rowsOf(costs: readonly Cost[]): number {
  const pages = costs.flatMap(({ rows }) => rows);
  return pages.reduce((sum, rows) => sum + rows, 0) / pages.length;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
