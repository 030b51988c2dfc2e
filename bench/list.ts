// A page of the list: CPU milliseconds of Belay and PostgreSQL together, for an agent, and for a manager who sees all, by
// view, sort and filter, first page and the two after it; beside it the limit, bare SQL that reads the same rows by their
// ids. One JSON line a size, with the dearest ways to ask, and how many rows a page holds: a small desk has few for most
// ways to ask, so what a page costs beside the smallest desk is told for those ways, too, whose pages are full in both.
//   npm run bench -- list [--sizes 1000,10000] [--pages 90] [--million]
import { parseArgs } from 'node:util';
import { databaseClock } from '#server/platform/clock.ts';
import { countPressure, countViews } from '#server/ticket/count-page.ts';
import { readerAt, readPage } from '#server/ticket/read-page.ts';
import type { PageQuery } from '#server/ticket/page-query.ts';
import type { PersonActor } from '#server/ticket/sight.ts';
import { doorWith } from '#test/harness/desk.ts';
import { atEachSize, GROWING, type BenchDesk } from './desk/grow.ts';
import { readBare } from './list/bare.ts';

const AIM_MS = 5;
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

/** What a way to ask costs a page, and how many rows a page of it holds; counts are no page. */
type Cost = { asked: string; cpuMs: number; rows: number | null };
let smallest: Cost[] | null = null;
await atEachSize({ ...values, words: 0 }, measureSize);

async function measureSize(desk: BenchDesk): Promise<void> {
  const { tickets: size, agent, manager } = desk;
  const figures: Cost[] = [];
  for (const [who, actor] of Object.entries({ agent, manager })) {
    for (const asked of ASKED) {
      const cost = { asked: `${who} ${JSON.stringify(asked)}`, ...(await measure(desk, actor, asked)) };
      figures.push(cost);
      if (values.timing) process.stderr.write(`${size} ${cost.asked} ${cost.cpuMs.toFixed(2)} ${cost.rows}\n`);
    }
  }
  const mean = meanOf(figures.map(({ cpuMs }) => cpuMs));
  const least = (smallest ??= figures);
  const pairs = figures.map((figure, index) => ({ figure, before: least[index]! }));
  const full = pairs.filter(({ figure, before }) => figure.rows === LIMIT && before.rows === LIMIT);
  const bare = await measureBare(desk);
  const dearest = figures.toSorted((a, b) => b.cpuMs - a.cpuMs).slice(0, NAMED);
  const figure = {
    bench: 'list',
    tickets: size,
    ways: figures.length,
    cpuMsPerPage: round(mean),
    limitCpuMsPerPage: round(bare),
    timesTheLimit: round(mean / bare),
    dearest: dearest.map(({ asked, cpuMs }) => `${asked}: ${round(cpuMs)}`),
    timesTheSmallest: round(mean / meanOf(least.map(({ cpuMs }) => cpuMs))),
    rowsPerPage: round(meanOf(figures.flatMap(({ rows }) => rows ?? []))),
    fullInBoth: full.length,
    timesTheSmallestOfThese: round(
      meanOf(full.map(({ figure }) => figure.cpuMs)) / meanOf(full.map(({ before }) => before.cpuMs)),
    ),
    aimMs: AIM_MS,
    met: dearest[0]!.cpuMs <= AIM_MS,
  };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

/** The manager's first pages again, by bare SQL that is told their tickets. */
async function measureBare({ db, manager, cpuMs }: BenchDesk): Promise<number> {
  const { config } = doorWith(databaseClock);
  const reader = await readerAt(db, manager, await databaseClock.now(db));
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

async function measure(
  { db, cpuMs }: BenchDesk,
  actor: PersonActor,
  { counts, ...asked }: Asked,
): Promise<Omit<Cost, 'asked'>> {
  const { config } = doorWith(databaseClock);
  const query: PageQuery = { view: 'all', sort: 'next_event', limit: LIMIT, ...asked };
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
      rows += read!.items.length;
    }
  };
  let pages = 0;
  let rows = 0;
  for (let warm = 0; warm < 6; warm += 1) await once();
  pages = 0;
  rows = 0;
  const rounds = Math.ceil(Number(values.pages) / PAGES_EACH);
  const before = cpuMs();
  for (let round = 0; round < rounds; round += 1) await once();
  const after = cpuMs();
  return { cpuMs: (after - before) / (pages === 0 ? rounds : pages), rows: pages === 0 ? null : rows / pages };
}

function meanOf(all: number[]): number {
  return all.reduce((sum, each) => sum + each, 0) / all.length;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
