import { expect, test } from 'vitest';
import type { TicketDetail } from '#contract/ticket.ts';
import { SYSTEM } from '#core/people/roles.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { MINUTE } from '#core/time.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { publish, type PathBody } from '#server/sla/store.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { recheckHeld } from '#server/ticket/waiting-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk, openingAct } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, lea, marko, ivana } = desk;
const { rows: paths } = await db.query<{ body: PathBody }>('select body from config_version where id = $1', [
  desk.pathVersionId,
]);
const handsOver = {
  ...paths[0]!.body,
  steps: paths[0]!.body.steps.map((step) => ({ ...step, needs: 'take_over' as const, doMs: 120 * MINUTE })),
};
const pathVersionId = await db.withTransaction((tx) =>
  publish(tx, { kind: 'path', name: 'Handing over', body: handsOver }, desk.clock.current),
);
let keys = 0;
const asks = async (by: number, url: string, body: object = {}, method: 'POST' | 'PUT' = 'PUT') => {
  const answer = await (await server.as(by)).ask(method, url, { commandId: `command-${(keys += 1)}`, ...body });
  expect([answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([200, '']);
  return answer.json() as TicketDetail;
};

/** Petra holds a ticket whose path hands its work over, and has escalated it. */
const escalated = async () => {
  const opening = await openingAct(db, desk, desk.clock.current);
  const { ticketId: id } = await desk.act({
    ...opening,
    command: { ...opening.command, pathVersionId } as TicketCommand,
  });
  await desk.does(id, ivana, { type: 'assign', assigneeId: lea, teamId: null });
  await desk.does(id, ivana, { type: 'assign', assigneeId: petra, teamId: null });
  const detail = await asks(petra, `/api/tickets/${id}/escalations`, { firing: null, reason: 'skill' }, 'POST');
  return { id, url: `/api/tickets/${id}/legs`, detail };
};

const isItsLog = async (id: number) => {
  const log = await readLog(db, id);
  const replayed = log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null);
  expect(replayed).toEqual((await loadTickets(db, [id])).get(id));
};

test('a step hands its work over: Marko takes it, does it, and what is left is Petra’s', async () => {
  const { id, url, detail } = await escalated();
  expect(detail.legs).toMatchObject([
    { status: 'offered', openedBy: null, reason: 'path', told: [{ id: marko }], step: { stepIndex: 0 } },
  ]);
  expect(detail.legs[0]?.acceptBy).toBe(detail.escalations[0]?.nextAt);
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
  await isItsLog(id);
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
  await isItsLog(id);
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
  await isItsLog(id);
});
