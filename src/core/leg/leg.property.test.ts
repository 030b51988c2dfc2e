import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Leg } from '#core/leg/leg.ts';
import type { LegCommand } from '#core/leg/leg-command.ts';
import { legLookAt } from '#core/leg/leg-time.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { dueAt } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { responsibleFor } from '#core/ticket/responsible.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE, NEVER } from '#core/time.ts';
import { BILLING, EVERYBODY, history, IVANA, LEA, MARKO, PETRA, SANJA, zagreb } from '#test/harness/core.ts';

const OPENED = zagreb('2026-11-17 09:00');
const people = [PETRA, LEA, MARKO, IVANA, SANJA];
const managers: Record<number, number | null> = { [PETRA]: IVANA, [LEA]: IVANA, [MARKO]: IVANA, [IVANA]: SANJA };
const roster = EVERYBODY.map((person) => ({ ...person, managerId: managers[person.id] ?? null }));

const target = fc.oneof(
  fc.constantFrom(...people).map((personId) => ({ type: 'person' as const, personId })),
  fc.constant({ type: 'team' as const, teamId: BILLING }),
  fc.constant({ type: 'manager' as const }),
);
const legId = fc.integer({ min: 1, max: 2 });
const handingBack: fc.Arbitrary<LegCommand> = fc.oneof(
  legId.map((id) => ({
    type: 'hand_back_leg' as const,
    legId: id,
    to: null,
    reason: 'part_done' as const,
    messageId: null,
  })),
  legId.map((id) => ({ type: 'acknowledge_leg_hand_back' as const, legId: id })),
);
const taking: fc.Arbitrary<LegCommand> = legId.map((id) => ({ type: 'acknowledge_leg' as const, legId: id }));
const legCommand: fc.Arbitrary<LegCommand> = fc.oneof(
  fc
    .record({
      direction: fc.constantFrom('functional', 'hierarchical'),
      target,
      acceptMs: fc.integer({ min: 1, max: 120 }).map((minutes) => minutes * MINUTE),
      doMs: fc.integer({ min: 1, max: 300 }).map((minutes) => minutes * MINUTE),
    })
    .map((said) => ({ type: 'open_leg' as const, reason: 'skill' as const, messageId: null, ...said })),
  taking,
  taking,
  legId.map((id) => ({ type: 'return_leg' as const, legId: id, reason: 'no_time' as const, messageId: null })),
  legId.map((id) => ({ type: 'finish_leg' as const, legId: id })),
  legId.map((id) => ({ type: 'withdraw_leg' as const, legId: id })),
  handingBack,
  handingBack,
);
/** What moves the requester's clocks. */
const timed: fc.Arbitrary<TicketCommand> = fc.oneof(
  fc.constant({ type: 'reply' as const, messageId: 5 }),
  fc.constant({ type: 'accept_reply' as const, messageId: 5, authorId: PETRA }),
  fc.constant({ type: 'receive' as const, messageId: 6, authorId: 1, kind: 'message' as const }),
  fc
    .constantFrom('open', 'waiting_on_customer', 'on_hold', 'solved')
    .map((to) => ({ type: 'set_status' as const, to }) as TicketCommand),
  fc.constantFrom('S1', 'S3').map((severity) => ({ type: 'set_severity' as const, severity }) as TicketCommand),
);
const scripts = fc.array(
  fc.record({
    wait: fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 200 }).map((minutes) => minutes * MINUTE),
    ),
    /** A leg's own people answer for it more often than chance would have it. */
    sure: fc.boolean(),
    by: fc.constantFrom(...people),
    act: fc.oneof({ weight: 3, arbitrary: legCommand }, { weight: 1, arbitrary: timed }),
  }),
  { maxLength: 24, size: 'max' },
);

const isOfLeg = (command: TicketCommand): command is LegCommand => 'legId' in command || command.type === 'open_leg';

/** Taking means a leg that is offered, handing back one that somebody holds. */
function aimed(command: TicketCommand, { legs }: Ticket): TicketCommand {
  if (!('legId' in command)) return command;
  const fits = (leg: Leg): boolean => {
    if (command.type === 'acknowledge_leg') return leg.status === 'offered';
    if (command.type === 'hand_back_leg') return leg.status === 'acknowledged';
    return leg.status === 'acknowledged' && leg.handBack !== null;
  };
  const leg = legs.find(fits);
  return leg === undefined ? command : { ...command, legId: leg.id };
}

function actorOf(command: TicketCommand, ticket: Ticket, by: number): number {
  if (!('legId' in command)) return by;
  const leg = ticket.legs.find(({ id }) => id === command.legId);
  if (command.type === 'withdraw_leg') return leg?.openedBy ?? by;
  const back = leg?.status === 'acknowledged' ? leg.handBack?.to : undefined;
  if (command.type === 'acknowledge_leg_hand_back' && back !== undefined) return back;
  if (leg?.status === 'offered') return leg.told[0] ?? by;
  return leg?.status === 'acknowledged' ? leg.by : by;
}

type Script = typeof scripts extends fc.Arbitrary<infer Found> ? Found : never;

/** Lives the script, with a tick whenever something is due; without its legs when `withLegs` is false. */
function live(
  script: Script,
  withLegs: boolean,
  law: (ticket: Ticket, before: Ticket, command: TicketCommand) => void,
) {
  const told = history(OPENED, { roster });
  let now = OPENED;
  for (const { wait, act, by, sure } of script) {
    now += wait;
    told.tick(now);
    expect(dueAt(told.ticket) ?? NEVER).toBeGreaterThan(now);
    if (!withLegs && isOfLeg(act)) continue;
    const before = told.ticket;
    const command = sure ? aimed(act, before) : act;
    told.at(now, command, sure ? actorOf(command, before, by) : by);
    law(told.ticket, before, command);
  }
  told.tick(now + 90 * HOUR);
  return told;
}

test('the clocks of the requester run as if there were no legs', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const withLegs = live(script, true, (ticket, before, command) => {
        if (isOfLeg(command)) expect(ticket.clocks).toEqual(before.clocks);
      });
      expect(withLegs.ticket.clocks).toEqual(live(script, false, () => undefined).ticket.clocks);
    }),
    // each script is lived twice
    { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 2) },
  );
});

test('an open leg always has a moment and somebody who may act; nobody is asked twice', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const told = live(script, true, (ticket) => {
        for (const leg of ticket.legs) {
          expect(new Set(leg.asked).size).toBe(leg.asked.length);
          expect(leg.asked).not.toContain(leg.openedBy);
          if (leg.status !== 'ended') expect(legLookAt(leg, ticket)).toBeLessThan(NEVER);
          if (leg.status === 'offered') expect(leg.told.length).toBeGreaterThan(0);
        }
      });
      if (told.ticket.status === 'solved' || told.ticket.status === 'closed') {
        expect(told.ticket.legs.every(({ status }) => status === 'ended')).toBe(true);
      }
    }),
  );
});

test('only an acknowledgement, an end or going up changes who answers; who helps sideways never does', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      live(script, true, (ticket, before, command) => {
        if (!isOfLeg(command)) return;
        const [was, is] = [responsibleFor(before).personId, responsibleFor(ticket).personId];
        const directionOf = (id: number) => before.legs.find((leg) => leg.id === id)?.direction;
        const mayMove =
          'legId' in command && command.type !== 'return_leg' && directionOf(command.legId) === 'hierarchical';
        if (!mayMove) expect(is).toBe(was);
      });
    }),
  );
});

test('the log with its legs replays to the same ticket', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const told = live(script, true, () => undefined);
      let again: Ticket | null = null;
      for (const { event, at } of JSON.parse(JSON.stringify(told.log)) as typeof told.log)
        again = evolve(again, event, at);
      expect(again).toEqual(told.ticket);
    }),
  );
});

test('the scripts reach everything that may become of a leg', () => {
  const seen = new Set<string>();
  for (const script of fc.sample(scripts, { numRuns: 150, seed: 7 })) {
    for (const { event } of live(script, true, () => undefined).log) {
      if (event.type === 'leg_ended') seen.add(event.why);
      if (event.type === 'leg_passed_on') seen.add(event.cause);
      if (event.type === 'leg_reminded' || event.type === 'leg_extended') seen.add(event.type);
    }
  }
  const ends = ['done', 'expired', 'handed_back', 'leg_extended', 'leg_reminded'];
  const all = [...ends, 'not_accepted', 'not_done', 'returned', 'withdrawn'];
  expect([...seen].toSorted()).toEqual(all);
});
