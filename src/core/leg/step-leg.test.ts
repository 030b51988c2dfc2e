import { expect, test } from 'vitest';
import type { Path } from '#core/escalation/path.ts';
import { isLent } from '#core/leg/step-leg.ts';
import { dueAt } from '#core/ticket/due.ts';
import { react } from '#core/ticket/react.ts';
import { responsibleFor } from '#core/ticket/responsible.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import {
  BILLING,
  colleague,
  config,
  EVERYBODY,
  history,
  IVANA,
  LEA,
  MARKO,
  PATH_OF_TWO,
  PETRA,
  SANJA,
  zagreb,
  type History,
} from '#test/harness/core.ts';

const TUESDAY = zagreb('2026-11-17 09:00');
/** Both of its steps hand the work over: the specialist's is done within two hours, the lead's within four. */
const HANDS_OVER: Path = {
  ...PATH_OF_TWO,
  steps: PATH_OF_TWO.steps.map((step, index) => ({ ...step, needs: 'take_over', doMs: (1 + index) * 2 * HOUR })),
};

/** Petra holds Ana's ticket and has escalated it: Marko is called. */
function escalated(): History {
  const told = history(TUESDAY, { config: config({ path: HANDS_OVER }) });
  told.at(TUESDAY, { type: 'assign', assigneeId: PETRA, teamId: BILLING }, IVANA);
  told.at(TUESDAY, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  return told;
}

const refusal = (decision: ReturnType<History['at']>) => (decision.ok ? null : decision.refusal);
const climbOf = (told: History) => told.ticket.escalations[0]!;
const types = (decision: ReturnType<History['at']>) => (decision.ok ? decision.events.map(({ type }) => type) : []);

test('a step that hands over offers a leg to whom it called, to be taken within its wait', () => {
  const told = escalated();
  expect(told.ticket.legs).toMatchObject([
    {
      status: 'offered',
      direction: 'functional',
      openedBy: null,
      reason: 'path',
      told: [MARKO],
      acceptBy: TUESDAY + 15 * MINUTE,
      step: { escalationId: 1, stepIndex: 0, firing: 1 },
    },
  ]);
  const offered = told.log.find(({ event }) => event.type === 'leg_offered')!;
  expect(react(offered, told.ticket)).toEqual([]);
});

test('taking the leg stops the climb, and the specialist answers for the part only', () => {
  const told = escalated();
  told.at(TUESDAY + 5 * MINUTE, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  expect(told.ticket.legs[0]).toMatchObject({ status: 'acknowledged', by: MARKO, doBy: TUESDAY + 125 * MINUTE });
  expect(climbOf(told)).toMatchObject({ status: 'acknowledged', by: MARKO, remindAt: null, confirmBy: null });
  expect(isLent(told.ticket.legs[0]!, climbOf(told))).toBe(true);
  expect(responsibleFor(told.ticket)).toEqual({ personId: PETRA, because: 'assigned' });
});

test('taking the escalation is taking the leg of its step', () => {
  const told = escalated();
  told.at(TUESDAY, { type: 'acknowledge', escalationId: 1 }, MARKO);
  expect(told.ticket.legs[0]).toMatchObject({ status: 'acknowledged', by: MARKO, height: 2 });
  told.at(TUESDAY, { type: 'acknowledge', escalationId: 1, instead: MARKO }, LEA);
  expect(told.ticket.legs[0]).toMatchObject({ status: 'acknowledged', by: LEA, asked: [MARKO, LEA] });
});

test('nobody takes it in time: the next step is called, and what the first offered is over', () => {
  const told = escalated();
  told.tick(TUESDAY + 15 * MINUTE);
  expect(told.ticket.legs).toMatchObject([
    { status: 'ended', why: 'expired' },
    { status: 'offered', direction: 'hierarchical', told: [IVANA] },
  ]);
  told.at(TUESDAY + 20 * MINUTE, { type: 'acknowledge_leg', legId: 2 }, IVANA);
  expect(responsibleFor(told.ticket)).toEqual({ personId: IVANA, because: 'acknowledged' });
  expect(refusal(told.at(TUESDAY + 20 * MINUTE, { type: 'acknowledge_leg', legId: 1 }, MARKO))).toBe('leg_over');
});

test('both directions at once: the specialist goes on while the lead is called as well', () => {
  const told = escalated();
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  told.at(TUESDAY + HOUR, { type: 'escalate', firing: 1, reason: 'authority', messageId: null }, PETRA);
  told.at(TUESDAY + HOUR, { type: 'acknowledge_leg', legId: 2 }, IVANA);
  expect(told.ticket.legs).toMatchObject([
    { status: 'acknowledged', by: MARKO, direction: 'functional' },
    { status: 'acknowledged', by: IVANA, direction: 'hierarchical' },
  ]);
  expect(responsibleFor(told.ticket).personId).toBe(IVANA);
  told.at(TUESDAY + 90 * MINUTE, { type: 'finish_leg', legId: 1 }, MARKO);
  expect(climbOf(told)).toMatchObject({ status: 'acknowledged', by: IVANA });
});

test('a specialist who shows no work is reminded, and an hour later the lead is called', () => {
  const told = escalated();
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  expect(told.tick(TUESDAY + 2 * HOUR)).toContainEqual(expect.objectContaining({ type: 'leg_reminded', by: MARKO }));
  expect(told.tick(TUESDAY + 3 * HOUR).map(({ type }) => type)).toContain('acknowledgement_lapsed');
  expect(told.ticket.legs).toMatchObject([
    { status: 'ended', why: 'expired' },
    { status: 'offered', told: [IVANA] },
  ]);
});

test('"still mine" after the reminder, or a note before, gives the specialist the whole time again', () => {
  const told = escalated();
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  expect(refusal(told.at(TUESDAY, { type: 'confirm', escalationId: 1 }, MARKO))).toBe('not_reminded');
  told.tick(TUESDAY + 2 * HOUR);
  told.at(TUESDAY + 2 * HOUR, { type: 'confirm', escalationId: 1 }, MARKO);
  expect(told.ticket.legs[0]).toMatchObject({ doBy: TUESDAY + 4 * HOUR, lapsesAt: null });
  expect(types(told.at(TUESDAY + 3 * HOUR, { type: 'note', messageId: 7 }, MARKO))).toEqual([
    'note_added',
    'leg_extended',
  ]);
});

test('the part is done: what is left lies with Petra, who is told and reminded like anybody', () => {
  const told = escalated();
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  told.at(TUESDAY + HOUR, { type: 'finish_leg', legId: 1 }, MARKO);
  expect(climbOf(told)).toMatchObject({ status: 'acknowledged', by: PETRA, remindAt: TUESDAY + 105 * MINUTE });
  const left = told.log.find(({ event }) => event.type === 'escalation_left')!;
  expect(react(left, told.ticket)).toContainEqual({ type: 'notify', personIds: [PETRA], kind: 'escalation_left' });
  expect(told.tick(TUESDAY + 2 * HOUR).map(({ type }) => type)).toContain('acknowledgement_lapsed');
});

test('refusing the leg, or the escalation, calls the next step at once', () => {
  for (const command of [
    { type: 'return_leg', legId: 1 },
    { type: 'return', escalationId: 1 },
  ] as const) {
    const told = escalated();
    told.at(TUESDAY, { ...command, reason: 'no_time', messageId: null }, MARKO);
    expect(told.ticket.legs).toMatchObject([
      { status: 'ended', why: 'returned', returns: [{ by: MARKO }] },
      { status: 'offered', told: [IVANA] },
    ]);
    expect(climbOf(told).returns).toMatchObject([{ by: MARKO }]);
  }
});

test('what a step lent goes back as its escalation, and ends with it', () => {
  const told = escalated();
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  told.at(TUESDAY, { type: 'hand_back_leg', legId: 1, to: LEA, reason: 'part_done', messageId: null }, MARKO);
  expect(climbOf(told)).toMatchObject({ handBack: { to: LEA } });
  told.at(TUESDAY, { type: 'acknowledge_leg_hand_back', legId: 1 }, LEA);
  expect(told.ticket).toMatchObject({
    assigneeId: LEA,
    legs: [{ status: 'ended', why: 'handed_back' }],
    escalations: [{ status: 'ended', why: 'handed_back' }],
  });
});

test('de-escalating, another path, giving it up and excluding the holder each end the leg', () => {
  const ends = (command: Parameters<History['at']>[1], by: number) => {
    const told = escalated();
    told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
    told.at(TUESDAY, command, by);
    expect(Number.isFinite(dueAt(told.ticket))).toBe(true);
    const leg = told.ticket.legs[0]!;
    return leg.status === 'ended' ? leg.why : leg.status;
  };
  const ofFirst = { escalationId: 1 } as const;
  expect(ends({ ...ofFirst, type: 'de_escalate', reason: 'calmed', messageId: null }, IVANA)).toBe('withdrawn');
  expect(ends({ ...ofFirst, type: 'apply_path', pathVersionId: PATH_OF_TWO.versionId }, IVANA)).toBe('withdrawn');
  expect(ends({ ...ofFirst, type: 'take_back' }, MARKO)).toBe('returned');
  expect(ends({ type: 'exclude', personId: MARKO }, SANJA)).toBe('expired');
});

test('while the escalation is silenced its holder is not reminded', () => {
  const told = escalated();
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  told.at(TUESDAY, { type: 'silence', escalationId: 1, lengthMs: 4 * HOUR }, IVANA);
  expect(told.tick(TUESDAY + 3 * HOUR).map(({ type }) => type)).not.toContain('leg_reminded');
  expect(told.tick(TUESDAY + 4 * HOUR).map(({ type }) => type)).toContain('leg_reminded');
});

test('who holds a leg and leaves loses it: a step’s goes up its path, another to somebody above', () => {
  const roster = EVERYBODY.map((person) => ({ ...person, managerId: person.id === MARKO ? IVANA : null }));
  const told = history(TUESDAY, { roster, config: config({ path: HANDS_OVER }) });
  const marko = roster.find(({ id }) => id === MARKO)!;
  told.at(TUESDAY, { type: 'assign', assigneeId: PETRA, teamId: BILLING }, IVANA);
  told.at(TUESDAY, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  const target = { type: 'person', personId: MARKO } as const;
  told.at(TUESDAY, { type: 'open_leg', direction: 'functional', target, reason: 'skill', messageId: null }, PETRA);
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 2 }, MARKO);
  marko.active = false;
  told.at(TUESDAY + MINUTE, { type: 'recheck' });
  expect(told.ticket.legs).toMatchObject([
    { status: 'ended', why: 'expired' },
    { status: 'offered', step: null, told: [IVANA] },
    { status: 'offered', step: { stepIndex: 1 }, told: [IVANA] },
  ]);
  const passed = told.log.find(({ event }) => event.type === 'leg_passed_on');
  expect(passed?.event).toMatchObject({ cause: 'away' });
});

test('a specialist whose climb went on without them and who shows no work: the part itself goes on, by its own time', () => {
  const told = escalated();
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  told.at(TUESDAY, { type: 'escalate', firing: 1, reason: 'authority', messageId: null }, PETRA);
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 2 }, IVANA);
  told.tick(TUESDAY + 2 * HOUR);
  told.tick(TUESDAY + 3 * HOUR);
  expect(told.ticket.legs[0]).toMatchObject({ status: 'offered', told: [IVANA], step: null, reason: 'path' });
  expect(dueAt(told.ticket)).toBeLessThanOrEqual(TUESDAY + 195 * MINUTE);
  told.at(TUESDAY + 3 * HOUR, { type: 'acknowledge_leg', legId: 1 }, IVANA);
  expect(climbOf(told)).toMatchObject({ status: 'acknowledged', by: IVANA });
});

test('whoever may not take work over is not called for it', () => {
  const roster = [...EVERYBODY, colleague(51, 'approver', null, { skills: [{ skillId: 7, level: 3 }] })].map((person) =>
    person.id === MARKO ? { ...person, skills: [{ skillId: 7, level: 3 }] } : person,
  );
  const targets = [{ type: 'skill' as const, skillId: 7, level: 3 }];
  const path = { ...HANDS_OVER, steps: HANDS_OVER.steps.map((step) => ({ ...step, targets })) };
  const told = history(TUESDAY, { roster, config: config({ path }) });
  told.at(TUESDAY, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  expect(told.ticket.legs).toMatchObject([{ told: [MARKO] }]);
});
