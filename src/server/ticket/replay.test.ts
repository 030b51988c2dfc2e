import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE, NEVER } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk, type Worded } from '#test/harness/desk.ts';
import { readLog } from './event-store.ts';
import { loadTickets } from './ticket-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const people = [desk.petra, desk.lea, desk.marko, desk.ivana, desk.sanja];

/** What may happen next: a person acts, the requester writes, a reply is taken, time passes and Belay looks. */
const status = fc.constantFrom('open', 'waiting_on_customer', 'on_hold', 'solved' as const);
const command = fc.oneof(
  fc.constant<Worded>({ type: 'note', messageId: 0, words: 'A word.' }),
  fc.constant<Worded>({ type: 'reply', messageId: 0, words: 'We are on it.' }),
  status.map((to): Worded => ({ type: 'set_status', to })),
  fc.constantFrom(...people, null).map((assigneeId): Worded => ({ type: 'assign', assigneeId, teamId: desk.teamId })),
  fc
    .constantFrom(null, 1, 2, 3)
    .map((firing): Worded => ({ type: 'escalate', firing, reason: 'skill', messageId: null })),
  fc.constantFrom(1, 2).map((escalationId): Worded => ({ type: 'acknowledge', escalationId })),
  fc.constantFrom(1, 2).map((escalationId): Worded => ({ type: 'confirm', escalationId })),
);
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ by: fc.constantFrom(...people), command }) },
  { weight: 1, arbitrary: fc.constantFrom('customer writes' as const, 'reply taken' as const) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 26 * 60 }).map((minutes) => ({ passes: minutes * MINUTE })) },
  { weight: 1, arbitrary: fc.constant({ passes: 8 * 24 * HOUR }) },
);

async function customerWrites(ticketId: number): Promise<void> {
  const { rows } = await db.query<{ id: number }>(`select nextval('message_id_seq') as id`);
  const { id } = rows[0]!;
  await desk.act({
    ticketId,
    command: { type: 'receive', messageId: id, authorId: desk.ana, kind: 'message' },
    actor: { kind: 'system' },
    message: { id, authorId: desk.ana, kind: 'message', channel: 'email', bodyText: 'Hello?' },
  });
}

async function replyTaken(ticketId: number): Promise<void> {
  const { rows } = await db.query<{ id: number; author_id: number }>(
    `select id, author_id from message where ticket_id = $1 and delivery = 'queued' order by id limit 1`,
    [ticketId],
  );
  if (rows[0] === undefined) return;
  const command = { type: 'accept_reply', messageId: rows[0].id, authorId: rows[0].author_id } as const;
  await desk.act({ ticketId, command, actor: { kind: 'system' } });
}

async function live(ticketId: number, step: typeof happening extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
  if (step === 'customer writes') return customerWrites(ticketId);
  if (step === 'reply taken') return replyTaken(ticketId);
  if ('passes' in step) {
    desk.clock.advance(step.passes);
    await desk.ticks(ticketId);
    return;
  }
  await desk.does(ticketId, step.by, step.command);
}

test('whatever happens to a ticket, its log replayed is its row, and the row says when Belay looks again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 25 }), async (steps) => {
      const id = await desk.opens();
      for (const step of steps) await live(id, step);
      const stored = (await loadTickets(db, [id])).get(id)!;
      const log = await readLog(db, id);
      const replayed = log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null);
      expect(replayed).toEqual(stored);
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
      const { rows } = await db.query<{ due_at: number | null; next_event_at: number | null }>(
        'select due_at, next_event_at from ticket where id = $1',
        [id],
      );
      expect(rows[0]).toEqual({
        due_at: dueAt(stored),
        next_event_at: nextEvent(stored)?.at ?? (stored.status === 'closed' ? null : NEVER),
      });
    }),
    { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 4) },
  );
});

test('after all that, nobody was told twice of one event, and every load is what the rows say', async () => {
  const { rows: firings } = await db.query(
    `select ticket_id, body->>'escalationId' as escalation, count(*) as n, count(distinct body->>'firing') as firings,
       max((body->>'firing')::int) as last
     from ticket_event where type in ('step_reached', 'last_resort_reached') group by 1, 2`,
  );
  expect(firings.length).toBeGreaterThan(0);
  for (const each of firings) expect([each.firings, each.last]).toEqual([each.n, each.n]);
  const { rows: loads } = await db.query(
    `select l.person_id, l.open_tickets, count(t.id)::int as really from agent_load l
     left join ticket t on t.assignee_id = l.person_id and t.status not in ('solved', 'closed') group by 1, 2`,
  );
  for (const each of loads) expect(each.open_tickets).toBe(each.really);
});
