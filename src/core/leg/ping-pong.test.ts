import { expect, test } from 'vitest';
import { factOf } from '#core/metrics/facts.ts';
import { responsibleFor } from '#core/ticket/responsible.ts';
import { MINUTE } from '#core/time.ts';
import { BILLING, colleague, EVERYBODY, history, IVANA, LEA, MARKO, PETRA, SANJA, zagreb } from '#test/harness/core.ts';
import type { History } from '#test/harness/core.ts';

const TUESDAY = zagreb('2026-11-17 09:00');
const LOGISTICS = 2;
const [NIKO, MIRA] = [51, 52];
/** Ivana is above Petra, Lea and Marko, Mira above Niko of Logistics; Sanja is above both. */
const managers: Record<number, number> = {
  [PETRA]: IVANA,
  [LEA]: IVANA,
  [MARKO]: IVANA,
  [IVANA]: SANJA,
  [NIKO]: MIRA,
  [MIRA]: SANJA,
};
const logistics = [
  colleague(NIKO, 'agent', 1, { teamIds: [LOGISTICS], openTickets: 0 }),
  colleague(MIRA, 'lead', 3, { teamIds: [LOGISTICS], leadOf: [LOGISTICS], openTickets: 9 }),
];
const roster = [...EVERYBODY, ...logistics].map((person) => ({ ...person, managerId: managers[person.id] ?? null }));

/** Petra has it, and has looked at it. */
function petrasTicket(people = roster): History {
  const told = history(TUESDAY, { roster: people });
  told.at(TUESDAY, { type: 'assign', assigneeId: LEA, teamId: BILLING }, IVANA);
  told.at(TUESDAY, { type: 'assign', assigneeId: PETRA, teamId: BILLING }, IVANA);
  told.at(TUESDAY, { type: 'note', messageId: 5 }, PETRA);
  return told;
}

const gives = (told: History, by: number, to: number, teamId = BILLING) =>
  told.at(TUESDAY + MINUTE, { type: 'assign', assigneeId: to, teamId }, by);
const raised = (told: History) => told.ticket.legs.filter(({ reason }) => reason === 'ping_pong');
const counts = (told: History) => factOf(null, told.log)!;

test('Petra gives it to Marko and he gives it back, nobody says a word: their manager is asked to decide', () => {
  const told = petrasTicket();
  gives(told, PETRA, MARKO);
  expect(raised(told)).toEqual([]);
  gives(told, MARKO, PETRA);
  expect(raised(told)).toMatchObject([
    { status: 'offered', told: [IVANA], openedBy: null, direction: 'hierarchical', target: { type: 'superior' } },
  ]);
  told.at(TUESDAY + 2 * MINUTE, { type: 'acknowledge_leg', legId: 1 }, IVANA);
  expect(responsibleFor(told.ticket).personId).toBe(IVANA);
  expect(counts(told)).toMatchObject({ ping_pongs: 1, transfers_without_work: 1 });
});

test('a note, a message or a changed field between is a consultation', () => {
  const between: Parameters<History['at']>[] = [
    [TUESDAY + MINUTE, { type: 'note', messageId: 6 }, MARKO],
    [TUESDAY + MINUTE, { type: 'receive', messageId: 6, authorId: 1, kind: 'message' }],
    [TUESDAY + MINUTE, { type: 'set_topic', topic: 'deposit' }, MARKO],
    [TUESDAY + MINUTE, { type: 'set_severity', severity: 'S2' }, MARKO],
  ];
  for (const act of between) {
    const told = petrasTicket();
    gives(told, PETRA, MARKO);
    told.at(...act);
    gives(told, MARKO, PETRA);
    expect(raised(told)).toEqual([]);
    expect(counts(told).transfers_without_work).toBe(0);
  }
});

test('on and on without a word is too much, also when it never comes back', () => {
  const told = petrasTicket();
  gives(told, PETRA, MARKO);
  gives(told, MARKO, LEA);
  expect(raised(told)).toEqual([]);
  gives(told, LEA, IVANA);
  expect(raised(told)).toMatchObject([{ told: [SANJA] }]);
  expect(counts(told)).toMatchObject({ transfers_without_work: 2 });
});

test('between two teams whoever stands above both is asked, not the lead of one', () => {
  const told = petrasTicket();
  told.at(TUESDAY, { type: 'move_to_team', teamId: LOGISTICS }, PETRA);
  expect(told.ticket.assigneeId).toBe(NIKO);
  told.at(TUESDAY + MINUTE, { type: 'move_to_team', teamId: BILLING }, NIKO);
  expect(raised(told)).toMatchObject([{ told: [SANJA] }]);
  const without = petrasTicket(roster.map((person) => ({ ...person, managerId: null })));
  without.at(TUESDAY, { type: 'move_to_team', teamId: LOGISTICS }, PETRA);
  without.at(TUESDAY + MINUTE, { type: 'move_to_team', teamId: BILLING }, NIKO);
  expect(raised(without)).toMatchObject([{ told: [SANJA] }]);
});

test('where nobody has a manager, the lead of their team is asked', () => {
  const told = petrasTicket(roster.map((person) => ({ ...person, managerId: null })));
  gives(told, PETRA, MARKO);
  gives(told, MARKO, PETRA);
  expect(raised(told)).toMatchObject([{ told: [IVANA] }]);
});

test('a lead who hands work out, takes it back, or somebody who takes it, passes nothing on', () => {
  const told = petrasTicket();
  gives(told, IVANA, MARKO);
  gives(told, IVANA, PETRA);
  gives(told, LEA, LEA);
  gives(told, PETRA, PETRA);
  expect(raised(told)).toEqual([]);
  expect(counts(told).transfers_without_work).toBe(0);
});

test('a part that is asked for and refused once is no ping-pong; asked for again without a word it is', () => {
  const told = petrasTicket();
  const target = { type: 'person', personId: MARKO } as const;
  const asks = { type: 'open_leg', direction: 'functional', target, reason: 'skill' } as const;
  const refuses = { type: 'return_leg', reason: 'wrong_skill', messageId: null } as const;
  told.at(TUESDAY, { ...asks, messageId: null }, PETRA);
  told.at(TUESDAY, { ...refuses, legId: 1 }, MARKO);
  expect(raised(told)).toEqual([]);
  told.at(TUESDAY, { ...asks, messageId: 7 }, PETRA);
  told.at(TUESDAY, { ...refuses, legId: 2 }, MARKO);
  expect(raised(told)).toEqual([]);
  told.at(TUESDAY, { ...asks, messageId: null }, PETRA);
  told.at(TUESDAY, { ...refuses, legId: 3 }, MARKO);
  expect(raised(told)).toHaveLength(1);
});

test('while the superior decides nobody is asked a second time', () => {
  const told = petrasTicket();
  for (let round = 0; round < 3; round += 1) {
    gives(told, PETRA, MARKO);
    gives(told, MARKO, PETRA);
  }
  expect(raised(told)).toHaveLength(1);
});
