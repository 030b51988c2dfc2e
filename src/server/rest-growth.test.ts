import { expect, test } from 'vitest';
import { DAY, MINUTE } from '#core/time.ts';
import { agentSource } from '#server/agent/sweep-agents.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { putSettings, readSettings } from '#server/queue/settings-store.ts';
import { queueSource } from '#server/queue/sweep-queues.ts';
import { offerSource } from '#server/routing/sweep-offers.ts';
import { countLimbo } from '#server/ticket/limbo.ts';
import { ticketFeed } from '#server/ticket/live-feed.ts';
import { countStuck } from '#server/ticket/sweep-store.ts';
import { leftoverSource } from '#server/ticket/sweep-files.ts';
import { recheckSource } from '#server/ticket/sweep-rechecks.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { testLog } from '#test/harness/server.ts';

const FEW = 300;
const MANY = 4_000;
/** Pages: a level more of an index here and there. */
const SLACK = 40;

const db = await testDatabase();
const desk = await openDesk(db);
const { clock, door } = desk;
await putSettings(db, desk.teamId, await readSettings(db, desk.teamId), MONDAY);
const sample = await desk.opens();

/** So many more open tickets, with a clock that runs out in a month. */
const arm = async (from: number, to: number): Promise<void> => {
  const far = toTimestamp(clock.current + 30 * DAY);
  const before = toTimestamp(clock.current - 2 * DAY);
  await db.query(
    `insert into ticket select (jsonb_populate_record(t, jsonb_build_object('id', t.id + g, 'number', t.number + g,
       'due_at', $4::timestamptz, 'next_event_at', $4::timestamptz, 'first_contact_at', $5::timestamptz,
       'last_event_at', $5::timestamptz))).*
     from ticket t, generate_series($2::int, $3::int) g where t.id = $1`,
    [sample, from, to, far, before],
  );
  await db.query(
    `insert into sla_clock select (jsonb_populate_record(c, jsonb_build_object('ticket_id', c.ticket_id + g,
       'due_at', $4::timestamptz))).*
     from sla_clock c, generate_series($2::int, $3::int) g where c.ticket_id = $1`,
    [sample, from, to, far],
  );
  for (const child of ['ticket_event', 'ticket_fact']) {
    await db.query(
      `insert into ${child} select (jsonb_populate_record(c, jsonb_build_object('ticket_id', c.ticket_id + g))).*
       from ${child} c, generate_series($2::int, $3::int) g where c.ticket_id = $1`,
      [sample, from, to],
    );
  }
  await db.query('vacuum analyze ticket, sla_clock, ticket_event, ticket_fact');
};

type Plan = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };

/** The database, counting by statement how many pages each that only reads has looked at. */
const counting = () => {
  const pages = new Map<string, number>();
  const counted = (tx: Tx): Tx => ({
    query: (async (asked: string | { text: string; values?: unknown[] }, values: unknown[] = []) => {
      const { text, values: given = values } = typeof asked === 'string' ? { text: asked } : asked;
      if (!/\b(?:insert|update|delete)\b/.test(text.replaceAll(/for (?:no key )?update/g, ''))) {
        const { rows } = await tx.query({ text: `explain (analyze, buffers, format json) ${text}`, values: given });
        const { Plan: plan } = rows[0]['QUERY PLAN'][0] as { Plan: Plan };
        const name = text.replaceAll(/\s+/g, ' ').slice(0, 120);
        pages.set(name, (pages.get(name) ?? 0) + plan['Shared Hit Blocks'] + plan['Shared Read Blocks']);
      }
      return tx.query(text, given);
    }) as Tx['query'],
  });
  const watched: Database = {
    ...db,
    query: counted(db).query,
    withTransaction: (act, options) => db.withTransaction((tx) => act(counted(tx)), options),
  };
  return { watched, pages };
};

/** Everything that Belay does again and again while nothing is due; how many pages each statement looks at. */
const rest = async (): Promise<Map<string, number>> => {
  const { watched, pages } = counting();
  // each queue is forecast once a minute
  clock.advance(MINUTE);
  const sources = [
    ticketSource(watched, door, testLog()),
    agentSource(watched, clock),
    offerSource(watched, door),
    recheckSource(watched, door),
    queueSource(watched, door),
    leftoverSource(watched, clock),
  ];
  for (const source of sources) {
    await source.act(100);
    await source.nextDueMs();
  }
  const feed = ticketFeed(watched);
  await feed.read(await feed.present(), []);
  await countLimbo(watched, clock.current);
  await countStuck(watched);
  return pages;
};

test('what Belay does while nothing is due does not grow with the tickets that are not due', async () => {
  await arm(1, FEW);
  await rest();
  const few = await rest();
  await arm(FEW + 1, FEW + MANY);
  const many = await rest();
  expect(few.size).toBeGreaterThan(12);
  const grown = [...many].filter(([text, read]) => read > (few.get(text) ?? 0) + SLACK);
  expect(grown.map(([text, read]) => `${read} pages instead of ${few.get(text)}: ${text}`)).toEqual([]);
}, 120_000);
