import { expect, test } from 'vitest';
import { react } from '#core/ticket/react.ts';
import { responsibleFor } from '#core/ticket/responsible.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { BILLING, colleague, EVERYBODY, history, IVANA, LEA, MARKO, PETRA, SANJA, zagreb } from '#test/harness/core.ts';
import type { History } from '#test/harness/core.ts';

const TUESDAY = zagreb('2026-11-17 09:00');
const [BORNA, VESNA] = [61, 62];
const LOGISTICS = 2;
const roster = [
  ...EVERYBODY,
  colleague(BORNA, 'executive', null, { teamIds: [] }),
  colleague(VESNA, 'lead', 3, { teamIds: [LOGISTICS], leadOf: [LOGISTICS] }),
].map((person) => ({ ...person, managerId: { [PETRA]: IVANA, [IVANA]: SANJA, [SANJA]: BORNA }[person.id] ?? null }));

function petrasTicket(people = roster): History {
  const told = history(TUESDAY, { roster: people });
  told.at(TUESDAY, { type: 'assign', assigneeId: LEA, teamId: BILLING }, IVANA);
  told.at(TUESDAY, { type: 'assign', assigneeId: PETRA, teamId: BILLING }, IVANA);
  return told;
}
const withIvana = { type: 'open_dispute', against: { type: 'person', personId: IVANA }, messageId: 8 } as const;
const refusal = (decision: ReturnType<History['at']>) => (decision.ok ? null : decision.refusal);
const decided = { type: 'decide_dispute', legId: 1, decision: 'for_opener', messageId: 9 } as const;

test('Petra and her manager cannot agree: whoever is above both decides, and Petra goes on answering', () => {
  const told = petrasTicket();
  told.at(TUESDAY, withIvana, PETRA);
  expect(told.ticket.legs).toMatchObject([{ told: [SANJA], reason: 'dispute', openedBy: PETRA }]);
  expect(refusal(told.at(TUESDAY, withIvana, PETRA))).toBe('dispute_open');
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, SANJA);
  expect(responsibleFor(told.ticket).personId).toBe(PETRA);
  expect(refusal(told.at(TUESDAY, { type: 'finish_leg', legId: 1 }, SANJA))).toBe('decision_missing');
  expect(refusal(told.at(TUESDAY, decided, IVANA))).toBe('not_holder');
  told.at(TUESDAY + HOUR, decided, SANJA);
  expect(told.ticket.legs).toMatchObject([
    { status: 'ended', why: 'done', decision: { decision: 'for_opener', messageId: 9 }, doneInMs: HOUR },
  ]);
  const ended = told.log.find(({ event }) => event.type === 'leg_ended')!;
  expect(react({ ...ended, actorId: SANJA }, told.ticket)).toEqual([
    { type: 'notify', personIds: [PETRA, IVANA], kind: 'leg_ended' },
  ]);
});

test('it is decided by its time: work on the ticket does not move it on, and it goes up past both sides', () => {
  const told = petrasTicket();
  told.at(TUESDAY, { ...withIvana, decideMs: 2 * HOUR }, PETRA);
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, SANJA);
  told.at(TUESDAY + HOUR, { type: 'note', messageId: 10 }, SANJA);
  expect(told.ticket.legs[0]).toMatchObject({ doBy: TUESDAY + 2 * HOUR });
  told.tick(TUESDAY + 2 * HOUR);
  told.tick(TUESDAY + 3 * HOUR);
  expect(told.ticket.legs[0]).toMatchObject({ status: 'offered', told: [BORNA] });
});

test('between two teams nobody of either is asked', () => {
  const told = petrasTicket();
  told.at(TUESDAY, { ...withIvana, against: { type: 'team', teamId: LOGISTICS } }, PETRA);
  expect(told.ticket.legs[0]).toMatchObject({ told: [SANJA], barred: [PETRA, VESNA, LEA, MARKO, IVANA] });
});

test('who is asked and says they are no neutral is followed by the next', () => {
  const told = petrasTicket();
  told.at(TUESDAY, withIvana, PETRA);
  const refuses = { type: 'return_leg', legId: 1, reason: 'conflict_of_interest', messageId: null } as const;
  told.at(TUESDAY + MINUTE, refuses, SANJA);
  expect(told.ticket.legs[0]).toMatchObject({ status: 'offered', told: [BORNA], returns: [{ by: SANJA }] });
});

test('where nobody is neutral, and with oneself, there is no dispute to open', () => {
  const told = petrasTicket(roster.filter(({ id }) => [PETRA, LEA, IVANA].includes(id)));
  expect(refusal(told.at(TUESDAY, withIvana, PETRA))).toBe('nobody_neutral');
  const oneself = { ...withIvana, against: { type: 'person', personId: PETRA } } as const;
  expect(refusal(told.at(TUESDAY, oneself, PETRA))).toBe('receiver_unknown');
  expect(refusal(told.at(TUESDAY, { ...decided, legId: 1 }, SANJA))).toBe('leg_unknown');
});
