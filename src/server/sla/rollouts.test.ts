import { afterEach, describe, expect, test } from 'vitest';
import type { Rollout, RolloutOf, RolloutPreview } from '#contract/rollout.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import type { TicketId } from '#core/ids.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';
import { testDatabase } from '#test/harness/database.ts';
import { openDesk, openingAct } from '#test/harness/desk.ts';
import { serveDesk } from '#test/harness/desk-server.ts';
import { testLog } from '#test/harness/server.ts';
import { rolloutSource } from './sweep-rollouts.ts';

const zagreb = (moment: string): Instant => Date.parse(`${moment.replace(' ', 'T')}:00+01:00`);
const NINE = zagreb('2026-11-19 09:00');

const db = await testDatabase();
const desk = await openDesk(db, NINE);
const server = await serveDesk(db, desk);
const { clock } = desk;
const [sanja, petra] = [await server.as(desk.sanja), await server.as(desk.petra)];

const EIGHT_TO_SIX = [['08:00', '18:00']];
const WEEK = { mon: EIGHT_TO_SIX, tue: EIGHT_TO_SIX, wed: EIGHT_TO_SIX, thu: EIGHT_TO_SIX, fri: EIGHT_TO_SIX };
const HOURS = { timeZone: 'Europe/Zagreb', week: WEEK };
const each = (targetMs: number) => ({ S1: targetMs, S2: targetMs, S3: targetMs, S4: targetMs });
const first = (targetMs: number) => ({
  targets: [{ kind: 'first_reply', targetMs: each(targetMs), pauseIn: [], warnPercents: [50], calendar: 'Zagreb' }],
  path: 'Billing',
});

const published = async (url: string, body: object): Promise<number> => {
  const answer = await sanja.ask('PUT', `/api/${url}`, { body });
  expect([answer.statusCode, answer.json()]).toMatchObject([200, {}]);
  return answer.json().versionId;
};
let { policyVersionId } = desk;
const opens = async (): Promise<TicketId> =>
  (await desk.act(await openingAct(db, { ...desk, policyVersionId }, clock.current))).ticketId;
/** Fresh rules, and a ticket or more under them; the policy is the mailbox's own, without a matrix. */
const begins = async (count: number, targetMs = 5 * HOUR): Promise<TicketId[]> => {
  clock.moveTo(Math.max(clock.current, NINE));
  await published('calendars/Zagreb', HOURS);
  policyVersionId = await published('policies/Standard', first(targetMs));
  const ids: TicketId[] = [];
  for (let index = 0; index < count; index += 1) ids.push(await opens());
  return ids;
};
const STANDARD: RolloutOf = { kind: 'policy', name: 'Standard' };
const ZAGREB: RolloutOf = { kind: 'calendar', name: 'Zagreb' };
const previewed = async ({ kind, name }: RolloutOf): Promise<RolloutPreview> =>
  (await sanja.get(`/api/config/rollout-preview?kind=${kind}&name=${name}`)).json();
const starts = async (of: RolloutOf): Promise<Rollout> => {
  const { versionId } = await previewed(of);
  const asked = await sanja.ask('POST', '/api/config/rollouts', { ...of, versionId });
  expect([asked.statusCode, asked.json()]).toMatchObject([202, { state: 'running', askedBy: { name: 'Sanja' } }]);
  return asked.json();
};
const read = async (id: number): Promise<Rollout> => (await sanja.get(`/api/config/rollouts/${id}`)).json();
/** The sweep comes by until nothing is left: a process of its own each time. */
const finishes = async (): Promise<void> => {
  while ((await rolloutSource(db, desk.door, testLog()).act(100)) > 0);
};
const applies = async (of: RolloutOf): Promise<Rollout> => {
  const { id } = await starts(of);
  await finishes();
  return read(id);
};
const clockOf = async (id: TicketId) => {
  const { rows } = await db.query('select * from sla_clock where ticket_id = $1', [id]);
  return rows[0]!;
};
const applied = async (type = 'policy_applied'): Promise<Map<TicketId, number>> => {
  const { rows } = await db.query<{ id: TicketId; times: number }>(
    'select ticket_id as id, count(*)::int as times from ticket_event where type = $1 group by 1',
    [type],
  );
  return new Map(rows.map(({ id, times }) => [id, times]));
};

// what one test opened is nothing to the next
afterEach(async () => {
  await finishes();
  const { rows } = await db.query<{ id: TicketId }>(`select id from ticket where status not in ('solved', 'closed')`);
  for (const { id } of rows) await desk.does(id, desk.sanja, { type: 'close_as', as: 'spam' });
});

describe('a policy that is published', () => {
  test('changes nothing by itself; looked at, then applied, it reaches what is open, and the log says who asked', async () => {
    const [late, answered] = await begins(3);
    await desk.does(answered!, desk.petra, { type: 'set_status', to: 'solved' });
    clock.advance(2 * HOUR);
    const versionId = await published('policies/Standard', first(HOUR));
    expect(await clockOf(late!)).toMatchObject({ target_ms: 5 * HOUR, due_at: NINE + 5 * HOUR });
    expect((await applied()).size).toBe(0);
    expect(await previewed(STANDARD)).toMatchObject({
      versionId,
      tickets: 2,
      looked: 2,
      changed: 2,
      missedAtOnce: 2,
      // by the old rules they would have been missed today as well
      causes: 0,
      takesAway: 0,
      examples: [{ id: late, clocks: [{ kind: 'first_reply', dueBefore: NINE + 5 * HOUR, missed: true }] }, {}],
    });
    // looking changed nothing either
    expect((await applied()).size).toBe(0);
    const done = await applies(STANDARD);
    expect(done).toMatchObject({ state: 'done', progress: { done: 2, of: 2 }, changed: 2, missed: 2, failed: 0 });
    expect(await clockOf(late!)).toMatchObject({ breached_at: clock.current, breach_cause: 'policy_change' });
    const { rows } = await db.query(
      `select distinct actor_id from ticket_event where type = 'policy_applied' and ticket_id = $1`,
      [late],
    );
    expect(rows).toEqual([{ actor_id: desk.sanja }]);
    expect((await applied()).has(answered!)).toBe(false);
    expect(await previewed(STANDARD)).toMatchObject({ tickets: 0, changed: 0, examples: [] });
  });

  test('takes misses away, and says so beforehand', async () => {
    const [id] = await begins(1, HOUR);
    await published('policies/Standard', first(25 * HOUR));
    expect(await previewed(STANDARD)).toMatchObject({ later: 1, sooner: 0, causes: 0, takesAway: 1, missedAtOnce: 0 });
    expect(await applies(STANDARD)).toMatchObject({ changed: 1, missed: 0 });
    clock.advance(2 * HOUR);
    await desk.ticks(id!);
    expect(await clockOf(id!)).toMatchObject({ breached_at: null });
  });

  test('is applied a few tickets at a time; a line that is cut in the middle loses nothing and doubles nothing', async () => {
    const ids = await begins(45);
    await published('policies/Standard', first(2 * HOUR));
    const { id } = await starts(STANDARD);
    expect(await rolloutSource(db, desk.door, testLog()).act(100)).toBe(20);
    expect(await read(id)).toMatchObject({ state: 'running', progress: { done: 20, of: 45 }, changed: 20 });
    // somebody holds a ticket of the next twenty, and whoever applies the rules is killed while it waits
    const going = await db.withTransaction(async (tx) => {
      await tx.query('select from ticket where id = $1 for update', [ids[30]]);
      const acting = rolloutSource(db, desk.door, testLog()).act(100);
      const waiting = `select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      let pid: number | undefined;
      while (pid === undefined) pid = (await db.query<{ pid: number }>(waiting)).rows[0]?.pid;
      await tx.query('select pg_terminate_backend($1)', [pid]);
      return { acting };
    });
    await going.acting.catch(() => {});
    await finishes();
    expect(await read(id)).toMatchObject({ state: 'done', progress: { done: 45, of: 45 }, changed: 45, failed: 0 });
    const times = await applied();
    expect(ids.map((each) => times.get(each))).toEqual(ids.map(() => 1));
  });

  test('is stopped by whoever asked, and by a newer version; the same thing does not run twice', async () => {
    await begins(25);
    const versionId = await published('policies/Standard', first(2 * HOUR));
    const { id } = await starts(STANDARD);
    const again = await sanja.ask('POST', '/api/config/rollouts', { ...STANDARD, versionId });
    expect([again.statusCode, again.json().code]).toEqual([409, 'rollout_running']);
    await rolloutSource(db, desk.door, testLog()).act(100);
    const stopped = await sanja.ask('DELETE', `/api/config/rollouts/${id}`);
    expect(stopped.json()).toMatchObject({ state: 'cancelled', progress: { done: 20, of: 25 } });
    const before = [...(await applied()).values()].length;
    await finishes();
    expect([...(await applied()).values()].length).toBe(before);

    const other = await starts(STANDARD);
    expect(other.progress.of).toBe(5);
    await published('policies/Standard', first(3 * HOUR));
    const old = await sanja.ask('POST', '/api/config/rollouts', { ...STANDARD, versionId });
    expect([old.statusCode, old.json().code]).toEqual([409, 'config_changed']);
    await finishes();
    expect(await read(other.id)).toMatchObject({ state: 'superseded', changed: 0 });
    // a newer one takes the place of what still runs
    const [third] = [await starts(STANDARD)];
    await published('policies/Standard', first(4 * HOUR));
    const fourth = await starts(STANDARD);
    expect([await read(third!.id), await read(fourth.id)]).toMatchObject([
      { state: 'superseded' },
      { state: 'running' },
    ]);
    expect((await petra.get('/api/config/rollouts')).statusCode).toBe(403);
  });

  test('leaves alone what has another policy by the time it comes to it, and passes over what cannot be decided', async () => {
    const [moved, broken, good] = await begins(3);
    const { targets, path } = first(2 * HOUR);
    // a clock that is gained is measured over the ticket's log
    const resolution = { ...targets[0], kind: 'resolution' };
    await published('policies/Standard', { path, targets: [...targets, resolution] });
    const { id } = await starts(STANDARD);
    const gold = await published('policies/Gold', first(HOUR));
    await desk.act({
      ticketId: moved!,
      actor: { kind: 'system' },
      command: { type: 'apply_policy', policyVersionId: gold },
    });
    // which a hand has taken away
    await db.query('delete from ticket_event where ticket_id = $1', [broken]);
    await finishes();
    expect(await read(id)).toMatchObject({ state: 'done', progress: { done: 3, of: 3 }, changed: 1, failed: 1 });
    const { rows } = await db.query<{ id: TicketId; name: string }>(
      `select t.id, v.name from ticket t join config_version v on v.id = t.policy_version_id where t.id = any($1) order by t.id`,
      [[moved, good]],
    );
    expect(rows.map(({ name }) => name)).toEqual(['Gold', 'Standard']);
    expect((await clockOf(good!))['target_ms']).toBe(2 * HOUR);
  });

  test('names no ticket that is kept from whoever looks', async () => {
    const [hidden, seen] = await begins(2);
    await published('policies/Standard', first(2 * HOUR));
    await db.query('update ticket set excluded = array[$2::bigint] where id = $1', [hidden, desk.sanja]);
    const { changed, examples } = await previewed(STANDARD);
    expect([changed, examples.map(({ id }) => id)]).toEqual([2, [seen]]);
    await db.query(`update ticket set excluded = '{}' where id = $1`, [hidden]);
  });
});

describe('hours that are published', () => {
  test('edge case 13: a holiday added for today at noon: the morning counts by the old hours, the rest waits for tomorrow', async () => {
    clock.moveTo(zagreb('2026-11-24 09:00'));
    const [id] = await begins(1);
    clock.moveTo(zagreb('2026-11-24 12:00'));
    await published('calendars/Zagreb', { ...HOURS, holidays: ['2026-11-24'] });
    expect(await clockOf(id!)).toMatchObject({ due_at: zagreb('2026-11-24 14:00') });
    expect(await previewed(ZAGREB)).toMatchObject({ tickets: 1, later: 1, missedAtOnce: 0 });
    // new tickets count by them already
    expect((await previewed(ZAGREB)).behind).toEqual([]);
    expect(await applies(ZAGREB)).toMatchObject({ changed: 1, missed: 0 });
    expect(await clockOf(id!)).toMatchObject({ banked_ms: 3 * HOUR, due_at: zagreb('2026-11-25 10:00') });
    // and a clock that begins later in the day counts by them as well, whatever policy it has
    const detail: TicketDetail = (await sanja.get(`/api/tickets/${id}`)).json();
    expect(detail.clocks[0]).toMatchObject({ calendar: 'Zagreb', dueAt: zagreb('2026-11-25 10:00') });
    expect(await previewed(ZAGREB)).toMatchObject({ tickets: 0 });
  });

  test('edge case 14: hours edited while tickets are due within the hour: what it would do is said before it is done', async () => {
    clock.moveTo(zagreb('2026-12-01 17:15'));
    const [soon] = await begins(2, HOUR);
    // closing at 17:30 from today on moves what is due at 8:15 tomorrow; opening until 20:00 makes it due tonight
    await published('calendars/Zagreb', { ...HOURS, week: { ...WEEK, tue: [['08:00', '20:00']] } });
    expect(await clockOf(soon!)).toMatchObject({ due_at: zagreb('2026-12-02 08:15') });
    expect(await previewed(ZAGREB)).toMatchObject({
      sooner: 2,
      causes: 0,
      examples: [
        { clocks: [{ dueBefore: zagreb('2026-12-02 08:15'), dueAfter: zagreb('2026-12-01 18:15') }] },
        { id: expect.any(Number) },
      ],
    });
    expect(await clockOf(soon!)).toMatchObject({ due_at: zagreb('2026-12-02 08:15') });
    await applies(ZAGREB);
    expect(await clockOf(soon!)).toMatchObject({ due_at: zagreb('2026-12-01 18:15') });
    // shut for the rest of the week: what is due tonight is not any more
    await published('calendars/Zagreb', { ...HOURS, week: { mon: EIGHT_TO_SIX } });
    expect(await previewed(ZAGREB)).toMatchObject({ later: 2, takesAway: 2, causes: 0 });
  });

  test('edge case 15: a team that moves to another zone keeps what it used, and counts the rest there', async () => {
    clock.moveTo(zagreb('2026-12-09 09:00'));
    const [id] = await begins(1);
    clock.moveTo(zagreb('2026-12-09 12:00'));
    await published('calendars/Zagreb', { ...HOURS, timeZone: 'Asia/Manila' });
    await applies(ZAGREB);
    // 19:00 in Manila, closed: two hours are left for 8 o'clock of the next morning there
    const due = Date.parse('2026-12-10T10:00:00+08:00');
    expect(await clockOf(id!)).toMatchObject({ banked_ms: 3 * HOUR, due_at: due });
    // published once more, the policy has these hours itself: nothing moves
    await published('policies/Standard', first(5 * HOUR));
    await applies(STANDARD);
    expect(await clockOf(id!)).toMatchObject({ due_at: due });
  });
});

test('a matrix with another row: what would get another plan does, by the hour at which it came', async () => {
  clock.moveTo(zagreb('2026-12-15 22:00'));
  const [night] = await begins(1);
  clock.moveTo(zagreb('2026-12-16 09:00'));
  const [day] = [await opens()];
  await published('policies/Night', first(12 * HOUR));
  const row = { id: 'night', when: { hours: { calendar: 'Zagreb', state: 'closed' } }, plan: { policy: 'Night' } };
  await published('matrices/main', { rows: [row], otherwise: { policy: 'Standard' } });
  clock.advance(MINUTE);
  const matrix: RolloutOf = { kind: 'matrix', name: 'main' };
  expect(await previewed(matrix)).toMatchObject({ tickets: 2, changed: 1, later: 1, examples: [{ id: night }] });
  expect(await applies(matrix)).toMatchObject({ state: 'done', changed: 1 });
  expect(await clockOf(night!)).toMatchObject({ target_ms: 12 * HOUR });
  expect(await clockOf(day!)).toMatchObject({ target_ms: 5 * HOUR });
  expect((await applied('plan_changed')).get(night!)).toBe(1);
  clock.advance(DAY);
});
