import { expect, test } from 'vitest';
import type { ApprovalList } from '#contract/approval.ts';
import type { TicketPage } from '#contract/list.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { MINUTE } from '#core/time.ts';
import { putLimits } from '#server/approval/limit-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { asking, isItsLog, opensOnSteps } from '#test/harness/step-desk.ts';
import { approvalAskedOf } from './link-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, marko, ivana, sanja } = desk;
const asks = asking(server);
const opens = await opensOnSteps(db, desk, { needs: 'approval' });
await db.withTransaction((tx) =>
  putLimits(tx, [
    { currency: 'EUR', of: { tier: 2 }, mostMinor: 10_000 },
    { currency: 'EUR', of: { role: 'lead' }, mostMinor: 50_000 },
  ]),
);
/** Petra asks for so many euros by raising her ticket. */
const raised = async (euros: number) => {
  const id = await opens();
  const amount = { minor: euros * 100, currency: 'EUR' };
  const wish = { firing: null, reason: 'authority', amount, words: 'Charged twice.' };
  return { id, detail: await asks(petra, `/api/tickets/${id}/escalations`, wish, 'POST') };
};

test('a step asks whom it calls for a yes; granted, the ticket is Petra’s again, and the log says so', async () => {
  const { id, detail } = await raised(80);
  expect(detail.approvals).toMatchObject([
    {
      askedBy: { id: petra },
      amount: { minor: 8_000 },
      step: { escalationId: 1, stepIndex: 0 },
      seats: [{ told: [{ id: marko }] }],
    },
  ]);
  expect(detail.escalations[0]).toMatchObject({ status: 'climbing', nextAt: null, approvalId: 1 });
  expect(detail.nextEvent).toMatchObject({ kind: 'approval', at: detail.approvals[0]!.seats[0]!.decideBy });
  expect(detail.may.solve).toBe('approval_pending');
  const list = (await (await server.as(marko)).get('/api/approvals')).json() as ApprovalList;
  expect(list.items).toMatchObject([{ ticketId: id, words: 'Charged twice.' }]);
  const page = (await (await server.as(marko)).get('/api/tickets?view=mine')).json() as TicketPage;
  const { decideBy } = detail.approvals[0]!.seats[0]!;
  expect(page.items).toMatchObject([{ id, nextEvent: { kind: 'approval', at: decideBy } }]);
  const { rows } = await db.query<{ event_seq: number }>(
    'select event_seq from notice where ticket_id = $1 and person_id = $2',
    [id, marko],
  );
  // one notice, and its mail has the link by which he decides
  expect(rows).toHaveLength(1);
  const asked = { ticketId: id, eventSeq: rows[0]!.event_seq, personId: marko };
  expect(await db.withTransaction((tx) => approvalAskedOf(tx, asked))).toBe(1);
  const granted = await asks(marko, `/api/tickets/${id}/approvals/1/decision`, { verdict: 'granted' });
  expect(granted.escalations[0]).toMatchObject({ status: 'acknowledged', acknowledgedBy: { id: petra } });
  expect(granted.responsible.person?.id).toBe(petra);
  await isItsLog(db, id);
});

test('what is above a limit is asked of whoever may allow it; nobody’s silence is a yes', async () => {
  const { id, detail } = await raised(300);
  expect(detail.escalations[0]).toMatchObject({ stepIndex: 1, told: [{ id: ivana }] });
  desk.clock.advance(30 * MINUTE);
  await desk.ticks(id);
  const passed = await asks(sanja, `/api/tickets/${id}/approvals/1/decision`, { verdict: 'refused', words: 'No.' });
  expect(passed.approvals[0]).toMatchObject({ endedWhy: 'refused' });
  expect(passed.escalations[0]).toMatchObject({ status: 'acknowledged', acknowledgedBy: { id: petra } });
  const { rows } = await db.query('select person_id from notice where ticket_id = $1 and kind = $2', [
    id,
    'step_decided',
  ]);
  // Petra had asked, and hears it of her asking
  expect(rows).toEqual([]);
  await isItsLog(db, id);
});

test('nobody asked in person: a step that a signal calls asks in nobody’s name', async () => {
  const id = await opens();
  await desk.does(id, ivana, { type: 'assign', assigneeId: null, teamId: null });
  await desk.act({
    ticketId: id,
    command: { type: 'signal', kind: 'complaint', evidence: [], confidence: 1 },
    actor: { kind: 'system' },
  });
  const seen: TicketDetail = (await (await server.as(marko)).get(`/api/tickets/${id}`)).json();
  expect(seen.approvals).toMatchObject([{ askedBy: null, seats: [{ told: [{ id: marko }] }] }]);
  const list = (await (await server.as(marko)).get('/api/approvals')).json() as ApprovalList;
  expect(list.items.find(({ ticketId }) => ticketId === id)).toMatchObject({ askedBy: null });
  const granted = await asks(marko, `/api/tickets/${id}/approvals/1/decision`, { verdict: 'granted' });
  // nobody has the ticket and nobody asked: what is left is whose yes it was
  expect(granted.escalations[0]).toMatchObject({ status: 'acknowledged', acknowledgedBy: { id: marko } });
  await isItsLog(db, id);
});
