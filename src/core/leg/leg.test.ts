import { expect, test } from 'vitest';
import { responsibleFor } from '#core/ticket/responsible.ts';
import { react } from '#core/ticket/react.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import {
  BILLING,
  colleague,
  EVERYBODY,
  history,
  IVANA,
  LEA,
  MARKO,
  PETRA,
  SANJA,
  zagreb,
  type History,
} from '#test/harness/core.ts';

const TUESDAY = zagreb('2026-11-17 09:00');
const toMarko = {
  type: 'open_leg',
  direction: 'functional',
  target: { type: 'person', personId: MARKO },
  reason: 'skill',
  messageId: null,
} as const;
const toManager = { ...toMarko, direction: 'hierarchical', target: { type: 'manager' }, reason: 'authority' } as const;

/** Petra holds Ana's ticket; Ivana is her manager and Marko's, Sanja is Ivana's. */
function petrasTicket(): History {
  const managers: Record<number, number | null> = { [PETRA]: IVANA, [MARKO]: IVANA, [LEA]: IVANA, [IVANA]: SANJA };
  const roster = EVERYBODY.map((person) => ({ ...person, managerId: managers[person.id] ?? null }));
  const told = history(TUESDAY, { roster });
  told.at(TUESDAY, { type: 'assign', assigneeId: PETRA, teamId: BILLING }, IVANA);
  return told;
}

const refusal = (decision: ReturnType<History['at']>) => (decision.ok ? null : decision.refusal);
const legOf = (told: History, id = 1) => told.ticket.legs[id - 1]!;

test('a specialist helps with a part: whoever asked answers for the ticket all along', () => {
  const told = petrasTicket();
  told.at(TUESDAY, toMarko, PETRA);
  expect(legOf(told)).toMatchObject({ status: 'offered', told: [MARKO], acceptBy: TUESDAY + 30 * MINUTE });
  told.at(TUESDAY + 10 * MINUTE, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  expect(legOf(told)).toMatchObject({ status: 'acknowledged', by: MARKO, doBy: TUESDAY + 8 * HOUR + 10 * MINUTE });
  expect(responsibleFor(told.ticket).personId).toBe(PETRA);
  told.at(TUESDAY + HOUR, { type: 'finish_leg', legId: 1 }, MARKO);
  expect(legOf(told)).toMatchObject({ status: 'ended', why: 'done' });
});

test('a manager who takes a hierarchical leg answers for the ticket until it is done', () => {
  const told = petrasTicket();
  told.at(TUESDAY, toManager, PETRA);
  expect(responsibleFor(told.ticket).personId).toBe(PETRA);
  told.at(TUESDAY + MINUTE, { type: 'acknowledge_leg', legId: 1 }, IVANA);
  expect(responsibleFor(told.ticket)).toEqual({ personId: IVANA, because: 'acknowledged' });
  told.at(TUESDAY + HOUR, { type: 'finish_leg', legId: 1 }, IVANA);
  expect(responsibleFor(told.ticket)).toEqual({ personId: PETRA, because: 'assigned' });
});

test('both directions are open at once, and the one who stands highest answers', () => {
  const told = petrasTicket();
  told.at(TUESDAY, toMarko, PETRA);
  told.at(TUESDAY, toManager, PETRA);
  told.at(TUESDAY, { ...toManager, target: { type: 'person', personId: LEA } }, PETRA);
  told.at(TUESDAY + MINUTE, { type: 'acknowledge_leg', legId: 2 }, IVANA);
  told.at(TUESDAY + 2 * MINUTE, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  told.at(TUESDAY + 3 * MINUTE, { type: 'acknowledge_leg', legId: 3 }, LEA);
  expect(told.ticket.legs.map(({ status }) => status)).toEqual(['acknowledged', 'acknowledged', 'acknowledged']);
  expect(responsibleFor(told.ticket).personId).toBe(IVANA);
});

test('a leg that nobody takes goes up until nobody is left, and then the ticket itself climbs', () => {
  const told = petrasTicket();
  told.at(TUESDAY, toMarko, PETRA);
  expect(told.tick(TUESDAY + 30 * MINUTE)).toContainEqual(
    expect.objectContaining({ type: 'leg_passed_on', told: [IVANA] }),
  );
  expect(told.tick(TUESDAY + HOUR)).toContainEqual(
    expect.objectContaining({ type: 'leg_passed_on', told: [SANJA], cause: 'not_accepted' }),
  );
  const events = told.tick(TUESDAY + 90 * MINUTE).map(({ type }) => type);
  expect(events).toContain('leg_ended');
  expect(legOf(told)).toMatchObject({ status: 'ended', why: 'expired', asked: [MARKO, IVANA, SANJA] });
  const reasons = told.ticket.escalations.flatMap((each) => each.reasons.map(({ trigger }) => trigger));
  expect(reasons).toContainEqual({ type: 'signal', kind: 'silence', evidence: [], confidence: 1 });
});

test('who holds a leg and does nothing is reminded, and an hour later it goes to their manager', () => {
  const told = petrasTicket();
  told.at(TUESDAY, { ...toMarko, doMs: 2 * HOUR }, PETRA);
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  expect(told.tick(TUESDAY + 2 * HOUR)).toContainEqual({
    type: 'leg_reminded',
    legId: 1,
    by: MARKO,
    lapsesAt: TUESDAY + 3 * HOUR,
  });
  expect(told.tick(TUESDAY + 3 * HOUR)).toContainEqual(
    expect.objectContaining({ type: 'leg_passed_on', told: [IVANA], cause: 'not_done' }),
  );
});

test('a note by the holder gives them their whole time again, also after the reminder', () => {
  const told = petrasTicket();
  told.at(TUESDAY, { ...toMarko, doMs: 2 * HOUR }, PETRA);
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  told.tick(TUESDAY + 2 * HOUR);
  told.at(TUESDAY + 150 * MINUTE, { type: 'note', messageId: 7 }, MARKO);
  expect(legOf(told)).toMatchObject({ doBy: TUESDAY + 270 * MINUTE, lapsesAt: null });
});

test('a time to answer that runs out in the evening runs on in the morning', () => {
  const told = petrasTicket();
  told.at(zagreb('2026-11-17 17:50'), toMarko, PETRA);
  expect(legOf(told)).toMatchObject({ acceptBy: zagreb('2026-11-18 08:20') });
});

test('refusing a leg ends it when nobody else was asked; whoever asked is told and goes on answering', () => {
  const told = petrasTicket();
  told.at(TUESDAY, toMarko, PETRA);
  told.at(TUESDAY + MINUTE, { type: 'return_leg', legId: 1, reason: 'wrong_skill', messageId: 8 }, MARKO);
  expect(legOf(told)).toMatchObject({ status: 'ended', why: 'returned', returns: [{ by: MARKO }] });
  const returned = told.log.find(({ event }) => event.type === 'leg_returned')!;
  expect(react(returned, told.ticket)).toEqual([{ type: 'notify', personIds: [PETRA], kind: 'leg_returned' }]);
  expect(responsibleFor(told.ticket).personId).toBe(PETRA);
});

test('of a team that is asked one refuses, and another takes it', () => {
  const told = petrasTicket();
  told.at(TUESDAY, { ...toMarko, target: { type: 'team', teamId: BILLING } }, PETRA);
  expect(legOf(told)).toMatchObject({ told: [LEA, MARKO, IVANA] });
  told.at(TUESDAY, { type: 'return_leg', legId: 1, reason: 'no_time', messageId: null }, LEA);
  expect(refusal(told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, LEA))).toBe('not_told');
  expect(refusal(told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO))).toBeNull();
  expect(refusal(told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, IVANA))).toBe('already_acknowledged');
});

test('whoever is kept away from a ticket has no leg of it any more, nor is one offered to them', () => {
  const told = petrasTicket();
  told.at(TUESDAY, toMarko, PETRA);
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  told.at(TUESDAY + MINUTE, { type: 'exclude', personId: MARKO }, SANJA);
  expect(legOf(told)).toMatchObject({ status: 'offered', told: [IVANA] });
  expect(refusal(told.at(TUESDAY + MINUTE, toMarko, PETRA))).toBe('receiver_unknown');
});

test('solving a ticket ends its legs, and who had one is told', () => {
  const told = petrasTicket();
  told.at(TUESDAY, toMarko, PETRA);
  told.at(TUESDAY + MINUTE, { type: 'set_status', to: 'solved' }, PETRA);
  expect(legOf(told)).toMatchObject({ status: 'ended', why: 'withdrawn' });
  const ended = told.log.find(({ event }) => event.type === 'leg_ended')!;
  expect(react(ended, told.ticket)).toEqual([{ type: 'notify', personIds: [MARKO], kind: 'leg_ended' }]);
  expect(refusal(told.at(TUESDAY + HOUR, toMarko, PETRA))).toBe('ticket_solved');
});

test('each verb of a leg belongs to those it is for', () => {
  const told = petrasTicket();
  told.at(TUESDAY, toMarko, PETRA);
  const asks = (type: 'acknowledge_leg' | 'finish_leg' | 'withdraw_leg', by: number, legId = 1) =>
    refusal(told.at(TUESDAY, { type, legId }, by));
  expect(asks('acknowledge_leg', MARKO, 9)).toBe('leg_unknown');
  expect(asks('finish_leg', MARKO)).toBe('not_acknowledged');
  expect(asks('acknowledge_leg', MARKO)).toBeNull();
  expect(asks('finish_leg', PETRA)).toBe('not_holder');
  expect(asks('withdraw_leg', MARKO)).toBe('not_opener');
  expect(asks('withdraw_leg', PETRA)).toBeNull();
  expect(asks('finish_leg', MARKO)).toBe('leg_over');
});

test('a ticket has so many open legs at once and no more', () => {
  const told = petrasTicket();
  const opened = Array.from({ length: 9 }, () => refusal(told.at(TUESDAY, toMarko, PETRA)));
  expect(opened).toEqual([...Array.from({ length: 8 }, () => null), 'too_many_legs']);
});

test('a leg for somebody who does not work tickets, or for a manager one does not have, is refused', () => {
  const roster = [colleague(PETRA, 'agent', 1), colleague(MARKO, 'approver', 2)];
  const told = history(TUESDAY, { roster });
  expect(refusal(told.at(TUESDAY, toMarko, PETRA))).toBe('receiver_unknown');
  expect(refusal(told.at(TUESDAY, toManager, PETRA))).toBe('nobody_to_tell');
});
