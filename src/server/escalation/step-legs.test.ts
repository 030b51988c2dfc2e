import { expect, test } from 'vitest';
import type { TicketPage } from '#contract/list.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { SYSTEM } from '#core/people/roles.ts';
import { MINUTE } from '#core/time.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { recheckHeld } from '#server/ticket/waiting-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { asking, isItsLog, opensOnSteps } from '#test/harness/step-desk.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, marko, ivana } = desk;
const asks = asking(server);
const opens = await opensOnSteps(db, desk, { needs: 'take_over', doMs: 120 * MINUTE });

/** Petra holds a ticket whose path hands its work over, and has escalated it. */
const escalated = async () => {
  const id = await opens();
  const detail = await asks(petra, `/api/tickets/${id}/escalations`, { firing: null, reason: 'skill' }, 'POST');
  return { id, url: `/api/tickets/${id}/legs`, detail };
};

test('a step hands its work over: Marko takes it, does it, and what is left is Petra’s', async () => {
  const { id, url, detail } = await escalated();
  expect(detail.legs).toMatchObject([
    { status: 'offered', openedBy: null, reason: 'path', told: [{ id: marko }], step: { stepIndex: 0 } },
  ]);
  expect(detail.legs[0]?.acceptBy).toBe(detail.escalations[0]?.nextAt);
  const page: TicketPage = (await (await server.as(marko)).get('/api/tickets?view=mine')).json();
  const wanted = { kind: 'leg', at: detail.legs[0]?.acceptBy };
  expect(page.items).toMatchObject([{ id, nextEvent: wanted }]);
  const taken = await asks(marko, `${url}/1/acknowledgement`);
  expect(taken.escalations[0]).toMatchObject({ status: 'acknowledged', acknowledgedBy: { id: marko }, remindAt: null });
  expect(taken.responsible).toMatchObject({ person: { id: petra }, because: 'assigned' });
  const done = await asks(marko, `${url}/1/completion`);
  expect(done.legs[0]).toMatchObject({ endedWhy: 'done' });
  expect(done.escalations[0]).toMatchObject({ status: 'acknowledged', acknowledgedBy: { id: petra } });
  const { rows } = await db.query('select person_id from notice where ticket_id = $1 and kind = $2', [
    id,
    'escalation_left',
  ]);
  expect(rows).toEqual([{ person_id: petra }]);
  await isItsLog(db, id);
});

test('a part is handed back over the API and taken by whoever opened it', async () => {
  const { id, url } = await escalated();
  const to = { direction: 'hierarchical', to: { type: 'person', personId: ivana }, reason: 'authority' };
  await asks(petra, url, to, 'POST');
  await asks(ivana, `${url}/2/acknowledgement`);
  const offered = await asks(ivana, `${url}/2/hand-back`, { reason: 'can_be_done_below', words: 'You may decide.' });
  expect(offered.legs[1]).toMatchObject({ handBack: { to: { id: petra }, reason: 'can_be_done_below' } });
  expect(offered.responsible.person?.id).toBe(ivana);
  const petras: TicketDetail = (await (await server.as(petra)).get(`/api/tickets/${id}`)).json();
  expect(petras.legs[1]?.may).toMatchObject({ acknowledgeHandBack: null, handBack: 'not_holder' });
  const back = await asks(petra, `${url}/2/hand-back/acknowledgement`);
  expect(back.legs[1]).toMatchObject({ status: 'ended', endedWhy: 'handed_back' });
  expect(back.responsible.person?.id).toBe(petra);
  await isItsLog(db, id);
});

test('who holds a part and is away from today on loses it at the next look', async () => {
  const { id, url } = await escalated();
  await asks(marko, `${url}/1/acknowledgement`);
  await db.query(
    `insert into absence (person_id, from_at, until_at, reason, created_at) values ($1, $2, $3, 'sick', $2)`,
    [marko, toTimestamp(desk.clock.current - MINUTE), toTimestamp(desk.clock.current + 999 * MINUTE)],
  );
  await db.withTransaction((tx) => recheckHeld(tx, [marko], desk.clock.current));
  expect((await db.query('select from recheck where ticket_id = $1', [id])).rowCount).toBe(1);
  await desk.act({ ticketId: id, command: { type: 'recheck' }, actor: SYSTEM });
  const now: TicketDetail = (await (await server.as(ivana)).get(`/api/tickets/${id}`)).json();
  expect(now.legs).toMatchObject([
    { status: 'ended', endedWhy: 'expired' },
    { status: 'offered', told: [{ id: ivana }] },
  ]);
  await isItsLog(db, id);
});
