import { expect, test } from 'vitest';
import type { MessagePage, TicketDetail } from '#contract/ticket.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { readFacts } from '#server/metrics/fact-store.ts';
import { addPerson } from '#server/people/add-store.ts';
import { publish, type PathBody, type PolicyBody } from '#server/sla/store.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk, openingAct } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, marko, ivana } = desk;
const bodyOf = async <Body>(id: number) =>
  (await db.query<{ body: Body }>('select body from config_version where id = $1', [id])).rows[0]!.body;
// tickets opened from here on are on a path that notices and that lets a reason wait
const watchful = await db.withTransaction(async (tx) => {
  const body: PathBody = {
    ...(await bodyOf<PathBody>(desk.pathVersionId)),
    signals: { repeatedContact: { messages: 3, withinMs: HOUR }, silenceMs: 4 * HOUR, reopens: 1 },
    gates: [{ reason: 'skill', afterDue: true, attempts: 1 }],
  };
  const pathVersionId = await publish(tx, { kind: 'path', name: 'Watchful', body }, desk.clock.current);
  const policy = { ...(await bodyOf<PolicyBody>(desk.policyVersionId)), pathVersionId };
  return publish(tx, { kind: 'policy', name: 'Watchful', body: policy }, desk.clock.current);
});
let keys = 0;
const asks = async (by: number, url: string, body: object = {}) =>
  (await server.as(by)).ask('POST', url, { commandId: `command-${(keys += 1)}`, ...body });
const detail = async (answer: Promise<{ json(): unknown }>) => (await answer).json() as TicketDetail;
const codes = async (answer: ReturnType<typeof asks>) => {
  const { statusCode, json } = await answer;
  return [statusCode, (json() as { code?: string }).code];
};
const opened = async () => {
  const act = await openingAct(db, { ...desk, policyVersionId: watchful }, desk.clock.current);
  const { ticketId: id } = await desk.act(act);
  return { id, at: `/api/tickets/${id}` };
};
const read = async (by: number, at: string) => detail((await server.as(by)).get(at));
const messagesOf = async (at: string) =>
  ((await (await server.as(petra)).get(`${at}/messages`)).json() as MessagePage).items;
const writes = async (ticketId: number) => {
  const { rows } = await db.query<{ id: number }>(`select nextval('message_id_seq') as id`);
  const { id } = rows[0]!;
  await desk.act({
    ticketId,
    command: { type: 'receive', messageId: id, authorId: desk.ana, kind: 'message' },
    actor: { kind: 'system' },
    message: { id, authorId: desk.ana, kind: 'message', channel: 'email', bodyText: 'Hello?' },
  });
  return id;
};
const isItsLog = async (id: number) => {
  const log = await readLog(db, id);
  const replayed = log.reduce<Ticket | null>((state, { event, at }) => evolve(state, event, at), null);
  expect(replayed).toEqual((await loadTickets(db, [id])).get(id));
};

test('Petra says that Ana complains: the ticket climbs, and the log names the message, not its words', async () => {
  const { id, at } = await opened();
  const [first] = await messagesOf(at);
  const evidence = [{ messageId: first!.id, from: 0, to: 4 }];
  const told = await detail(asks(petra, `${at}/signals`, { kind: 'complaint', evidence, words: 'She is right.' }));
  expect(told.escalations).toMatchObject([
    {
      status: 'climbing',
      told: [{ id: marko }],
      reasons: [{ type: 'signal', signal: 'complaint', nature: 'reactive', evidence: [first!.id], confidence: 1 }],
    },
  ]);
  const started = (await readLog(db, id)).find(({ event }) => event.type === 'escalation_started');
  expect(started).toMatchObject({ actorId: petra, event: { trigger: { spans: evidence } } });
  const again = await detail(asks(petra, `${at}/signals`, { kind: 'anger', confidence: 0.6 }));
  expect(again.escalations).toHaveLength(1);
  expect(again.escalations[0]?.reasons.map(({ signal, nature }) => [signal, nature])).toEqual([
    ['complaint', 'reactive'],
    ['anger', 'proactive'],
  ]);
  expect((await readFacts(db, [id])).get(id)).toMatchObject({ reactive_escalations: 1, proactive_escalations: 0 });
  await isItsLog(id);
});

test('what is no message of the ticket is no evidence, and what Belay counts itself nobody reports', async () => {
  const { at } = await opened();
  const other = await opened();
  const [elsewhere] = await messagesOf(other.at);
  const evidence = [{ messageId: elsewhere!.id }];
  expect(await codes(asks(petra, `${at}/signals`, { kind: 'anger', evidence }))).toEqual([422, 'message_unknown']);
  expect((await asks(petra, `${at}/signals`, { kind: 'silence' })).statusCode).toBe(400);
  expect((await read(petra, at)).escalations).toEqual([]);
});

test('a solution that Ana rejects opens the ticket again and climbs', async () => {
  const { id, at } = await opened();
  await desk.does(id, petra, { type: 'set_status', to: 'solved' });
  expect(await codes(asks(petra, `${at}/signals`, { kind: 'anger' }))).toEqual([409, 'ticket_solved']);
  const told = await detail(asks(petra, `${at}/signals`, { kind: 'rejected_solution' }));
  expect(told.status).toBe('open');
  expect(told.escalations[0]?.reasons.map(({ signal, counted }) => [signal, counted])).toEqual([
    ['reopened_often', { count: 1, limit: 1 }],
    ['rejected_solution', null],
  ]);
  await isItsLog(id);
});

test('the third message without an answer climbs; hours of silence are a moment that the sweep finds', async () => {
  const { id, at } = await opened();
  const [first] = await messagesOf(at);
  const second = await writes(id);
  const third = await writes(id);
  expect((await read(petra, at)).escalations).toMatchObject([
    {
      reasons: [{ signal: 'repeated_contact', evidence: [first!.id, second, third], counted: { count: 3, limit: 3 } }],
    },
  ]);
  const { rows } = await db.query<{ due: boolean }>('select due_at is not null as due from ticket where id = $1', [id]);
  expect(rows).toEqual([{ due: true }]);
  expect((await loadTickets(db, [id])).get(id)?.watch.silentAt).toBe(desk.clock.current + 4 * HOUR);
  await isItsLog(id);
});

test('the ticket says beforehand whether a reason may climb, and the act answers the same', async () => {
  const { at } = await opened();
  const skill = async () => (await read(petra, at)).mayEscalate.find(({ reason }) => reason === 'skill');
  const escalate = { firing: null, reason: 'skill' };
  expect(await skill()).toMatchObject({ when: 'not_yet', because: 'attempts_missing', attemptsNeeded: 1 });
  expect((await read(petra, at)).may).toMatchObject({ escalate: null, record_attempt: null, signal: null });
  expect(await codes(asks(petra, `${at}/escalations`, escalate))).toEqual([409, 'attempts_missing']);
  const tried = await detail(asks(petra, `${at}/attempts`, { kind: 'workaround', words: 'Reset the base station.' }));
  expect(tried.mayEscalate.filter(({ when }) => when !== 'now')).toEqual([
    {
      reason: 'skill',
      when: 'at',
      because: 'before_due',
      at: desk.clock.current + 60 * MINUTE + 1,
      attemptsMade: 1,
      attemptsNeeded: 1,
    },
  ]);
  expect(await codes(asks(petra, `${at}/escalations`, escalate))).toEqual([409, 'too_early']);
  expect((await messagesOf(at)).at(-1)).toMatchObject({ kind: 'note', text: 'Reset the base station.' });
  const demanded = await detail(asks(ivana, `${at}/escalations`, { firing: null, reason: 'asked_for_manager' }));
  expect(demanded.escalations).toMatchObject([{ status: 'climbing', reasons: [{ nature: 'reactive' }] }]);
  expect(demanded.mayEscalate.every(({ when }) => when === 'now')).toBe(true);
});

test('two programs that set right what the other has set are stopped, and the escalation manager is called', async () => {
  const { id, at } = await opened();
  const addBot = (name: string) =>
    db.withTransaction((tx) =>
      addPerson(
        tx,
        { name, email: null, role: 'bot', tier: null, language: 'en', timeZone: 'UTC' },
        desk.clock.current,
      ),
    );
  const bots = [await addBot('Sorter'), await addBot('Rater')];
  const sets = (turn: number) =>
    desk.act({
      ticketId: id,
      command: { type: 'set_severity', severity: turn % 2 === 0 ? 'S1' : 'S3' },
      actor: { kind: 'person', personId: bots[turn % 2]!, role: 'bot', teamIds: [desk.teamId], leadOf: [] },
      commandId: `storm:${id}:${turn}`,
    });
  for (let turn = 0; turn < 10; turn += 1) expect((await sets(turn)).ok).toBe(true);
  const acted = (await readLog(db, id)).flatMap(({ event }) => (event.type === 'automation_acted' ? event.cause : []));
  expect(acted).toHaveLength(10);
  expect(acted.at(-1)).toMatchObject({ commandId: `storm:${id}:9` });
  expect(acted.at(-1)?.after).toHaveLength(10);
  expect(await sets(10)).toMatchObject({ ok: false, refusal: 'automation_parked' });
  // asked again, it is the same answer, and nothing more comes of it
  const { seq } = (await loadTickets(db, [id])).get(id)!;
  expect(await sets(10)).toMatchObject({ ok: false, refusal: 'automation_parked', repeated: true });
  expect((await loadTickets(db, [id])).get(id)).toMatchObject({ seq, severity: 'S3' });
  const notices = await db.query(`select person_id from notice where ticket_id = $1 and kind = 'automation_parked'`, [
    id,
  ]);
  expect(notices.rows).toEqual([{ person_id: desk.sanja }]);
  const seen = await read(petra, at);
  expect(seen.automationParkedAt).toBe(desk.clock.current);
  expect(seen.escalations[0]?.reasons).toMatchObject([
    { signal: 'automation_storm', counted: { count: 11, limit: 10 } },
  ]);
  // a detector that finds something meanwhile is heard, once
  const complains = (turn: number) =>
    desk.act({
      ticketId: id,
      command: { type: 'signal', kind: 'complaint', evidence: [], confidence: 1 },
      actor: { kind: 'system' },
      commandId: `detector:${id}:${turn}`,
    });
  expect((await complains(1)).ok).toBe(true);
  expect(await complains(2)).toMatchObject({ ok: false, refusal: 'automation_parked' });
  expect((await read(petra, at)).escalations[0]?.reasons).toMatchObject([
    { signal: 'automation_storm' },
    { signal: 'complaint' },
  ]);
  await isItsLog(id);
  const stop = async (by: number) =>
    (await server.as(by)).ask('DELETE', `${at}/automation-stop`, { commandId: `stop-by-${by}` });
  expect((await stop(petra)).statusCode).toBe(403);
  expect(((await stop(ivana)).json() as TicketDetail).automationParkedAt).toBeNull();
  expect((await sets(12)).ok).toBe(true);
  await isItsLog(id);
});
