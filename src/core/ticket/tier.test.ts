import { expect, test } from 'vitest';
import type { PersonId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import {
  BILLING,
  colleague,
  config,
  EVERYBODY,
  history,
  HOUR_TO_REPLY,
  IVANA,
  LEA,
  MARKO,
  PETRA,
  PUSHED,
  SANJA,
  zagreb,
  type History,
} from '#test/harness/core.ts';

const TUESDAY = zagreb('2026-11-17 09:00');
const ORDERS = 8;
/** Of the second tier, of another team. */
const TOM = 22;
const PEOPLE = [...EVERYBODY, colleague(TOM, 'specialist', 2, { teamIds: [ORDERS] })];

/** Petra of the front line has Ana's ticket. */
const held = (given: Parameters<typeof history>[1] = {}): History => history(TUESDAY, { roster: PEOPLE, ...given });

/** She has escalated it, and Marko of the second tier holds it. */
function acknowledged(given: Parameters<typeof history>[1] = {}): History {
  const told = held(given);
  told.at(TUESDAY, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  told.at(TUESDAY + MINUTE, { type: 'acknowledge', escalationId: 1 }, MARKO);
  return told;
}

const give = (assigneeId: PersonId | null) => ({ type: 'assign', assigneeId, teamId: null }) as const;

function handBack(told: History, to: number | null = null): void {
  const back = { type: 'hand_back', escalationId: 1, to, reason: 'can_be_done_below', messageId: null } as const;
  told.at(TUESDAY + HOUR, back, MARKO);
}

const moves = ({ log }: History) => log.flatMap(({ event }) => (event.type === 'tier_changed' ? [event] : []));
const without = (id: number, changes: Partial<RosterPerson>) =>
  PEOPLE.map((person) => (person.id === id ? { ...person, ...changes } : person));

test('a ticket that tier 2 acknowledged stands on tier 2 until somebody below has taken it back', () => {
  const told = held();
  expect(told.ticket.tier).toBe(1);
  told.at(TUESDAY, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  expect(told.ticket.tier).toBe(1);
  told.at(TUESDAY + MINUTE, { type: 'acknowledge', escalationId: 1 }, MARKO);
  expect(told.ticket.tier).toBe(2);
  handBack(told);
  expect(told.ticket.tier).toBe(2);
  told.at(TUESDAY + 2 * HOUR, { type: 'acknowledge_hand_back', escalationId: 1 }, PETRA);
  expect(told.ticket).toMatchObject({ tier: 1, assigneeId: PETRA });
  expect(moves(told)).toEqual([
    { type: 'tier_changed', from: 1, to: 2, personId: MARKO, why: 'acknowledged' },
    { type: 'tier_changed', from: 2, to: 1, personId: PETRA, why: 'let_go' },
  ]);
});

test('a climb that looks for somebody, and a colleague who went home, lower nothing', () => {
  const told = acknowledged();
  told.at(TUESDAY + MINUTE, { type: 'take_back', escalationId: 1 }, MARKO);
  expect(told.ticket).toMatchObject({ tier: 2, escalations: [{ status: 'climbing', told: [IVANA] }] });
  told.at(TUESDAY + MINUTE, { type: 'note', messageId: 7 }, PETRA);
  told.at(TUESDAY + MINUTE, give(LEA), IVANA);
  expect(told.ticket.tier).toBe(2);
  told.at(TUESDAY + MINUTE, { type: 'acknowledge', escalationId: 1 }, IVANA);
  expect(told.ticket.tier).toBe(3);
});

test('whoever ends the escalation gives it down to where it was assigned', () => {
  const told = acknowledged();
  told.at(TUESDAY + HOUR, { type: 'de_escalate', escalationId: 1, reason: 'answered', messageId: null }, MARKO);
  expect(told.ticket).toMatchObject({ tier: 1, assigneeId: PETRA });
});

test('given to somebody of another tier it stands there; from one to another of a tier it does not move', () => {
  const told = held();
  told.at(TUESDAY, give(LEA), IVANA);
  expect(moves(told)).toEqual([]);
  told.at(TUESDAY, give(MARKO), IVANA);
  expect(told.ticket).toMatchObject({ tier: 2, assignedTier: 2 });
  told.at(TUESDAY, give(null), MARKO);
  expect(told.ticket.tier).toBe(2);
  told.at(TUESDAY, give(SANJA), SANJA);
  expect(told.ticket.tier).toBe(2);
  told.at(TUESDAY, give(PETRA), SANJA);
  expect(told.ticket.tier).toBe(1);
  expect(moves(told).map(({ why, personId }) => [why, personId])).toEqual([
    ['assigned', MARKO],
    ['assigned', PETRA],
  ]);
});

test('what was taken by mistake, or moved, and is given back as it was stands where it stood', () => {
  const told = held({ routing: [PUSHED] });
  told.at(TUESDAY, give(MARKO), MARKO);
  expect(told.ticket.tier).toBe(2);
  told.at(TUESDAY, give(null), MARKO);
  expect(told.ticket).toMatchObject({ tier: 1, assigneeId: null });
  told.at(TUESDAY, give(MARKO), MARKO);
  told.at(TUESDAY, { type: 'move_to_team', teamId: ORDERS }, MARKO);
  told.at(TUESDAY, { ...give(MARKO), teamId: BILLING }, MARKO);
  expect(told.ticket.tier).toBe(2);
  told.at(TUESDAY, { type: 'note', messageId: 7 }, MARKO);
  told.at(TUESDAY, give(null), MARKO);
  expect(told.ticket.tier).toBe(2);
});

test('who refused a part and then takes the whole ticket takes it at their tier', () => {
  const told = held();
  const target = { type: 'person', personId: MARKO } as const;
  told.at(TUESDAY, { type: 'open_leg', direction: 'functional', target, reason: 'skill', messageId: null }, PETRA);
  told.at(TUESDAY, { type: 'return_leg', legId: 1, reason: 'no_time', messageId: null }, MARKO);
  told.at(TUESDAY, give(MARKO), MARKO);
  expect(told.ticket.tier).toBe(2);
});

test('whoever opens a ticket for a colleague of tier 2 opens it there', () => {
  const told = history(TUESDAY, { by: PETRA, open: { assigneeId: MARKO, openedBy: 'agent' } });
  expect(told.ticket).toMatchObject({ assigneeId: MARKO, tier: 2, assignedTier: 2 });
  expect(moves(told)).toEqual([]);
});

test('another team begins at its front line, and its specialist at theirs', () => {
  const told = held();
  told.at(TUESDAY, give(MARKO), IVANA);
  told.at(TUESDAY, { type: 'move_to_team', teamId: ORDERS }, MARKO);
  // the only one of the team is of the second tier: Belay's choice says who had time
  expect(told.ticket).toMatchObject({ teamId: ORDERS, assigneeId: TOM, tier: 1 });
  expect(moves(told).at(-1)).toMatchObject({ why: 'another_team', to: 1 });
  told.at(TUESDAY, { type: 'assign', assigneeId: MARKO, teamId: BILLING }, SANJA);
  expect(told.ticket).toMatchObject({ teamId: BILLING, tier: 2 });
});

test('a specialist who helps with a part does not move the ticket; a manager who takes it does', () => {
  const roster = PEOPLE.map((person) => ({ ...person, managerId: person.id === PETRA ? IVANA : null }));
  const told = held({ roster });
  const ask = { type: 'open_leg', reason: 'skill', messageId: null } as const;
  told.at(TUESDAY, { ...ask, direction: 'functional', target: { type: 'person', personId: MARKO } }, PETRA);
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 1 }, MARKO);
  expect(told.ticket.tier).toBe(1);
  told.at(TUESDAY, { ...ask, direction: 'hierarchical', target: { type: 'manager' } }, PETRA);
  told.at(TUESDAY, { type: 'acknowledge_leg', legId: 2 }, IVANA);
  expect(told.ticket.tier).toBe(3);
  told.at(TUESDAY + HOUR, { type: 'finish_leg', legId: 2 }, IVANA);
  expect(told.ticket.tier).toBe(1);
});

test('solved above, it stands there when the customer comes back, until somebody gives it down', () => {
  const told = acknowledged();
  told.at(TUESDAY + HOUR, { type: 'set_status', to: 'solved' }, MARKO);
  expect(told.ticket).toMatchObject({ tier: 2, escalations: [{ status: 'ended' }] });
  told.at(TUESDAY + 2 * HOUR, { type: 'set_status', to: 'open' }, PETRA);
  told.at(TUESDAY + 2 * HOUR, { type: 'note', messageId: 9 }, PETRA);
  expect(told.ticket).toMatchObject({ tier: 2, assigneeId: PETRA });
  told.at(TUESDAY + 3 * HOUR, give(LEA), PETRA);
  expect(told.ticket.tier).toBe(1);
});

test('given to a specialist while it is solved, it stands with them when the customer comes back', () => {
  const told = held();
  told.at(TUESDAY + HOUR, { type: 'set_status', to: 'solved' }, PETRA);
  told.at(TUESDAY + HOUR, give(MARKO), PETRA);
  told.at(TUESDAY + 2 * HOUR, { type: 'receive', messageId: 9, authorId: 1, kind: 'message' });
  expect(told.ticket).toMatchObject({ status: 'open', tier: 2, assigneeId: MARKO });
});

test('what an absent colleague of tier 2 holds goes to somebody of tier 2, else stays on tier 2 with whoever has time', () => {
  const away = { awayUntil: TUESDAY + 99 * HOUR, reachable: false };
  const other = colleague(23, 'specialist', 2, { openTickets: 9 });
  for (const [roster, to] of [
    [[...PEOPLE, other], other.id],
    [PEOPLE.filter(({ id }) => id !== IVANA), PETRA],
  ] as const) {
    const now = [...roster];
    const told = held({ roster: now });
    told.at(TUESDAY, give(MARKO), SANJA);
    now.splice(
      now.findIndex(({ id }) => id === MARKO),
      1,
      { ...without(MARKO, away)[2]! },
    );
    told.at(TUESDAY + HOUR, { type: 'recheck' });
    expect(told.ticket).toMatchObject({ assigneeId: to, tier: 2 });
  }
});

test('a team that pushes asks the people of the tier the ticket stands on', () => {
  const told = held({ routing: [PUSHED] });
  told.at(TUESDAY, give(MARKO), IVANA);
  told.at(TUESDAY, give(null), MARKO);
  told.at(TUESDAY, { type: 'offer' });
  expect(told.ticket.distribution).toMatchObject({ state: 'offered', to: MARKO });
});

test('each stay on a tier has an owner clock of its own; no clock of the customer hears of it', () => {
  const [first] = HOUR_TO_REPLY.targets;
  const owner = { ...first!, kind: 'owner' as const };
  const told = held({ config: config({ policy: { ...HOUR_TO_REPLY, targets: [first!, owner] } }) });
  const clocks = () => Object.fromEntries(told.ticket.clocks.map((each) => [each.kind, each]));
  const { first_reply: replied } = clocks();
  told.at(TUESDAY + MINUTE, give(LEA), IVANA);
  expect(clocks()['owner']).toMatchObject({ cycle: 1 });
  told.at(TUESDAY + MINUTE, give(MARKO), IVANA);
  expect(clocks()['owner']).toMatchObject({ cycle: 2, startedAt: TUESDAY + MINUTE });
  told.at(TUESDAY + MINUTE, { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  told.at(TUESDAY + 2 * MINUTE, { type: 'escalate', firing: 1, reason: 'skill', messageId: null }, PETRA);
  told.at(TUESDAY + 3 * MINUTE, { type: 'acknowledge', escalationId: 1 }, IVANA);
  // taken and moved in one instant: one stay
  expect(clocks()['owner']).toMatchObject({ cycle: 3, startedAt: TUESDAY + 3 * MINUTE });
  expect(clocks()['first_reply']).toEqual(replied);
});
