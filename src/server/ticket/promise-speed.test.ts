import { expect, test } from 'vitest';
import type { TicketDetail } from '#contract/ticket.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import { publish, type PathBody } from '#server/sla/store.ts';
import { readSpeeds } from '#server/ticket/promise-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk, openingAct } from '#test/harness/desk.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { petra, lea, marko } = desk;
const { rows } = await db.query<{ body: PathBody }>('select body from config_version where id = $1', [
  desk.pathVersionId,
]);
const steps = rows[0]!.body.steps.map((step) => ({
  ...step,
  promise: { stage: 'specialist' as const, doWithinMs: 2 * HOUR },
}));
const pathVersionId = await db.withTransaction((tx) =>
  publish(tx, { kind: 'path', name: 'Promising', body: { ...rows[0]!.body, steps } }, desk.clock.current),
);

/** Petra escalates a ticket of a path that promises; by when its requester is told to hear. */
const escalated = async () => {
  const act = await openingAct(db, desk, desk.clock.current);
  await desk.act({ ...act, command: { ...act.command, pathVersionId } as TicketCommand });
  const id = act.ticketId;
  await desk.does(id, petra, { type: 'assign', assigneeId: lea, teamId: null });
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  const promises = (await loadTickets(db, [id])).get(id)!.promises;
  return { id, dueInMs: promises[0]!.dueAt - desk.clock.current };
};

const answers = async (id: number, afterMs: number) => {
  desk.clock.advance(afterMs);
  await desk.does(id, marko, { type: 'reply', messageId: 0, words: 'We looked at it.' });
  const { rows: written } = await db.query<{ id: number }>('select max(id) as id from message where ticket_id = $1', [
    id,
  ]);
  const command = { type: 'accept_reply', messageId: written[0]!.id, authorId: marko } as const;
  await desk.act({ ticketId: id, command, actor: { kind: 'system' } });
};

test('twenty answers later the same step promises what they took, and forgets them after 90 days', async () => {
  const first = await escalated();
  const waitMs = steps[0]!.waitMs;
  expect(first.dueInMs).toBe(waitMs + 2 * HOUR);
  await answers(first.id, 30 * MINUTE);
  for (let sample = 2; sample <= 20; sample += 1) {
    const { id, dueInMs } = await escalated();
    expect(dueInMs).toBe(waitMs + 2 * HOUR);
    await answers(id, (29 + sample) * MINUTE);
  }
  const speeds = await readSpeeds(db, ['Promising', 'Billing'], desk.clock.current);
  // of 30, 31 … 49 minutes the eighteenth
  expect([...speeds]).toEqual([['specialist Promising', { samples: 20, mostMs: 47 * MINUTE }]]);
  expect((await escalated()).dueInMs).toBe(47 * MINUTE);
  expect((await readSpeeds(db, ['Promising'], desk.clock.current + 91 * DAY)).size).toBe(0);
});

test('a reply over the API names another time, and the promise follows when it is out', async () => {
  const server = await serveDesk(db, desk);
  const { id } = await escalated();
  const hearsBy = desk.clock.current + 9 * HOUR;
  const asks = { text: 'We need the workshop: you hear tomorrow.', hearsBy, commandId: 'moving-a-promise' };
  const said = await (await server.as(marko)).ask('POST', `/api/tickets/${id}/replies`, asks);
  expect(said.statusCode).toBe(200);
  const { rows: written } = await db.query<{ id: number }>('select max(id) as id from message where ticket_id = $1', [
    id,
  ]);
  const command = { type: 'accept_reply', messageId: written[0]!.id, authorId: marko } as const;
  await desk.act({ ticketId: id, command, actor: { kind: 'system' } });
  const detail: TicketDetail = (await (await server.as(marko)).get(`/api/tickets/${id}`)).json();
  expect(detail.promise).toMatchObject({ state: 'open', dueAt: hearsBy });
  const log = await readLog(db, id);
  const replayed = log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null);
  expect(replayed).toEqual((await loadTickets(db, [id])).get(id));
});
