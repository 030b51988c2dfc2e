import { expect, test } from 'vitest';
import { VIEWS } from '#contract/list.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { testDatabase } from '#test/harness/database.ts';
import { actorOf, openDesk } from '#test/harness/desk.ts';
import { countPressure, countViews } from './count-page.ts';
import { readerAt } from './page-conditions.ts';
import { readPage } from './read-page.ts';
import type { PersonActor } from './sight.ts';

const TICKETS = 10_000;
const db = await testDatabase();
const desk = await openDesk(db);
const first = await desk.opens();
await db.query(
  `insert into ticket (number, subject, status, severity, topic, channel, language, requester_id, team_id, tier,
     assignee_id, seq, policy_version_id, first_contact_at, last_event_at, look_again_at, due_at, next_event_at,
     next_event_kind, last_message_id)
   select 100000 + n, subject, 'open', severity, topic, channel, language, requester_id, team_id, tier,
     case when n % 3 > 0 then assignee_id end, seq, policy_version_id, first_contact_at, last_event_at, look_again_at,
     due_at, next_event_at + n * interval '1 second', next_event_kind, last_message_id
   from ticket, generate_series(1, $2) n where id = $1`,
  [first, TICKETS],
);
await db.query(
  `update ticket set status = 'closed', closed_at = last_event_at, closed_as = 'solved', next_event_at = null,
     next_event_kind = null, due_at = null, look_again_at = null where number > 105000`,
);
await db.query('vacuum analyze ticket');

type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Plan[];
};

/** Passes statements on and keeps how each was carried out. */
const watched = () => {
  const plans: Plan[] = [];
  let statements = 0;
  const query = async (asked: { text: string; values: unknown[] }) => {
    statements += 1;
    const { rows } = await db.query({ text: `explain (analyze, format json) ${asked.text}`, values: asked.values });
    plans.push(rows[0]['QUERY PLAN'][0].Plan);
    return db.query(asked.text, asked.values);
  };
  const tx = { query } as unknown as Tx;
  const withTransaction: Database['withTransaction'] = (act) => act(tx);
  return { tx: { query: tx.query, withTransaction }, plans, statements: () => statements };
};

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
const rowsRead = (plan: Plan, { alsoInIndexes = true } = {}): number =>
  nodesOf(plan)
    .filter((node) => node['Relation Name'] === 'ticket')
    .filter((node) => alsoInIndexes || node['Node Type'] !== 'Index Only Scan')
    .reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0);

const readers: [string, PersonActor][] = [
  ['who sees all', actorOf(desk, desk.sanja) as PersonActor],
  ['who sees a team', actorOf(desk, desk.petra) as PersonActor],
];

const usual = { limit: 50, sort: 'next_event' } as const;

test.each(readers)('a page of ten thousand tickets for %s is one statement that reads a page', async (_, actor) => {
  const reader = readerAt(actor, desk.clock.current);
  await readPage(db, desk.door.config, reader, { ...usual, view: 'all' });
  for (const view of VIEWS) {
    const sorts = ['next_event', 'updated', ...(view === 'all' ? (['severity'] as const) : [])] as const;
    for (const sort of sorts) {
      const { tx, plans, statements } = watched();
      const page = await readPage(tx, desk.door.config, reader, { ...usual, view, sort });
      expect([view, sort, statements()]).toEqual([view, sort, 1]);
      if (view === 'all' || view === 'closed') expect([view, page!.items.length]).toEqual([view, 50]);
      // in order of the last change what somebody holds is sorted by an index that leads by them
      const read = rowsRead(plans[0]!, { alsoInIndexes: sort !== 'updated' });
      expect([view, sort, read]).toEqual([view, sort, expect.toSatisfy((rows: number) => rows <= 400)]);
    }
  }
});

test.each(readers)(
  'a filter that nothing matches looks at a stretch for %s, and the page goes on',
  async (_, actor) => {
    const reader = readerAt(actor, desk.clock.current);
    const { tx, plans } = watched();
    const page = await readPage(tx, desk.door.config, reader, { ...usual, view: 'all', tag: ['rare'] });
    expect(page).toMatchObject({ items: [], nextCursor: expect.any(String) });
    expect(rowsRead(plans[0]!)).toBeLessThanOrEqual(4_100);
  },
);

test.each(readers)('the rail’s numbers for %s stop counting at a thousand', async (_, actor) => {
  const { tx, plans, statements } = watched();
  const counts = await countViews(tx, readerAt(actor, desk.clock.current), undefined);
  expect([counts.all, counts.unassigned, statements()]).toEqual([1_000, 1_000, 1]);
  // what is unassigned is a part of all: where the part is full, the rest is not counted
  expect(rowsRead(plans[0]!)).toBeLessThanOrEqual(2_000);
});

test.each(readers)('numbers for %s come from indexes: tickets are not read to be counted', async (_, actor) => {
  const reader = readerAt(actor, desk.clock.current);
  const { tx, plans } = watched();
  await countViews(tx, reader, undefined);
  await countPressure(tx, reader, { ...usual, view: 'all' });
  await countPressure(tx, reader, { ...usual, view: 'unassigned' });
  const rows = plans.map((plan) => rowsRead(plan, { alsoInIndexes: false }));
  expect(rows).toEqual([0, 0, 0].map(() => expect.toSatisfy((read: number) => read <= 50)));
});

test('a page of what is closed does not read all that somebody ever followed', async () => {
  const [, actor] = readers[1]!;
  const reader = readerAt({ ...actor, teamIds: [] }, desk.clock.current);
  await db.query(
    `insert into ticket_follower (ticket_id, person_id, why, live)
     select id, $1, 'told', false from ticket where status = 'closed' on conflict do nothing`,
    [actor.personId],
  );
  await db.query('vacuum analyze ticket_follower');
  for (const sort of ['next_event', 'oldest', 'updated'] as const) {
    const { tx, plans } = watched();
    const page = await readPage(tx, desk.door.config, reader, { ...usual, view: 'closed', sort });
    expect([sort, page!.items.length]).toEqual([sort, 50]);
    const most = sort === 'updated' ? 700 : 300;
    const read = rowsRead(plans[0]!, { alsoInIndexes: sort !== 'updated' });
    expect([sort, read]).toEqual([sort, expect.toSatisfy((rows: number) => rows <= most)]);
  }
});

test.each(readers)(
  'however rare what is looked for, a client that goes on finds each of it once for %s',
  async (_, actor) => {
    const reader = readerAt(actor, desk.clock.current);
    const rare = { view: 'all' as const, tag: ['rare'], limit: 2 };
    const wanted = [100_003, 101_777, 102_500, 104_998, 104_999];
    await db.query(`update ticket set tags = '{rare}' where number = any($1)`, [wanted]);
    for (const sort of ['next_event', 'newest', 'oldest', 'updated', 'severity'] as const) {
      const found: number[] = [];
      let pages = 0;
      for (let cursor: string | null | undefined; cursor !== null; pages += 1) {
        const query = { ...rare, sort, ...(cursor === undefined ? {} : { cursor }) };
        const page = await readPage(db, desk.door.config, reader, query);
        found.push(...page!.items.map(({ number }) => number));
        cursor = page!.nextCursor;
      }
      const inOrder = sort === 'newest' ? wanted.toReversed() : wanted;
      expect([sort, sort === 'updated' ? found.toSorted((a, b) => a - b) : found]).toEqual([sort, inOrder]);
      expect(pages).toBeGreaterThan(2);
    }
  },
);
