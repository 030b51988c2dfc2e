import { expect, test } from 'vitest';
import type { MessagePage, TicketDetail } from '#contract/ticket.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, lea, marko, ivana } = desk;
let keys = 0;
const asks = async (by: number, url: string, body: object = {}) =>
  (await server.as(by)).ask('PUT', url, { commandId: `command-${(keys += 1)}`, ...body });
const detail = async (answer: Promise<{ json(): unknown }>) => (await answer).json() as TicketDetail;
const codes = async (answer: ReturnType<typeof asks>) => {
  const { statusCode, json } = await answer;
  return [statusCode, (json() as { code?: string }).code];
};
const told = async (ticketId: number, kind: string) =>
  (
    await db.query<{ person_id: number }>('select person_id from notice where ticket_id = $1 and kind = $2', [
      ticketId,
      kind,
    ])
  ).rows.map(({ person_id }) => person_id);

/** Lea has the ticket, Petra has asked for it to be raised, Marko is told. */
const raised = async () => {
  const id = await desk.opens();
  await desk.does(id, ivana, { type: 'assign', assigneeId: lea, teamId: null });
  await desk.does(id, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  return { id, url: `/api/tickets/${id}/escalations/1` };
};

test('who returns what they were told says why; asker and responsible hear it, and the climb goes on at once', async () => {
  const { id, url } = await raised();
  expect(await codes(asks(lea, `${url}/return`, { reason: 'no_time' }))).toEqual([409, 'not_told']);
  const after = await detail(asks(marko, `${url}/return`, { reason: 'wrong_skill', words: 'Ask Technical.' }));
  expect(after.escalations[0]).toMatchObject({
    status: 'climbing',
    stepIndex: 1,
    told: [{ id: ivana }],
    returns: [{ by: { id: marko }, reason: 'wrong_skill' }],
  });
  expect(after.responsible.person?.id).toBe(lea);
  expect(after.clock?.state).toBe('running');
  expect((await told(id, 'escalation_returned')).toSorted()).toEqual([petra, lea].toSorted());
  const thread: MessagePage = (await (await server.as(petra)).get(`/api/tickets/${id}/messages`)).json();
  expect(thread.items.at(-1)).toMatchObject({ kind: 'note', text: 'Ask Technical.' });
  // the ladder offers them no more
  expect(after.escalations[0]?.steps[0]?.people).toEqual([]);
});

test('what is handed back stays with its holder until the receiver takes it; then the escalation ends', async () => {
  const { id, url } = await raised();
  await asks(marko, `${url}/acknowledgement`);
  expect(await codes(asks(petra, `${url}/hand-back`, { reason: 'part_done' }))).toEqual([409, 'not_holder']);
  expect(await codes(asks(lea, `${url}/hand-back/acknowledgement`))).toEqual([409, 'not_handed_back']);
  const offered = await detail(asks(marko, `${url}/hand-back`, { reason: 'part_done', words: 'Refund is booked.' }));
  expect(offered.escalations[0]).toMatchObject({
    status: 'acknowledged',
    handBack: { to: { id: lea }, by: { id: marko }, reason: 'part_done' },
  });
  expect(offered.responsible.person?.id).toBe(marko);
  expect(await told(id, 'hand_back_offered')).toEqual([lea]);
  expect(await codes(asks(petra, `${url}/hand-back/acknowledgement`))).toEqual([409, 'not_receiver']);
  const taken = await detail(asks(lea, `${url}/hand-back/acknowledgement`));
  expect(taken.escalations[0]).toMatchObject({ status: 'ended', endedWhy: 'handed_back' });
  expect([taken.responsible.person?.id, taken.responsible.because]).toEqual([lea, 'assigned']);
  expect(taken.clock?.state).toBe('running');
  expect(await told(id, 'hand_back_acknowledged')).toEqual([marko]);
});

test('the receiver may return what is handed back; another may be asked', async () => {
  const { id, url } = await raised();
  await asks(marko, `${url}/acknowledgement`);
  await asks(marko, `${url}/hand-back`, { reason: 'part_done' });
  const back = await detail(asks(lea, `${url}/return`, { reason: 'facts_missing' }));
  expect(back.escalations[0]).toMatchObject({ status: 'acknowledged', handBack: null, acknowledgedBy: { id: marko } });
  expect(await told(id, 'hand_back_returned')).toEqual([marko]);
  await asks(marko, `${url}/hand-back`, { reason: 'can_be_done_below', toPersonId: petra });
  const taken = await detail(asks(petra, `${url}/hand-back/acknowledgement`));
  expect(taken.assignee?.id).toBe(petra);
});

test('a hand-back nobody answers keeps nobody from being called: the loan lapses and the climb goes on', async () => {
  const { id, url } = await raised();
  await asks(marko, `${url}/acknowledgement`);
  await asks(marko, `${url}/hand-back`, { reason: 'part_done' });
  desk.clock.advance(HOUR + MINUTE);
  await desk.ticks(id);
  const { escalations } = (await (await server.as(ivana)).get(`/api/tickets/${id}`)).json<TicketDetail>();
  expect(escalations[0]).toMatchObject({ status: 'climbing', handBack: null, stepIndex: 1 });
});

test('a ticket that is moved goes to whoever the rule of assignment proposes there, even out of the sight of who moved it', async () => {
  const id = await desk.opens();
  const team = await addTeam(db, 'Technical');
  const jonas = await addPerson(
    db,
    { name: 'Jonas', email: 'jonas@bura.example', role: 'agent', tier: 1, language: 'en', timeZone: 'UTC' },
    MONDAY,
  );
  await addMember(db, team, jonas, false);
  await desk.does(id, ivana, { type: 'assign', assigneeId: lea, teamId: null });
  const moved = await detail(asks(marko, `/api/tickets/${id}/team`, { teamId: team }));
  expect([moved.team.name, moved.assignee?.id]).toEqual(['Technical', jonas]);
  expect((await (await server.as(marko)).get(`/api/tickets/${id}`)).statusCode).toBe(404);
  // whoever had it once still sees it
  expect((await asks(petra, `/api/tickets/${id}/team`, { teamId: 999_999 })).statusCode).toBe(400);
});

test('what is set already is refused; topics are trimmed, tags are in lower case and in order', async () => {
  const id = await desk.opens();
  const url = `/api/tickets/${id}`;
  expect(await codes(asks(petra, `${url}/team`, { teamId: desk.teamId }))).toEqual([409, 'same_team']);
  expect(await codes(asks(petra, `${url}/severity`, { severity: 'S3' }))).toEqual([409, 'same_severity']);
  expect((await detail(asks(petra, `${url}/severity`, { severity: 'S1' }))).severity).toBe('S1');
  expect((await detail(asks(petra, `${url}/topic`, { topic: ' Deposits ' }))).topic).toBe('Deposits');
  expect((await detail(asks(petra, `${url}/tags`, { tags: ['Refund', 'vip', 'refund'] }))).tags).toEqual([
    'refund',
    'vip',
  ]);
  expect((await detail(asks(petra, `${url}/tags`, { tags: ['vip'] }))).tags).toEqual(['vip']);
  expect(await codes(asks(petra, `${url}/tags`, { tags: ['vip'] }))).toEqual([409, 'same_tags']);
});
