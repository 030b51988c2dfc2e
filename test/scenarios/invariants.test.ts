import { expect, test } from 'vitest';
import type { TicketId } from '#core/ids.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { MINUTE } from '#core/time.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { handle, type TicketAct } from '#server/ticket/handle.ts';
import { ticketSource } from '#server/ticket/sweep-tickets.ts';
import { takeUpDue } from '#server/ticket/intake.ts';
import { faultsOfTicket } from '#test/chaos/check.ts';
import { testDatabase } from '#test/harness/database.ts';
import { actOf, doorWith, openDesk, openingAct, type OpenDesk } from '#test/harness/desk.ts';
import { BILLING, mailOf, openMailDesk } from '#test/harness/mail-desk.ts';
import { testLog } from '#test/harness/server.ts';

class Killed extends Error {}

/** A Belay that dies and comes back around every act, or one that never does. */
function belay(desk: OpenDesk, dies: boolean) {
  const { db, clock } = desk;
  let { door } = desk;
  const once = (act: TicketAct) => db.withTransaction((tx) => handle(tx, door, [act]));
  const restart = () => {
    // what a process keeps is gone with it
    door = doorWith(clock);
  };
  const beforeCommit = async (act: TicketAct): Promise<void> => {
    const killed = db.withTransaction(async (tx) => {
      await handle(tx, door, [act]);
      throw new Killed();
    });
    await killed.catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    restart();
  };
  return {
    async does(act: TicketAct): Promise<void> {
      if (dies) await beforeCommit(act);
      await once(act);
      // the answer was lost on its way: it is asked again
      if (dies) restart();
      if (dies) await once(act);
    },
    async sweeps(): Promise<void> {
      if (dies) restart();
      const source = ticketSource(db, door, testLog());
      while ((await source.act(2)) > 0);
    },
  };
}

/** The day of three tickets; their logs, without the ids that were drawn for words. */
async function day(dies: boolean): Promise<{ logs: unknown[]; faults: string[] }> {
  const db = await testDatabase();
  const desk = await openDesk(db);
  const one = belay(desk, dies);
  const { petra, lea, marko, ivana, sanja } = desk;
  const ids: TicketId[] = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const act = await openingAct(db, desk, desk.clock.current, `open ${turn}`);
    ids.push(act.ticketId);
    await one.does(act);
  }
  const acts: [number, TicketCommand][] = [
    [petra, { type: 'note', messageId: 0 }],
    [lea, { type: 'escalate', firing: null, reason: 'skill', messageId: null }],
    [marko, { type: 'acknowledge', escalationId: 1 }],
    [petra, { type: 'set_status', to: 'on_hold' }],
    [ivana, { type: 'set_severity', severity: 'S1' }],
    [petra, { type: 'set_status', to: 'open' }],
    [marko, { type: 'hand_back', escalationId: 1, to: null, reason: 'part_done', messageId: null }],
    [ivana, { type: 'exclude', personId: lea }],
    [sanja, { type: 'silence', escalationId: 1, lengthMs: 20 * MINUTE }],
    [
      petra,
      {
        type: 'open_leg',
        direction: 'functional',
        target: { type: 'person', personId: marko },
        reason: 'skill',
        messageId: null,
      },
    ],
    [marko, { type: 'acknowledge_leg', legId: 1 }],
    [marko, { type: 'finish_leg', legId: 1 }],
    [petra, { type: 'set_status', to: 'solved' }],
  ];
  for (let turn = 0; turn < 3 * acts.length; turn += 1) {
    desk.clock.advance(7 * MINUTE);
    await one.sweeps();
    const [by, command] = acts[Math.floor(turn / 3)]!;
    const words = command.type === 'note' ? { words: 'Seen.' } : {};
    await one.does(await actOf(db, desk, ids[turn % 3]!, by, command, { commandId: `act ${turn}`, ...words }));
  }
  await one.sweeps();
  const logs = [];
  for (const id of ids) {
    for (const { seq, at, actorId, event } of await readLog(db, id)) {
      logs.push(JSON.parse(JSON.stringify({ seq, at, actorId, event, ticket: ids.indexOf(id) }, withoutDrawnIds)));
    }
  }
  return { logs, faults: (await Promise.all(ids.map((id) => faultsOfTicket(db, id)))).flat() };
}

const withoutDrawnIds = (key: string, value: unknown): unknown =>
  key === 'messageId' || key === 'ticketId' ? null : value;

test('invariant 15: restarted around every act, before its commit and after it, Belay writes the same log', async () => {
  const [steady, dying] = [await day(false), await day(true)];
  expect(steady.logs.length).toBeGreaterThan(60);
  expect(dying).toEqual(steady);
  expect(dying.faults).toEqual([]);
});

test('invariant 16: a mail that comes again, at once or later, to one address or two, changes nothing', async () => {
  const db = await testDatabase();
  const desk = await openMailDesk(db);
  const first = mailOf({ id: 'first@posta.example' });
  await desk.arrives(first);
  await takeUpDue(desk.intake);
  const { ticket_id: ticketId } = (await desk.ledger()).at(-1)!;
  const token = desk.tokens.addressFor(BILLING, ticketId!);
  const second = mailOf({ id: 'second@posta.example', body: 'And another thing' });
  await desk.arrives(second, [token]);
  await takeUpDue(desk.intake);
  const told = async () => ({
    log: await readLog(db, ticketId!),
    ticket: await desk.ticket(ticketId),
    messages: await desk.messages(ticketId),
    notices: (
      await db.query('select person_id, event_seq, kind from notice where ticket_id = $1 order by id', [ticketId])
    ).rows,
    tickets: (await db.query('select count(*) as n from ticket')).rows,
  });
  const before = await told();
  expect(before.messages).toHaveLength(2);
  for (const minutes of [0, 1, 70]) {
    desk.clock.advance(minutes * MINUTE);
    for (const [raw, to] of [
      [first, [BILLING]],
      [second, [token]],
      [second, [BILLING, token]],
    ] as const) {
      await desk.arrives(raw, [...to]);
      await takeUpDue(desk.intake);
    }
  }
  expect(await told()).toEqual(before);
  expect((await desk.ledger()).slice(2).every(({ duplicate_of: of }) => of !== null)).toBe(true);
});
