import { beforeEach, expect, test } from 'vitest';
import type { AgentList, AgentPresence, Candidates } from '#contract/agent.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import type { Explanation } from '#contract/explanation.ts';
import { evolveAgent } from '#core/agent/evolve.ts';
import { newAgent } from '#core/agent/agent.ts';
import type { TicketId } from '#core/ids.ts';
import { SYSTEM } from '#core/people/roles.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import { readAgent, readAgentEvents } from '#server/agent/agent-store.ts';
import { agentSource } from '#server/agent/sweep-agents.ts';
import { explanationLines } from '#server/cli-explain.ts';
import { momentWords } from '#server/cli-time.ts';
import { loadWords } from '#server/cli-words.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { setCapacity } from '#server/people/working-store.ts';
import { putSettings } from '#server/queue/settings-store.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { drawMessageId } from '#server/ticket/handle.ts';
import { recheckSource } from '#server/ticket/sweep-rechecks.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { testLog } from '#test/harness/server.ts';
import { offerSource } from './sweep-offers.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const PUSH = {
  mode: 'push' as const,
  offerMs: 2 * MINUTE,
  overflowTeamId: null,
  overflowAfterMs: 30 * MINUTE,
  answerMs: 10 * MINUTE,
  skills: [],
};
await putSettings(db, desk.teamId, PUSH, MONDAY);
const [petra, lea, marko] = await Promise.all([desk.petra, desk.lea, desk.marko].map((id) => server.as(id)));
const sources = [
  ticketSource(db, desk.door, testLog()),
  agentSource(db, desk.clock),
  offerSource(db, desk.door),
  recheckSource(db, desk.door),
];

/** Belay looks until nothing is due. */
const looks = async () => {
  for (let round = 0; round < 20; round += 1) {
    let done = 0;
    for (const source of sources) done += await source.act(100);
    if (done === 0) return;
  }
  throw new Error('there is always something due');
};

/** What a log replayed says is what the row says. */
const ticketOf = async (id: TicketId): Promise<Ticket> => {
  const log = await readLog(db, id);
  const replayed = log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null)!;
  const { rows } = await db.query('select assignee_id, team_id, distribution, seq from ticket where id = $1', [id]);
  expect(rows[0]).toEqual({
    assignee_id: replayed.assigneeId,
    team_id: replayed.teamId,
    distribution: replayed.distribution,
    seq: replayed.seq,
  });
  return replayed;
};
const offeredTo = async (id: TicketId) => {
  const { distribution } = await ticketOf(id);
  return distribution?.state === 'offered' ? distribution.to : null;
};
const present = (of: typeof petra, presence: string, more: object = {}) =>
  of!.ask('PUT', '/api/me/presence', { presence, ...more });
let answers = 0;
const answer = (of: typeof petra, id: TicketId, accepts: boolean) =>
  of!.ask('PUT', `/api/tickets/${id}/offer`, { accepts, commandId: `answer-${(answers += 1)}` });

beforeEach(async () => {
  desk.clock.advance(10 * MINUTE);
  for (const each of [petra, lea, marko]) await present(each, 'offline');
  await db.query(`update ticket set status = 'closed', closed_at = last_event_at, closed_as = 'solved',
    distribution = null, due_at = null, look_again_at = null, next_event_at = null, solved_at = null, closes_at = null`);
  await db.query('update agent_load set open_tickets = 0');
  await looks();
});

test('nobody there: it waits with a reason and a moment, and is offered as soon as somebody comes', async () => {
  const id = await desk.opens();
  await looks();
  expect(await ticketOf(id)).toMatchObject({ assigneeId: null, distribution: { state: 'waiting', why: 'offline' } });
  const why: Candidates = (await petra!.get(`/api/tickets/${id}/candidates`)).json();
  expect(why.distribution).toMatchObject({ state: 'waiting', why: 'offline', looksAt: desk.clock.current + MINUTE });
  expect(why.items.map(({ person, why: code }) => [person.name, code])).toEqual([
    ['Petra', 'offline'],
    ['Lea', 'offline'],
    ['Marko', 'offline'],
    ['Ivana', 'offline'],
  ]);
  await present(petra, 'available');
  await looks();
  expect(await offeredTo(id)).toBe(desk.petra);
  const agents: AgentList = (await petra!.get('/api/agents')).json();
  expect(agents.items.find(({ person }) => person.id === desk.petra)).toMatchObject({
    presence: 'available',
    offers: { email: 1 },
  });
  const untilOf = async (of: typeof petra) => (await of!.get(`/api/tickets/${id}`)).json<TicketDetail>().offeredUntil;
  expect([await untilOf(petra), await untilOf(lea)]).toEqual([desk.clock.current + 2 * MINUTE, null]);
  expect((await answer(lea, id, true)).json().code).toBe('not_offered');
  expect((await answer(petra, id, true)).statusCode).toBe(200);
  expect(await ticketOf(id)).toMatchObject({ assigneeId: desk.petra, distribution: null });
});

test('missed offers go to the next, and two in a row are a break that ends by itself', async () => {
  await present(petra, 'available');
  await present(lea, 'available');
  const tickets = [await desk.opens(), await desk.opens()];
  await looks();
  const firstTo = await Promise.all(tickets.map(offeredTo));
  expect(firstTo.toSorted()).toEqual([desk.petra, desk.lea].toSorted());
  desk.clock.advance(2 * MINUTE);
  await looks();
  // each of them missed one, and has the other's now
  const nextTo = await Promise.all(tickets.map(offeredTo));
  expect(nextTo).toEqual(firstTo.toReversed());
  await Promise.all([petra, lea].map((each) => each!.ask('POST', '/api/me/heartbeat')));
  desk.clock.advance(2 * MINUTE);
  await looks();
  const now: AgentPresence = (await petra!.get('/api/me/presence')).json();
  expect(now).toMatchObject({ presence: 'break', because: 'missed_offers', until: desk.clock.current + 15 * MINUTE });
  const told = await db.query<{ person_id: number }>(
    `select person_id from notice where kind = 'break_given' and ticket_id = any($1) order by person_id`,
    [tickets],
  );
  expect(told.rows.map((row) => row.person_id)).toEqual([desk.petra, desk.lea].toSorted((one, other) => one - other));
  await petra!.ask('POST', '/api/me/heartbeat');
  desk.clock.advance(14 * MINUTE);
  await petra!.ask('POST', '/api/me/heartbeat');
  desk.clock.advance(MINUTE);
  await looks();
  expect((await petra!.get('/api/me/presence')).json()).toMatchObject({ presence: 'available', because: 'ended' });
  // she passed on both: everybody had their turn, and a minute later the next round begins
  desk.clock.advance(MINUTE);
  await looks();
  expect((await Promise.all(tickets.map(offeredTo))).filter((to) => to === desk.petra)).toHaveLength(2);
});

test('a break takes away what is offered, a full load is offered nothing more, and an agent’s log is its row', async () => {
  await setCapacity(db, desk.lea, { email: 1 });
  await present(petra, 'available');
  const id = await desk.opens();
  await looks();
  expect(await offeredTo(id)).toBe(desk.petra);
  await present(petra, 'break', { until: desk.clock.current + 20 * MINUTE, reason: 'Dentist' });
  await present(lea, 'available');
  const second = await desk.opens();
  await looks();
  const to = [await offeredTo(id), await offeredTo(second)];
  expect(to.filter((each) => each !== null)).toEqual([desk.lea]);
  const waiting = to[0] === null ? id : second;
  expect((await ticketOf(waiting)).distribution).toMatchObject({ state: 'waiting', why: 'at_capacity' });
  for (const person of [desk.petra, desk.lea]) {
    const log = await readAgentEvents(db, person);
    expect(log.reduce((agent, { event, at }) => evolveAgent(agent, event, at), newAgent(person))).toEqual(
      await readAgent(db, person),
    );
  }
  await setCapacity(db, desk.lea, {});
});

test('what somebody holds whose absence begins goes to who stands in, and back to the queue when there is none', async () => {
  await present(petra, 'available');
  const id = await desk.opens();
  await looks();
  await answer(petra, id, true);
  const from = desk.clock.current + HOUR;
  await petra!.ask('POST', '/api/absences', { from, until: from + DAY, standInId: desk.lea, reason: 'sick' });
  await looks();
  expect((await ticketOf(id)).assigneeId).toBe(desk.petra);
  desk.clock.moveTo(from);
  await looks();
  expect((await ticketOf(id)).assigneeId).toBe(desk.lea);
  const mine = await lea!.ask('POST', '/api/absences', { from, until: from + DAY, reason: 'training' });
  expect(mine.statusCode).toBe(201);
  await looks();
  expect(await ticketOf(id)).toMatchObject({ assigneeId: null, distribution: { state: 'waiting' } });
  desk.clock.advance(DAY);
  await looks();
});

test('what somebody solved before their absence is with who stands in when its customer writes again', async () => {
  await present(petra, 'available');
  const id = await desk.opens();
  await looks();
  await answer(petra, id, true);
  await desk.does(id, desk.petra, { type: 'set_status', to: 'solved' });
  const from = desk.clock.current;
  await petra!.ask('POST', '/api/absences', { from, until: from + DAY, standInId: desk.lea, reason: 'sick' });
  await looks();
  const messageId = await drawMessageId(db);
  const said = { authorId: desk.ana, kind: 'message' } as const;
  const message = { ...said, id: messageId, channel: 'email', bodyText: 'Again' } as const;
  await desk.act({ ticketId: id, command: { ...said, type: 'receive', messageId }, actor: SYSTEM, message });
  expect(await ticketOf(id)).toMatchObject({ status: 'open', assigneeId: desk.lea });
  desk.clock.advance(DAY);
  await looks();
});

test('what somebody acknowledged whose absence begins climbs on, and is told to whoever comes next on its path', async () => {
  const id = await desk.opens();
  await looks();
  await desk.does(id, desk.petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  expect((await ticketOf(id)).escalations).toMatchObject([{ stepIndex: 0, told: [desk.marko] }]);
  await desk.does(id, desk.marko, { type: 'acknowledge', escalationId: 1 });
  const from = desk.clock.current + 10 * MINUTE;
  await marko!.ask('POST', '/api/absences', { from, until: from + DAY, reason: 'sick' });
  desk.clock.moveTo(from);
  await looks();
  const { escalations, assigneeId } = await ticketOf(id);
  expect([assigneeId, escalations]).toMatchObject([null, [{ status: 'climbing', stepIndex: 1, told: [desk.ivana] }]]);
  const { rows } = await db.query<{ person_id: number }>(
    `select distinct person_id from notice where ticket_id = $1 and kind = 'step_reached' order by person_id`,
    [id],
  );
  expect(rows.map((row) => row.person_id)).toContain(desk.ivana);
  desk.clock.advance(DAY);
  await looks();
});

test('what waits too long goes to the team that helps, and no further', async () => {
  const helping = await addTeam(db, 'Helping');
  const nina = { name: 'Nina', email: 'nina@bura.example', role: 'agent', tier: 1 } as const;
  const ninaId = await addPerson(db, { ...nina, language: 'en', timeZone: 'Europe/Zagreb' }, desk.clock.current);
  await addMember(db, helping, ninaId, false);
  await putSettings(db, desk.teamId, { ...PUSH, overflowTeamId: helping }, desk.clock.current);
  await putSettings(db, helping, { ...PUSH, overflowTeamId: desk.teamId, overflowAfterMs: MINUTE }, desk.clock.current);
  const id = await desk.opens();
  await looks();
  expect((await ticketOf(id)).distribution).toMatchObject({ state: 'waiting', why: 'offline' });
  for (let minute = 0; minute < 31; minute += 1) {
    desk.clock.advance(MINUTE);
    await looks();
  }
  expect(await ticketOf(id)).toMatchObject({ teamId: helping, distribution: { state: 'waiting', overflowed: true } });
  await present(await server.as(ninaId), 'available');
  await looks();
  expect(await offeredTo(id)).toBe(ninaId);
  desk.clock.advance(5 * MINUTE);
  await looks();
  expect((await ticketOf(id)).teamId).toBe(helping);
  await putSettings(db, desk.teamId, PUSH, desk.clock.current);
});

test('the explanation says why (not) me, why it was offered, why a clock stands still and what was refused', async () => {
  const id = await desk.opens();
  await looks();
  // a round that finds nobody rests: another team's may have come first
  await looks();
  const words = await loadWords('en');
  const explain = async () => {
    const why: Explanation = (await (await server.as(desk.ivana)).get(`/api/tickets/${id}/explanation`)).json();
    return { why, lines: explanationLines(words, why, momentWords('en', 'UTC')!) };
  };
  const waiting = await explain();
  expect(waiting.lines.find((line) => line.startsWith('Waits for somebody'))).toContain('not online; looked again at');
  expect(waiting.lines).toContain('  Petra: not online (holds 0)');
  await present(petra, 'available');
  await looks();
  await answer(lea, id, true);
  const offered = await explain();
  expect(offered.why.candidates?.distribution).toMatchObject({ state: 'offered', to: { name: 'Petra' } });
  expect(offered.why.reasons.map(({ because }) => because)).toEqual(
    expect.arrayContaining([
      { rule: 'nobody', why: 'offline' },
      { rule: 'offer', held: 0, most: null, eligible: 1 },
    ]),
  );
  expect(offered.why.refusals).toMatchObject([{ code: 'not_offered', seq: offered.why.log.items.at(-1)!.seq }]);
  expect(offered.lines.at(-1)).toContain(words('problem.not_offered'));
  await answer(petra, id, true);
  await desk.does(id, desk.petra, { type: 'set_status', to: 'on_hold' });
  const paused = await explain();
  expect(paused.why).toMatchObject({ candidates: null });
  expect(paused.why.reasons.at(-1)!.because).toMatchObject({ rule: 'pause', clock: 'first_reply', status: 'on_hold' });
  expect(paused.lines.some((line) => line.includes('stands still in status On hold'))).toBe(true);
});

test('a team that pushes no longer gives what waits at once', async () => {
  const id = await desk.opens();
  await looks();
  await putSettings(db, desk.teamId, { ...PUSH, mode: 'direct' }, desk.clock.current);
  await looks();
  expect((await ticketOf(id)).assigneeId).not.toBeNull();
  await putSettings(db, desk.teamId, PUSH, desk.clock.current);
});
