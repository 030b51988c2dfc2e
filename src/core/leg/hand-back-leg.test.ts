import { expect, test } from 'vitest';
import { responsibleFor } from '#core/ticket/responsible.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { BILLING, EVERYBODY, history, IVANA, LEA, MARKO, PETRA, SANJA, zagreb } from '#test/harness/core.ts';
import type { History } from '#test/harness/core.ts';

const TUESDAY = zagreb('2026-11-17 09:00');
const refusal = (decision: ReturnType<History['at']>) => (decision.ok ? null : decision.refusal);

/** Ivana holds what Petra asked of her manager. */
function decidedAbove(): History {
  const roster = EVERYBODY.map((person) => ({ ...person, managerId: person.id === PETRA ? IVANA : null }));
  const told = history(TUESDAY, { roster });
  told.at(TUESDAY, { type: 'assign', assigneeId: PETRA, teamId: BILLING }, IVANA);
  open(told);
  return told;
}

function open(told: History): void {
  const legId = told.ticket.legs.length + 1;
  const asks = {
    direction: 'hierarchical',
    target: { type: 'manager' },
    reason: 'authority',
    messageId: null,
  } as const;
  told.at(TUESDAY, { type: 'open_leg', ...asks }, PETRA);
  told.at(TUESDAY, { type: 'acknowledge_leg', legId }, IVANA);
}

const back = { type: 'hand_back_leg', legId: 1, to: null, reason: 'can_be_done_below', messageId: null } as const;

test('the manager gives it down: she answers for the ticket until Petra has taken it', () => {
  const told = decidedAbove();
  told.at(TUESDAY, back, IVANA);
  expect(told.ticket.legs[0]).toMatchObject({ handBack: { to: PETRA, acceptBy: TUESDAY + 30 * MINUTE } });
  expect(responsibleFor(told.ticket).personId).toBe(IVANA);
  expect(refusal(told.at(TUESDAY, { type: 'acknowledge_leg_hand_back', legId: 1 }, LEA))).toBe('not_receiver');
  told.at(TUESDAY + MINUTE, { type: 'acknowledge_leg_hand_back', legId: 1 }, PETRA);
  expect(told.ticket.legs[0]).toMatchObject({ status: 'ended', why: 'handed_back' });
  expect(responsibleFor(told.ticket)).toEqual({ personId: PETRA, because: 'assigned' });
});

test('whoever else takes it gets the ticket with it; a specialist’s part never moves the ticket', () => {
  const told = decidedAbove();
  told.at(TUESDAY, { ...back, to: LEA }, IVANA);
  told.at(TUESDAY, { type: 'acknowledge_leg_hand_back', legId: 1 }, LEA);
  expect(told.ticket.assigneeId).toBe(LEA);
  const target = { type: 'person', personId: MARKO } as const;
  told.at(TUESDAY, { type: 'open_leg', direction: 'functional', target, reason: 'skill', messageId: null }, LEA);
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 2 }, MARKO);
  told.at(TUESDAY, { ...back, legId: 2, to: PETRA }, MARKO);
  told.at(TUESDAY, { type: 'acknowledge_leg_hand_back', legId: 2 }, PETRA);
  expect(told.ticket.assigneeId).toBe(LEA);
});

test('an offer that nobody takes in its time is over, and the holder keeps it', () => {
  const told = decidedAbove();
  told.at(TUESDAY, back, IVANA);
  expect(told.tick(TUESDAY + 30 * MINUTE)).toContainEqual({ type: 'leg_hand_back_withdrawn', legId: 1, to: PETRA });
  expect(told.ticket.legs[0]).toMatchObject({ status: 'acknowledged', by: IVANA, handBack: null });
  expect(refusal(told.at(TUESDAY + HOUR, { type: 'acknowledge_leg_hand_back', legId: 1 }, PETRA))).toBe(
    'not_handed_back',
  );
});

test('the receiver may refuse it, and whoever is kept away is offered nothing any more', () => {
  const told = decidedAbove();
  told.at(TUESDAY, back, IVANA);
  expect(refusal(told.at(TUESDAY, back, IVANA))).toBe('already_offered');
  told.at(TUESDAY, { type: 'return_leg', legId: 1, reason: 'facts_missing', messageId: null }, PETRA);
  expect(told.ticket.legs[0]).toMatchObject({ status: 'acknowledged', handBack: null });
  told.at(TUESDAY, { ...back, to: LEA }, IVANA);
  told.at(TUESDAY, { type: 'exclude', personId: LEA }, SANJA);
  expect(told.ticket.legs[0]).toMatchObject({ handBack: null });
  expect(refusal(told.at(TUESDAY, { ...back, to: LEA }, IVANA))).toBe('receiver_unknown');
});

test('what came down three times stays above', () => {
  const told = decidedAbove();
  for (const legId of [1, 2, 3]) {
    told.at(TUESDAY, { ...back, legId }, IVANA);
    told.at(TUESDAY, { type: 'acknowledge_leg_hand_back', legId }, PETRA);
    open(told);
  }
  expect(refusal(told.at(TUESDAY, { ...back, legId: 4 }, IVANA))).toBe('handed_back_often');
});
