import { expect, test } from 'vitest';
import { LANGUAGES } from '#core/ticket/ticket.ts';
import { DAY } from '#core/time.ts';
import { databaseClock } from '#server/platform/clock.ts';
import { seedDemo } from '#seed/seed-demo.ts';
import { createConfigCache } from '#server/sla/config-store.ts';
import type { Door } from '#server/ticket/handle.ts';
import { countLimbo } from '#server/ticket/limbo.ts';
import { testDatabase } from '#test/harness/database.ts';
import { everydayStories } from './plan.ts';

const db = await testDatabase();
const carrier = { add: async () => undefined };
const door: Door = { config: createConfigCache(), clock: databaseClock, carrier, mailHost: 'bura.example' };
const MONDAY = Date.parse('2026-11-23T10:40:00+01:00');

test('the ordinary days are the same every time, in six languages, without a gap in their texts', () => {
  const stories = everydayStories();
  expect(stories).toEqual(everydayStories());
  expect(new Set(stories.map(({ customer }) => customer.language))).toEqual(new Set(LANGUAGES));
  const words = stories.flatMap(({ subject, text, deeds }) => [
    subject,
    text,
    ...deeds.map((deed) => JSON.stringify(deed)),
  ]);
  expect(
    words.filter((text) => text.includes('{order}') || text.includes('{product}') || text.includes('{days}')),
  ).toEqual([]);
  for (const { ago, deeds } of stories) {
    const moments = [ago, ...deeds.map((deed) => deed.ago)];
    expect(moments.toSorted((one, other) => other - one)).toEqual(moments);
  }
});

test('some two hundred tickets have every kind of past, and none of it is sent now', { timeout: 120_000 }, async () => {
  await db.withTransaction((tx) => seedDemo(tx, door, MONDAY));
  const { rows } = await db.pool.query<{ status: string; tickets: number; climbed: number; missed: number }>(
    `select status, count(*)::int as tickets,
            count(*) filter (where exists (select from escalation e where e.ticket_id = t.id))::int as climbed,
            count(*) filter (where exists (select from sla_clock c where c.ticket_id = t.id and c.breached_at is not null))::int as missed
       from ticket t group by status`,
  );
  const total = rows.reduce((sum, row) => sum + row.tickets, 0);
  expect(total).toBeGreaterThanOrEqual(200);
  expect(new Set(rows.map(({ status }) => status))).toEqual(
    new Set(['new', 'open', 'waiting_on_customer', 'on_hold', 'solved', 'closed']),
  );
  expect(rows.reduce((sum, row) => sum + row.climbed, 0)).toBeGreaterThan(20);
  expect(rows.reduce((sum, row) => sum + row.missed, 0)).toBeGreaterThan(8);
  const queued = await db.pool.query(
    `select from outbox o join message m on m.id = o.message_id join ticket t on t.id = m.ticket_id
      where o.state = 'queued' and t.requester_id in (select id from person where email like '%@posta.example')
        and m.at < $1`,
    [new Date(MONDAY - 5 * DAY)],
  );
  expect(queued.rowCount).toBe(0);
  const limbo = await countLimbo(db, MONDAY);
  expect(limbo.by).toMatchObject({ nobody_reachable: 0, look_overdue: 0, climb_without_moment: 0 });
});
