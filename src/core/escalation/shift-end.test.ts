import { expect, test } from 'vitest';
import type { Path } from '#core/escalation/path.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { dueAt } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import {
  AROUND_THE_CLOCK,
  BILLING,
  config,
  EVERYBODY,
  history,
  HOUR_TO_REPLY,
  IVANA,
  LEA,
  MARKO,
  PATH_OF_TWO,
  PETRA,
  zagreb,
} from '#test/harness/core.ts';

/** Marko has taken it at 9:05; his shift ends at `endsAt`, and nothing reminds him before. */
function held(endsAt: string | null, path: Partial<Path> = {}) {
  const roster: RosterPerson[] = EVERYBODY.map((person) => ({ ...person }));
  const marko = roster.find(({ id }) => id === MARKO)!;
  marko.nextShiftChangeAt = endsAt === null ? null : zagreb(endsAt);
  const settings = config({
    policy: { ...HOUR_TO_REPLY, targets: [] },
    path: { ...PATH_OF_TWO, remindAfterMs: null, confirmWithinMs: null, ...path },
  });
  const told = history(zagreb('2026-11-20 09:00'), { config: settings, roster });
  told.at(zagreb('2026-11-20 09:01'), { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  told.at(zagreb('2026-11-20 09:05'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  const goes = (): void => void Object.assign(marko, { onShift: false, reachable: false, nextShiftChangeAt: null });
  return { told, marko, goes };
}

test('whose shift ends gives it back: the next step is called, and who held it hears of it', () => {
  const { told, goes } = held('2026-11-20 14:00');
  expect(dueAt(told.ticket)).toBe(zagreb('2026-11-20 14:00'));
  goes();
  told.tick(zagreb('2026-11-20 14:00'));
  expect(told.log.map(({ event }) => event)).toContainEqual({
    type: 'acknowledgement_lapsed',
    escalationId: 1,
    by: MARKO,
  });
  expect(told.ticket.escalations).toMatchObject([{ status: 'climbing', stepIndex: 1, told: [IVANA] }]);
});

test('whoever works on after it keeps it, until that ends', () => {
  const { told, marko, goes } = held('2026-11-20 14:00');
  marko.nextShiftChangeAt = zagreb('2026-11-20 17:00');
  told.tick(zagreb('2026-11-20 14:00'));
  expect(told.ticket.escalations).toMatchObject([{ status: 'acknowledged', offShiftAt: zagreb('2026-11-20 17:00') }]);
  goes();
  told.tick(zagreb('2026-11-20 17:00'));
  expect(told.ticket.escalations).toMatchObject([{ status: 'climbing' }]);
});

test('a loan in business hours rests while nobody works, and is asked again when somebody does', () => {
  for (const isBack of [true, false]) {
    const { told, marko, goes } = held('2026-11-20 18:00');
    goes();
    told.tick(zagreb('2026-11-20 18:00'));
    const monday = zagreb('2026-11-23 08:00');
    expect(told.ticket.escalations).toMatchObject([{ status: 'acknowledged', by: MARKO, offShiftAt: monday }]);
    if (isBack) Object.assign(marko, { onShift: true, reachable: true, nextShiftChangeAt: zagreb('2026-11-23 18:00') });
    told.tick(monday);
    expect(told.ticket.escalations[0]?.status).toBe(isBack ? 'acknowledged' : 'climbing');
  }
});

test('where the loan counts by the clock on the wall, it goes on at night', () => {
  const { told, goes } = held('2026-11-20 22:00', { loanIn: 'wall', calendarVersionId: AROUND_THE_CLOCK });
  goes();
  told.tick(zagreb('2026-11-20 22:00'));
  expect(told.ticket.escalations).toMatchObject([{ status: 'climbing', told: [IVANA] }]);
});

test('who has no shifts gives nothing back, and work renews the loan without forgetting the shift', () => {
  const without = held(null);
  expect(without.told.ticket.escalations).toMatchObject([{ status: 'acknowledged', offShiftAt: null }]);
  const { told } = held('2026-11-20 14:00');
  told.at(zagreb('2026-11-20 13:00'), { type: 'note', messageId: 5 }, MARKO);
  expect(told.ticket.escalations).toMatchObject([{ offShiftAt: zagreb('2026-11-20 14:00') }]);
  const replayed = told.log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);
  expect(replayed).toEqual(told.ticket);
});

/** Marko has a part of the work since 9:05, which nothing asks after before his shift ends at 14:00. */
function heldPart() {
  const { told, marko, goes } = held('2026-11-20 14:00');
  told.at(
    zagreb('2026-11-20 09:06'),
    {
      type: 'open_leg',
      target: { type: 'person', personId: MARKO },
      direction: 'functional',
      reason: 'skill',
      messageId: null,
    },
    PETRA,
  );
  told.at(zagreb('2026-11-20 09:07'), { type: 'acknowledge_leg', legId: 1 }, MARKO);
  return { told, marko, goes };
}

test('a part of the work is given back at the end of the shift too: it is offered to somebody above', () => {
  const { told, goes } = heldPart();
  expect(told.ticket.legs).toMatchObject([{ status: 'acknowledged', offShiftAt: zagreb('2026-11-20 14:00') }]);
  expect(dueAt(told.ticket)).toBe(zagreb('2026-11-20 14:00'));
  goes();
  told.tick(zagreb('2026-11-20 14:00'));
  expect(told.ticket.legs).toMatchObject([{ status: 'offered', told: [IVANA] }]);
  expect(told.log.map(({ event }) => event)).toContainEqual(expect.objectContaining({ cause: 'off_shift' }));
});

test('a part rests with whoever has it while nobody works, or while they work on', () => {
  const { told, marko, goes } = heldPart();
  marko.nextShiftChangeAt = zagreb('2026-11-20 18:00');
  told.tick(zagreb('2026-11-20 14:00'));
  goes();
  told.tick(zagreb('2026-11-20 18:00'));
  // Friday, closing time: on Monday at eight it is asked again
  expect(told.ticket.legs).toMatchObject([{ status: 'acknowledged', offShiftAt: zagreb('2026-11-23 08:00') }]);
  const again = told.log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);
  expect(again).toEqual(told.ticket);
});

test('what is left of a step is asked after the shift of whoever it lies with', () => {
  const { told, marko, goes } = held('2026-11-20 14:00', {
    steps: PATH_OF_TWO.steps.map((step) => ({ ...step, needs: 'take_over' })),
  });
  told.at(zagreb('2026-11-20 10:00'), { type: 'assign', assigneeId: MARKO, teamId: BILLING }, IVANA);
  told.at(zagreb('2026-11-20 10:01'), { type: 'acknowledge', escalationId: 1, instead: MARKO }, LEA);
  marko.nextShiftChangeAt = zagreb('2026-11-20 14:00');
  told.at(zagreb('2026-11-20 10:02'), { type: 'finish_leg', legId: 1 }, LEA);
  expect(told.ticket.escalations).toMatchObject([
    { status: 'acknowledged', by: MARKO, offShiftAt: zagreb('2026-11-20 14:00') },
  ]);
  goes();
  told.tick(zagreb('2026-11-20 14:00'));
  expect(told.ticket.escalations).toMatchObject([{ status: 'climbing' }]);
});
