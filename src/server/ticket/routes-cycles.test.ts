import { expect, test } from 'vitest';
import type { CyclePage } from '#contract/clock-cycle.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import type { Explanation } from '#contract/explanation.ts';
import { readFigures } from '#server/metrics/figure-store.ts';
import { addTeam } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, sanja, clock } = desk;
const cycles = async (asked: string, by = sanja): Promise<CyclePage> =>
  (await (await server.as(by)).get(`/api/clock-cycles?${asked}`)).json();

const solved: number[] = [];
for (let each = 0; each < 3; each += 1) {
  const id = await desk.opens();
  clock.advance(each === 2 ? 2 * HOUR : MINUTE);
  await desk.ticks(id);
  await desk.does(id, petra, { type: 'set_status', to: 'solved' });
  solved.push(id);
}
const spam = await desk.opens();
await desk.does(spam, petra, { type: 'close_as', as: 'spam' });

test('ended cycles are told with what they measured, whose they were and which event ended them', async () => {
  const { items, nextCursor } = await cycles(`ticketId=${solved[0]}`);
  expect(nextCursor).toBeNull();
  expect(items).toMatchObject([
    {
      ticket: { id: solved[0] },
      key: 'first_reply',
      outcome: 'met',
      endedBy: 'solve',
      startedAt: MONDAY,
      dueAt: MONDAY + HOUR,
      usedMs: MINUTE,
      counts: true,
      policy: { name: 'Standard', version: 1 },
      team: { name: 'Billing' },
    },
  ]);
  const told = (await (await server.as(sanja)).get(`/api/tickets/${solved[0]}/explanation`)).json<Explanation>();
  expect(told.cycles).toMatchObject([{ key: 'first_reply', outcome: 'met', seq: items[0]!.seq }]);
  expect(told.log.items.find(({ seq }) => seq === items[0]!.seq)).toMatchObject({ type: 'clock_stopped' });
});

test('page by page, the newest first, each once', async () => {
  const found: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: CyclePage = await cycles(`limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    found.push(...page.items.map(({ ticket }) => ticket.id));
    cursor = page.nextCursor;
  }
  expect(found).toEqual([spam, ...solved.toReversed()]);
});

test('what is void, and all of spam, is told but counts for nothing', async () => {
  expect((await cycles('outcome=void')).items).toMatchObject([{ ticket: { id: spam }, counts: false }]);
  expect((await cycles('counts=true')).items.map(({ outcome }) => outcome)).toEqual(['late', 'met', 'met']);
  expect(await readFigures(db)).toMatchObject({ tickets: 3, cycles_met: 2, cycles_late: 1 });
});

test('cycles of a ticket out of sight are not there', async () => {
  const elsewhere = await addTeam(db, 'Elsewhere');
  await db.query('update ticket set team_id = $2, assignee_id = null where id = $1', [solved[0], elsewhere]);
  await db.query('delete from ticket_follower where ticket_id = $1', [solved[0]]);
  expect((await cycles(`ticketId=${solved[0]}`, petra)).items).toEqual([]);
  expect((await cycles(`ticketId=${solved[1]}`, petra)).items).toHaveLength(1);
  expect((await (await server.as(petra)).get('/api/clock-cycles?cursor=nonsense')).statusCode).toBe(400);
});
