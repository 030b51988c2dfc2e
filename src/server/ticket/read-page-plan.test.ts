import { expect, test } from 'vitest';
import { VIEWS } from '#contract/list.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { testDatabase } from '#test/harness/database.ts';
import { actorOf, openDesk } from '#test/harness/desk.ts';
import { countViews, readPage } from './read-page.ts';
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
  return { tx: { query } as unknown as Tx, plans, statements: () => statements };
};

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
const rowsRead = (plan: Plan): number =>
  nodesOf(plan)
    .filter((node) => node['Relation Name'] === 'ticket')
    .reduce((sum, node) => sum + node['Actual Rows'] * node['Actual Loops'], 0);

const readers: [string, PersonActor][] = [
  ['who sees all', actorOf(desk, desk.sanja) as PersonActor],
  ['who sees a team', actorOf(desk, desk.petra) as PersonActor],
];

test.each(readers)('a page of ten thousand tickets for %s is one statement that reads a page', async (_, actor) => {
  await readPage(db, desk.door.config, actor, { view: 'all', limit: 50, after: null }, desk.clock.current);
  for (const view of VIEWS) {
    const { tx, plans, statements } = watched();
    await readPage(tx, desk.door.config, actor, { view, limit: 50, after: null }, desk.clock.current);
    expect([view, statements()]).toEqual([view, 1]);
    // closed ones are found along the primary key, newest first; here there are none to find
    if (view !== 'closed')
      expect([view, rowsRead(plans[0]!)]).toEqual([view, expect.toSatisfy((rows: number) => rows <= 300)]);
  }
});

test.each(readers)('the rail’s numbers for %s stop counting at a thousand', async (_, actor) => {
  const { tx, plans, statements } = watched();
  const counts = await countViews(tx, actor, undefined);
  expect([counts.all, counts.unassigned, statements()]).toEqual([1_000, 1_000, 1]);
  expect(rowsRead(plans[0]!)).toBeLessThanOrEqual(10_000);
});
