import { describe, expect, test } from 'vitest';
import type { RosterPerson } from '#core/people/roster.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import {
  ANA,
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

const FRIDAY = zagreb('2026-11-20 09:00');
const escalates = (firing: number | null = null) =>
  ({ type: 'escalate', firing, reason: 'skill', messageId: null }) as const;
const events = <Type extends TicketEvent['type']>(lived: History, type: Type) =>
  lived.log.flatMap(({ event }) => (event.type === type ? [event as Extract<TicketEvent, { type: Type }>] : []));
const away = (...gone: number[]): RosterPerson[] =>
  EVERYBODY.map((person) => (gone.includes(person.id) ? { ...person, reachable: false } : person));
const live = ({ ticket }: History) => ticket.escalations.find(({ status }) => status !== 'ended');

test('edge case 21: asleep for a weekend: one step at the look, dated where it was missed, and the wait counts from now', () => {
  const lived = history(FRIDAY);
  const monday = zagreb('2026-11-23 12:00');
  lived.tick(monday);
  expect(events(lived, 'target_breached')).toMatchObject([{ breachedAt: zagreb('2026-11-20 10:00') }]);
  expect(events(lived, 'step_reached')).toMatchObject([{ stepIndex: 0, late: true, nextAt: monday + 15 * MINUTE }]);
  // the warnings were overtaken by the breach
  expect(events(lived, 'target_at_risk')).toEqual([]);
  lived.tick(monday + MINUTE);
  expect(events(lived, 'step_reached')).toHaveLength(1);
});

describe('edge case 23', () => {
  test('somebody deactivated while they hold a step: the climb goes on to the next, as if they had given it up', () => {
    const people = EVERYBODY.map((person) => ({ ...person }));
    const lived = history(FRIDAY, { roster: people });
    lived.at(FRIDAY, escalates(), PETRA);
    lived.at(FRIDAY + MINUTE, { type: 'acknowledge', escalationId: 1 }, MARKO);
    const marko = people.find(({ id }) => id === MARKO)!;
    Object.assign(marko, { active: false, reachable: false });
    lived.at(FRIDAY + 2 * MINUTE, { type: 'recheck' });
    expect(events(lived, 'acknowledgement_lapsed')).toMatchObject([{ by: MARKO }]);
    expect(live(lived)).toMatchObject({ status: 'climbing', stepIndex: 1, told: [IVANA] });
  });

  test('somebody who alone is called and leaves before they answer: the next is called at once, not when the wait is over', () => {
    const people = EVERYBODY.map((person) => ({ ...person }));
    const lived = history(FRIDAY, { roster: people });
    lived.at(FRIDAY, escalates(), PETRA);
    expect(live(lived)).toMatchObject({ status: 'climbing', told: [MARKO] });
    Object.assign(
      people.find(({ id }) => id === MARKO)!,
      { active: false, reachable: false },
    );
    lived.at(FRIDAY + MINUTE, { type: 'recheck' });
    expect(events(lived, 'step_reached').at(-1)).toMatchObject({ stepIndex: 1, told: [IVANA], cause: 'called_left' });
  });

  test('one of two who are called leaves, or while all is quiet: who is left has the whole wait', () => {
    const people = [...EVERYBODY.map((person) => ({ ...person })), colleague(22, 'agent', 2)];
    const marko = people.find(({ id }) => id === MARKO)!;
    const [two, quiet] = [history(FRIDAY, { roster: people }), history(FRIDAY, { roster: people.slice(0, -1) })];
    for (const lived of [two, quiet]) lived.at(FRIDAY, escalates(), PETRA);
    quiet.at(FRIDAY, { type: 'silence', escalationId: 1, lengthMs: 20 * MINUTE }, IVANA);
    Object.assign(marko, { active: false, reachable: false });
    for (const lived of [two, quiet]) {
      lived.at(FRIDAY + MINUTE, { type: 'recheck' });
      expect(events(lived, 'step_reached')).toHaveLength(1);
    }
  });

  test.each([{ active: false }, { awayUntil: FRIDAY + 99 * HOUR }])(
    'who solved it and left: taken up again it is with somebody who is there (%o)',
    (left) => {
      const people = EVERYBODY.map((person) => ({ ...person }));
      const lived = history(FRIDAY, { roster: people });
      lived.at(FRIDAY, { type: 'set_status', to: 'solved' }, PETRA);
      Object.assign(
        people.find(({ id }) => id === PETRA)!,
        { reachable: false, ...left },
      );
      lived.at(FRIDAY + MINUTE, { type: 'recheck' });
      expect(lived.ticket.assigneeId).toBe(PETRA);
      lived.at(FRIDAY + HOUR, { type: 'receive', messageId: 2, authorId: ANA, kind: 'message' });
      expect(lived.ticket).toMatchObject({ status: 'open', assigneeId: LEA });
    },
  );

  test('what is handed back to somebody who leaves stays with its holder, who hears of it', () => {
    const people = EVERYBODY.map((person) => ({ ...person }));
    const lived = history(FRIDAY, { roster: people });
    lived.at(FRIDAY, escalates(), PETRA);
    lived.at(FRIDAY, { type: 'acknowledge', escalationId: 1 }, MARKO);
    lived.at(FRIDAY, { type: 'hand_back', escalationId: 1, to: LEA, reason: 'part_done', messageId: null }, MARKO);
    Object.assign(
      people.find(({ id }) => id === LEA)!,
      { active: false, reachable: false },
    );
    lived.at(FRIDAY + MINUTE, { type: 'recheck' });
    expect(events(lived, 'hand_back_withdrawn')).toEqual([{ type: 'hand_back_withdrawn', escalationId: 1, to: LEA }]);
    expect(live(lived)).toMatchObject({ status: 'acknowledged', by: MARKO, handBack: null });
  });

  test('a last resort of which everybody has left: whoever manages escalations is called, else an admin, and not nobody', () => {
    const gone = away(MARKO, IVANA).map((person) => (person.id === SANJA ? { ...person, active: false } : person));
    const [manager, admin] = [
      colleague(61, 'escalation_manager', null, { teamIds: [] }),
      colleague(62, 'admin', null, { teamIds: [] }),
    ];
    for (const [others, told] of [
      [[manager, admin], [61]],
      [[admin], [62]],
      // nobody at all: it is asked again until somebody is there
      [[], [SANJA]],
    ] as const) {
      const lived = history(FRIDAY, { roster: [...gone, ...others] });
      lived.at(FRIDAY, escalates(), PETRA);
      expect(events(lived, 'last_resort_reached')).toMatchObject([{ told }]);
      expect(live(lived)).toMatchObject({ status: 'last_resort', nextAt: FRIDAY + 20 * MINUTE });
    }
  });

  test('the only last resort can be kept away from no ticket', () => {
    const lived = history(FRIDAY);
    expect(lived.at(FRIDAY, { type: 'exclude', personId: SANJA }, IVANA)).toMatchObject({
      ok: false,
      refusal: 'last_resort_excluded',
    });
  });
});

test('edge case 24: everyone on leave: every step is passed over at once, and the last resort is told all the same, again and again', () => {
  const lived = history(FRIDAY, { roster: away(PETRA, LEA, MARKO, IVANA, SANJA) });
  lived.at(FRIDAY, escalates(), PETRA);
  expect(events(lived, 'step_skipped')).toMatchObject([
    { stepIndex: 0, why: 'nobody' },
    { stepIndex: 1, why: 'nobody' },
  ]);
  expect(events(lived, 'last_resort_reached')).toMatchObject([{ told: [SANJA], round: 1 }]);
  lived.tick(FRIDAY + 20 * MINUTE);
  expect(events(lived, 'last_resort_reached')).toMatchObject([{ round: 1 }, { round: 2, told: [SANJA] }]);
});

test('edge case 25: a step that would call whoever has the ticket already calls the next', () => {
  const roster = [...EVERYBODY.filter(({ id }) => id !== MARKO), colleague(MARKO, 'agent', 2)];
  const lived = history(FRIDAY, { roster });
  lived.at(FRIDAY, { type: 'assign', assigneeId: MARKO, teamId: 1 }, IVANA);
  lived.at(FRIDAY + MINUTE, escalates(), MARKO);
  expect(events(lived, 'step_reached')).toMatchObject([{ stepIndex: 1, told: [IVANA] }]);
  expect(events(lived, 'step_skipped')).toMatchObject([{ stepIndex: 0, why: 'nobody' }]);
});

test('edge case 26: a customer who asks for a manager inside an escalation adds a reason, and begins nothing anew', () => {
  const lived = history(FRIDAY);
  lived.at(FRIDAY, escalates(), PETRA);
  const waiting = live(lived);
  lived.at(FRIDAY + MINUTE, { type: 'signal', kind: 'asked_for_manager', evidence: [1], confidence: 1 });
  expect(events(lived, 'escalation_started')).toHaveLength(1);
  expect(events(lived, 'escalation_reason_added')).toMatchObject([{ trigger: { kind: 'asked_for_manager' } }]);
  expect(live(lived)).toMatchObject({ status: 'climbing', stepIndex: waiting?.stepIndex, firing: waiting?.firing });
  expect(live(lived)?.status === 'climbing' && live(lived)).toMatchObject({ nextAt: FRIDAY + 15 * MINUTE });
});
