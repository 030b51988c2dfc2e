import { expect, test } from 'vitest';
import type { TicketDetail } from '#contract/ticket.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);

test('what a program takes for a number is none: `true` is not the first person there ever was', async () => {
  const id = await desk.opens();
  const petra = await server.as(desk.petra);
  const before = (await petra.ask('GET', `/api/tickets/${id}`)).json<TicketDetail>();
  const given = [
    ['assignee', { assigneeId: true }],
    ['assignee', { assigneeId: String(desk.lea) }],
    ['assignee', { assigneeId: [desk.lea] }],
    ['team', { teamId: true }],
    ['merge', { intoTicketId: true }],
  ] as const;
  for (const [at, [part, body]] of given.entries()) {
    const answer = await petra.ask('PUT', `/api/tickets/${id}/${part}`, { ...body, commandId: `no-number-${at}` });
    expect([body, answer.statusCode]).toEqual([body, 400]);
    expect(answer.json()).toMatchObject({ code: 'invalid_request', errors: [{ path: Object.keys(body)[0] }] });
  }
  expect((await petra.ask('GET', `/api/tickets/${id}`)).json<TicketDetail>()).toEqual(before);
});
