import { expect, test } from 'vitest';
import type { TicketEvent } from '#core/ticket/event.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import {
  config,
  EVERYBODY,
  history,
  HOUR_TO_REPLY,
  IVANA,
  MARKO,
  PATH_OF_TWO,
  PETRA,
  zagreb,
} from '#test/harness/core.ts';

// Everything here is found by one look long after its moment: Belay was asleep.

const MORNING = zagreb('2026-11-20 09:00');
const path = {
  ...PATH_OF_TWO,
  loanIn: 'wall' as const,
  steps: PATH_OF_TWO.steps.map((step) => ({ ...step, waitIn: 'wall' as const })),
};
/** No target that could be missed meanwhile. */
const policy = { ...HOUR_TO_REPLY, targets: [] };
const press = { type: 'escalate', firing: null, reason: 'skill', messageId: null } as const;
const raised = (given: Parameters<typeof history>[1] = {}) => {
  const told = history(MORNING, { config: config({ path, policy }), ...given });
  told.at(MORNING, press, PETRA);
  return told;
};
const types = (events: TicketEvent[]) => events.map(({ type }) => type);

test('a climb that is two steps overdue moves one, and whoever is told has the whole wait', () => {
  const told = raised();
  const seen = told.tick(MORNING + 50 * MINUTE);
  expect(types(seen)).toEqual(['step_reached']);
  expect(seen).toMatchObject([{ stepIndex: 1, late: true, nextAt: MORNING + 80 * MINUTE }]);
  expect(told.tick(MORNING + 51 * MINUTE)).toEqual([]);
});

test('a silence that is found hours after its end counts what was left from now', () => {
  const told = raised();
  told.at(MORNING + 5 * MINUTE, { type: 'silence', escalationId: 1, lengthMs: 10 * MINUTE }, IVANA);
  const seen = told.tick(MORNING + 40 * MINUTE);
  expect(types(seen)).toEqual(['silence_ended']);
  expect(told.ticket.escalations[0]).toMatchObject({ nextAt: MORNING + 50 * MINUTE, silence: null });
});

test('what maintenance held back is on time when that ends, however long it took', () => {
  const told = raised();
  told.at(MORNING + 5 * MINUTE, { type: 'begin_maintenance', until: MORNING + 45 * MINUTE }, IVANA);
  const seen = told.tick(MORNING + 45 * MINUTE);
  expect(seen).toMatchObject([{ type: 'step_reached', late: false, nextAt: MORNING + 75 * MINUTE }]);
});

test('a reminder that fell due in maintenance is given when it ends, with its whole time to confirm', () => {
  const told = raised();
  told.at(MORNING + MINUTE, { type: 'acknowledge', escalationId: 1 }, MARKO);
  told.at(MORNING + 2 * MINUTE, { type: 'begin_maintenance', until: MORNING + 90 * MINUTE }, IVANA);
  expect(types(told.tick(MORNING + 89 * MINUTE))).toEqual([]);
  expect(types(told.tick(MORNING + 90 * MINUTE))).toEqual(['acknowledgement_reminded']);
  expect(told.ticket.escalations[0]).toMatchObject({ confirmBy: MORNING + 105 * MINUTE });
  expect(types(told.tick(MORNING + 105 * MINUTE))).toEqual(['acknowledgement_lapsed', 'step_reached']);
});

test('notices that are found late, and the call of the next step, are one to each person', () => {
  const wishes = [
    { method: 'app' as const, afterMs: 0 },
    { method: 'mail' as const, afterMs: 5 * MINUTE },
  ];
  const both = path.steps.map((step) => ({ ...step, targets: [{ type: 'person' as const, personId: MARKO }] }));
  const told = raised({
    config: config({ path: { ...path, steps: both }, policy }),
    roster: EVERYBODY.map((person) => (person.id === MARKO ? { ...person, notifyBy: wishes } : person)),
  });
  expect(told.ticket.escalations[0]?.notices).toMatchObject([{ personId: MARKO, at: MORNING + 5 * MINUTE }]);
  const seen = told.tick(MORNING + 15 * MINUTE);
  expect(types(seen)).toEqual(['step_reached']);
  expect(told.ticket.escalations[0]?.notices).toMatchObject([{ at: MORNING + 20 * MINUTE }]);
});

test('who came on duty while Belay slept is told once, and the timer stays', () => {
  const duty = (marko: number[], ivana: number[]) =>
    EVERYBODY.map((person) => ({
      ...person,
      onDutyIds: person.id === MARKO ? marko : person.id === IVANA ? ivana : [],
      nextShiftChangeAt: MORNING + HOUR,
    }));
  const steps = [{ ...path.steps[0]!, waitMs: 4 * HOUR, targets: [{ type: 'on_duty' as const, dutyListId: 7 }] }];
  const given = { config: config({ path: { ...path, steps }, policy }), roster: duty([7], []) };
  const told = raised(given);
  const [before] = told.ticket.escalations;
  given.roster.splice(
    0,
    given.roster.length,
    ...duty([], [7]).map((one) => ({ ...one, nextShiftChangeAt: MORNING + 9 * HOUR })),
  );
  const seen = told.tick(MORNING + 3 * HOUR);
  expect(seen.find(({ type }) => type === 'shift_changed')).toMatchObject({ told: [IVANA] });
  expect(told.ticket.escalations[0]).toMatchObject({
    told: [MARKO, IVANA],
    nextAt: (before as { nextAt: number }).nextAt,
  });
});
