import { expect, test } from 'vitest';
import type { PersonId, TicketId } from '#core/ids.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { publish } from '#server/sla/store.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { drawMessageId, handle, type TicketAct } from '#server/ticket/handle.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { faultsOfTicket } from '#test/chaos/check.ts';
import { testDatabase } from '#test/harness/database.ts';
import { actOf, openDesk, openingAct } from '#test/harness/desk.ts';
import { testLog } from '#test/harness/server.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { clock, door } = desk;
const hour = { S1: HOUR, S2: HOUR, S3: HOUR, S4: HOUR };
const { rows: active } = await db.query<{ id: number }>(`select id from config_version where kind = 'calendar'`);
const calendarVersionId = active[0]!.id;
const answered = await db.withTransaction((tx) => {
  const each = { targetMs: hour, calendarVersionId, pauseIn: [], warnPercents: [] };
  const targets = [
    { ...each, kind: 'first_reply' as const },
    { ...each, kind: 'next_reply' as const },
  ];
  return publish(
    tx,
    { kind: 'policy', name: 'Answered', body: { targets, pathVersionId: desk.pathVersionId } },
    clock.current,
  );
});

const opens = async (many: number, policyVersionId = desk.policyVersionId): Promise<TicketId[]> => {
  const at = clock.current;
  const acts = await Promise.all(Array.from({ length: many }, () => openingAct(db, { ...desk, policyVersionId }, at)));
  await db.withTransaction((tx) => handle(tx, door, acts));
  return acts.map(({ ticketId }) => ticketId);
};
const byItself = (act: TicketAct) => desk.act(act);
const eventsOf = async (id: TicketId): Promise<TicketEvent[]> => (await readLog(db, id)).map(({ event }) => event);
const count = (events: TicketEvent[], type: TicketEvent['type']) =>
  events.filter((event) => event.type === type).length;
/** Steps and last resorts that were called. */
const firings = (events: TicketEvent[]) => count(events, 'step_reached') + count(events, 'last_resort_reached');
/** The log has no gap and is the row, and everybody told was told once. */
const faultsOf = async (ids: TicketId[]) => (await Promise.all(ids.map((id) => faultsOfTicket(db, id)))).flat();
const escalate = (firing: number | null) => ({ type: 'escalate', firing, reason: 'skill', messageId: null }) as const;
const sources = Array.from({ length: 8 }, () => ticketSource(db, door, testLog()));
const eightSweepUntilNothingIsDue = () =>
  Promise.all(
    sources.map(async (source) => {
      while ((await source.act(10)) > 0);
    }),
  );

test('invariant 12: however many escalate what they saw at once, one climbs a step and each other hears who was faster', async () => {
  const ids = await opens(10);
  for (const id of ids) await desk.does(id, desk.petra, escalate(null));
  const people: PersonId[] = [desk.petra, desk.lea, desk.ivana, desk.sanja];
  for (const id of ids) {
    const decisions = await Promise.all(people.map((by) => desk.does(id, by, escalate(1))));
    expect(decisions.filter(({ ok }) => ok)).toHaveLength(1);
    expect(decisions.flatMap((decision) => (decision.ok ? [] : decision.refusal))).toEqual(
      Array(3).fill('already_escalated'),
    );
    expect(firings(await eventsOf(id))).toBe(2);
  }
  expect(await faultsOf(ids)).toEqual([]);
});

test('invariants 11 and 12: a person who escalates at the very moment at which the step is due moves it one step, not two', async () => {
  const ids = await opens(20);
  for (const id of ids) await desk.does(id, desk.petra, escalate(null));
  clock.advance(15 * MINUTE);
  const [decisions] = await Promise.all([
    Promise.all(ids.map((id) => desk.does(id, desk.lea, escalate(1)))),
    eightSweepUntilNothingIsDue(),
  ]);
  expect(decisions).toHaveLength(20);
  for (const [index, id] of ids.entries()) {
    const decision = decisions[index]!;
    if (!decision.ok) expect(decision.refusal).toBe('already_escalated');
    expect(firings(await eventsOf(id))).toBe(2);
  }
  expect(await faultsOf(ids)).toEqual([]);
});

test('a reply, another message of the customer and a look at the due instant: the order in which they were written down decides', async () => {
  const ids = await opens(30, answered);
  clock.advance(HOUR);
  await Promise.all([
    ...ids.map((ticketId) => {
      const command = { type: 'accept_reply', messageId: 1, authorId: desk.petra } as const;
      return byItself({ ticketId, command, actor: { kind: 'system' } });
    }),
    ...ids.map(async (ticketId) => {
      const messageId = await drawMessageId(db);
      const command = { type: 'receive', messageId, authorId: desk.ana, kind: 'message' } as const;
      const message = {
        id: messageId,
        authorId: desk.ana,
        kind: 'message',
        channel: 'email',
        bodyText: 'And?',
      } as const;
      return byItself({ ticketId, command, message, actor: { kind: 'system' } });
    }),
    ...ids.map((id) => desk.ticks(id)),
    eightSweepUntilNothingIsDue(),
  ]);
  for (const id of ids) {
    const log = await readLog(db, id);
    const events = log.map(({ event }) => event);
    const stops = events.filter((event) => event.type === 'clock_stopped');
    // exactly at due is met
    expect(stops).toMatchObject([{ clock: 'first_reply', outcome: 'met', stoppedBy: 'reply' }]);
    expect(count(events, 'target_breached')).toBe(0);
    const isOwed =
      events.findLastIndex(({ type }) => type === 'message_received') >
      events.findIndex(({ type }) => type === 'reply_accepted');
    const next = events.filter((event) => event.type === 'clock_started' && event.clock.kind === 'next_reply');
    expect(next).toHaveLength(isOwed ? 1 : 0);
  }
  expect(await faultsOf(ids)).toEqual([]);
});

test('invariant 11: eight workers sweep while people escalate, acknowledge and write: every step fires once, and nobody is told twice', async () => {
  const ids = await opens(80);
  clock.advance(61 * MINUTE);
  let people = true;
  const act = async (by: PersonId) => {
    for (const [index, id] of ids.entries()) {
      const commands: TicketCommand[] = [
        { type: 'acknowledge', escalationId: 1 },
        escalate(1),
        { type: 'set_tags', tags: [`by ${by}`] },
      ];
      const command = commands[index % 3]!;
      await desk.act(await actOf(db, desk, id, by, command));
    }
  };
  const sweepWhilePeopleAct = async (source: (typeof sources)[number]) => {
    while (people) await source.act(10);
  };
  const acting = Promise.all([desk.marko, desk.ivana].map(act)).finally(() => (people = false));
  await Promise.all([acting, ...sources.map(sweepWhilePeopleAct)]);
  await eightSweepUntilNothingIsDue();
  for (const [index, id] of ids.entries()) {
    const events = await eventsOf(id);
    expect(count(events, 'target_breached')).toBe(1);
    expect(count(events, 'escalation_started')).toBe(1);
    expect(count(events, 'escalation_acknowledged')).toBeLessThanOrEqual(1);
    // who escalates saw the first step: of two, one moves it on
    expect(firings(events)).toBe(index % 3 === 1 ? 2 : 1);
  }
  expect(await faultsOf(ids)).toEqual([]);
});
