import { beforeAll, describe, expect, test } from 'vitest';
import type { TicketId } from '#core/ids.ts';
import { DAY, HOUR, MINUTE, SECOND, type Instant } from '#core/time.ts';
import { databaseClock } from '#server/platform/clock.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { handle } from '#server/ticket/handle.ts';
import { countLimbo } from '#server/ticket/limbo.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { faultsOfTicket } from '#test/chaos/check.ts';
import { actOf, doorWith, furnish, openingAct, type Desk } from '#test/harness/desk.ts';
import { jumpingDatabase, type JumpingDatabase } from '#test/harness/jumping-database.ts';
import { testLog } from '#test/harness/server.ts';
import { needs } from '#test/need.ts';

const faketime = needs('faketime');
const door = doorWith(databaseClock);
const TICKETS = 12;

describe.skipIf(faketime === null)('the clock that the server reads jumps', () => {
  let on: JumpingDatabase;
  let desk: Desk;
  beforeAll(async () => {
    on = await jumpingDatabase(faketime!);
    desk = await on.db.withTransaction(async (tx) => furnish(tx, await databaseClock.now(tx)));
  });
  const now = (): Promise<Instant> => databaseClock.now(on.db);
  const opens = async (): Promise<TicketId[]> => {
    const at = await now();
    const acts = await Promise.all(Array.from({ length: TICKETS }, () => openingAct(on.db, desk, at)));
    await on.db.withTransaction((tx) => handle(tx, door, acts));
    return acts.map(({ ticketId }) => ticketId);
  };
  const sweeps = async (): Promise<number> => {
    const source = ticketSource(on.db, door, testLog());
    let done = 0;
    for (let did = await source.act(100); did > 0; did = await source.act(100)) done += did;
    return done;
  };
  const firings = async (ids: TicketId[]): Promise<number[]> => {
    const logs = await Promise.all(ids.map((id) => readLog(on.db, id)));
    return logs.map(
      (log) => log.filter(({ event }) => event.type === 'step_reached' || event.type === 'last_resort_reached').length,
    );
  };
  const faults = async (ids: TicketId[]) => (await Promise.all(ids.map((id) => faultsOfTicket(on.db, id)))).flat();

  test('the server goes by the clock that was set', async () => {
    const before = await now();
    await on.stand(HOUR);
    const ahead = (await now()) - before;
    await on.stand(-HOUR);
    const behind = before - (await now());
    await on.stand(0);
    for (const moved of [ahead, behind]) expect(Math.abs(moved - HOUR)).toBeLessThan(30 * SECOND);
  });

  test('edge case 22, forward: two days pass at once: everybody is called for once, one step, and told no more until the wait is over', async () => {
    await on.stand(0);
    const ids = await opens();
    await on.stand(2 * DAY);
    expect(await sweeps()).toBe(TICKETS);
    expect(await firings(ids)).toEqual(Array(TICKETS).fill(1));
    for (const id of ids) {
      const log = await readLog(on.db, id);
      const opened = log.flatMap(({ event }) => (event.type === 'ticket_opened' ? event.firstContactAt : []))[0]!;
      const breaches = log.flatMap(({ event }) => (event.type === 'target_breached' ? event.breachedAt : []));
      // dated where it was missed, not where the clock landed
      expect(breaches).toEqual([opened + HOUR]);
      expect(log.find(({ event }) => event.type === 'step_reached')?.event).toMatchObject({ late: true });
    }
    expect(await sweeps()).toBe(0);
    // and again: the wait of the step is long over, and still it moves by one
    await on.stand(4 * DAY);
    await sweeps();
    expect(await firings(ids)).toEqual(Array(TICKETS).fill(2));
    expect(await faults(ids)).toEqual([]);
  });

  test('edge case 22, back: the clock is set back an hour: what was called stays called, and nothing is called twice', async () => {
    await on.stand(10 * DAY);
    const ids = await opens();
    await on.stand(10 * DAY + HOUR + MINUTE);
    await sweeps();
    const called = await firings(ids);
    const before = await Promise.all(ids.map((id) => readLog(on.db, id)));
    await on.stand(10 * DAY);
    expect(await sweeps()).toBe(0);
    expect(await Promise.all(ids.map((id) => readLog(on.db, id)))).toEqual(before);
    // people go on meanwhile: what they do is dated no earlier than what happened before
    const acknowledge = await actOf(on.db, desk, ids[0]!, desk.marko, { type: 'acknowledge', escalationId: 1 });
    const [decision] = await on.db.withTransaction((tx) => handle(tx, door, [acknowledge]));
    expect(decision).toMatchObject({ ok: true });
    const moments = (await readLog(on.db, ids[0]!)).map(({ at }) => at);
    expect(moments).toEqual(moments.toSorted((one, other) => one - other));
    const limbo = await countLimbo(on.db, await now());
    expect(limbo.by).toMatchObject({ look_overdue: 0, climb_without_moment: 0 });
    // the clock comes back to where it was: nothing of that hour happens a second time
    await on.stand(10 * DAY + HOUR + 2 * MINUTE);
    await sweeps();
    expect(await firings(ids)).toEqual(called);
    // and what was still to come comes when it was to come
    await on.stand(10 * DAY + HOUR + 17 * MINUTE);
    await sweeps();
    expect(await firings(ids)).toEqual(called.map((each, index) => (index === 0 ? each : each + 1)));
    expect(await faults(ids)).toEqual([]);
  });
});
