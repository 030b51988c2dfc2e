import { expect, test } from 'vitest';
import type { BulkReply, BulkRequest } from '#contract/bulk.ts';
import { MINUTE } from '#core/time.ts';
import { addPerson, addTeam } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const server = await serveDesk(db, desk);
const { petra, lea, marko } = desk;
const technical = await addTeam(db, 'Technical');
let keys = 0;

const asks = async (ids: number[], act: BulkRequest['act'], by = petra, commandId = `command-${(keys += 1)}`) =>
  (await server.as(by)).ask('POST', '/api/tickets/bulk', { ids, act, commandId });
const does = async (ids: number[], act: BulkRequest['act'], by = petra): Promise<BulkReply> => {
  const answer = await asks(ids, act, by);
  expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]);
  return answer.json();
};
const read = async (ids: number[], column: string) =>
  (await db.query(`select ${column} as it from ticket where id = any($1) order by id`, [ids])).rows.map(({ it }) => it);
const three = async () => [await desk.opens(), await desk.opens(), await desk.opens()];

test('one act is done to many; what is out of sight, gone or refused is said and hurts no other', async () => {
  const ids = await three();
  const foreign = await desk.opens();
  await db.query('update ticket set team_id = $2, assignee_id = null where id = $1', [foreign, technical]);
  await db.query('delete from ticket_follower where ticket_id = $1', [foreign]);
  const excluded = await desk.opens();
  await db.query('update ticket set excluded = $2 where id = $1', [excluded, [petra]]);
  await desk.does(ids[1]!, petra, { type: 'set_status', to: 'on_hold' });
  const { results } = await does([...ids, foreign, excluded, 999_999], { type: 'status', status: 'on_hold' });
  expect(results.map(({ ticketId, ok, code }) => [ticketId, ok, code])).toEqual([
    [ids[0], true, null],
    [ids[1], false, 'same_status'],
    [ids[2], true, null],
    [foreign, false, 'not_found'],
    [excluded, false, 'not_found'],
    [999_999, false, 'not_found'],
  ]);
  expect(await read([...ids, foreign, excluded], 'status')).toEqual(['on_hold', 'on_hold', 'on_hold', 'new', 'new']);
});

test('the same request twice does it once and answers the same', async () => {
  const ids = await three();
  const act = { type: 'tags', add: ['vip'], remove: [] } as const;
  const [first, second] = [
    (await asks(ids, { ...act, add: ['vip'], remove: [] }, petra, 'the-same-key')).json(),
    (await asks(ids, { ...act, add: ['vip'], remove: [] }, petra, 'the-same-key')).json(),
  ];
  expect(first.results.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
  expect(second.results).toEqual(first.results);
  expect(await read(ids, 'seq')).toEqual(first.results.map(({ seq }: { seq: number }) => seq));
});

test('what was changed is put back by what the answer carries', async () => {
  const ids = await three();
  const columns = ['status', 'severity', 'topic', 'tags', 'assignee_id', 'team_id'];
  await does([ids[0]!], { type: 'severity', severity: 'S1' });
  await does([ids[1]!], { type: 'tags', add: ['kept', 'gone'], remove: [] });
  await does(ids, { type: 'status', status: 'open' });
  await does([ids[2]!], { type: 'assign', assigneeId: marko });
  const state = () => Promise.all(columns.map((column) => read(ids, column)));
  const before = await state();
  const acts: BulkRequest['act'][] = [
    { type: 'severity', severity: 'S2' },
    { type: 'tags', add: ['new', 'kept'], remove: ['gone'] },
    { type: 'topic', topic: 'shipping' },
    { type: 'status', status: 'on_hold' },
    { type: 'assign', assigneeId: lea },
  ];
  for (const act of acts) {
    const { undo, results } = await does(ids, act);
    expect([act.type, results.filter(({ ok }) => ok).length > 1]).toEqual([act.type, true]);
    expect(await state()).not.toEqual(before);
    for (const back of undo) await does(back.ids, back.act);
    expect([act.type, await state()]).toEqual([act.type, before]);
  }
});

test('many are given to a team, and raised together', async () => {
  const ids = await three();
  const raised = await does(ids, { type: 'escalate', reason: 'skill' });
  expect([raised.results.map(({ ok }) => ok), raised.undo]).toEqual([[true, true, true], []]);
  const { rows } = await db.query(
    `select count(*) as n from escalation where ticket_id = any($1) and status <> 'ended'`,
    [ids],
  );
  expect(rows).toEqual([{ n: 3 }]);
  const { results } = await does(ids, { type: 'team', teamId: technical });
  expect(results.every(({ ok }) => ok)).toBe(true);
  expect(await read(ids, 'team_id')).toEqual([technical, technical, technical]);
});

test('many are put aside together and taken up again by undoing it; past what is due none is', async () => {
  const ids = await three();
  await desk.does(ids[2]!, petra, { type: 'set_severity', severity: 'S1' });
  const until = desk.clock.current + 20 * MINUTE;
  const put = await does(ids, { type: 'snooze', until });
  // the first reply of the third is due before
  expect(put.results.map(({ ok, code }) => [ok, code])).toEqual([
    [true, null],
    [true, null],
    [false, 'snooze_past_due'],
  ]);
  expect(await read(ids, `snooze->>'until'`)).toEqual([String(until), String(until), null]);
  expect(put.undo).toEqual([{ ids: ids.slice(0, 2), act: { type: 'end_snooze' } }]);
  const back = await does(put.undo[0]!.ids, put.undo[0]!.act);
  expect(back.undo).toEqual([]);
  expect(await read(ids, 'snooze')).toEqual([null, null, null]);
});

test('what cannot be asked is refused whole', async () => {
  const [id] = await three();
  const specialist = await addPerson(
    db,
    { name: 'Sven', email: 'sven@bura.example', role: 'specialist', tier: 2, language: 'en', timeZone: 'UTC' },
    MONDAY,
  );
  expect((await asks([id!], { type: 'status', status: 'solved' }, specialist)).json().code).toBe('not_allowed');
  expect((await asks([id!], { type: 'team', teamId: 999_999 })).json().code).toBe('invalid_request');
  expect((await asks([], { type: 'topic', topic: 'x' })).statusCode).toBe(400);
  expect(
    (
      await asks(
        Array.from({ length: 101 }, (_, n) => n + 1),
        { type: 'topic', topic: 'x' },
      )
    ).statusCode,
  ).toBe(400);
  expect(await read([id!], 'status')).toEqual(['new']);
});
