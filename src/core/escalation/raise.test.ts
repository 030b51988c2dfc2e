import { expect, test } from 'vitest';
import type { Step } from '#core/escalation/path.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { react } from '#core/ticket/react.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { MINUTE } from '#core/time.ts';
import {
  config,
  EVERYBODY,
  BILLING,
  history,
  IVANA,
  LEA,
  MARKO,
  PATH_OF_TWO,
  PETRA,
  SANJA,
  zagreb,
} from '#test/harness/core.ts';

const MORNING = zagreb('2026-11-20 09:00');
const press = { type: 'escalate', firing: null, reason: 'skill', messageId: null } as const;
const [SPECIALIST, LEAD] = PATH_OF_TWO.steps as [Step, Step];
const MANAGER: Step = { ...LEAD, id: 'manager', targets: [{ type: 'person', personId: LEA }] };

const pathWith = (...steps: Step[]) => config({ path: { ...PATH_OF_TWO, steps } });
const steps = (events: TicketEvent[]) =>
  events.flatMap((event) => (event.type === 'step_reached' ? [{ to: event.stepIndex, why: event.cause }] : []));
const eventsOf = (decision: ReturnType<ReturnType<typeof history>['at']>) => (decision.ok ? decision.events : []);
/** Who is told of a further reason that takes the climb from nobody. */
const toldOf = (told: ReturnType<typeof history>, events: TicketEvent[]) =>
  events.flatMap((event) =>
    react({ seq: told.ticket.seq, at: MORNING, actorId: null, version: 1, event }, told.ticket).flatMap((effect) =>
      effect.type === 'notify' && effect.kind === 'reason_noticed' ? effect.personIds : [],
    ),
  );
const signal = (kind: 'legal_threat' | 'complaint' | 'asked_for_manager'): TicketCommand => ({
  type: 'signal',
  kind,
  evidence: [1],
  confidence: 0.9,
});

test('a threat to sue raises the climb to the step that waits for it, and never lowers it', () => {
  const lawyers: Step = { ...MANAGER, calledOn: [{ type: 'signal', kind: 'legal_threat' }] };
  const told = history(MORNING, { config: pathWith(SPECIALIST, LEAD, lawyers) });
  told.at(MORNING, press, PETRA);
  expect(steps(eventsOf(told.at(MORNING, signal('complaint'))))).toEqual([]);
  expect(steps(eventsOf(told.at(MORNING, signal('legal_threat'))))).toEqual([{ to: 2, why: 'raised' }]);
  expect(steps(eventsOf(told.at(MORNING, signal('legal_threat'))))).toEqual([]);
  expect(told.ticket.escalations).toHaveLength(1);
  expect(told.ticket.escalations[0]?.reasons).toHaveLength(4);
});

test('what begins with a reason that a higher step waits for begins there', () => {
  const boss: Step = { ...LEAD, calledOn: [{ type: 'request', reason: 'asked_for_manager' }] };
  const told = history(MORNING, { config: pathWith(SPECIALIST, boss) });
  told.at(MORNING, { ...press, reason: 'asked_for_manager' }, PETRA);
  expect(told.ticket.escalations[0]).toMatchObject({ stepIndex: 1, told: [IVANA], firing: 1 });
});

test('a person whose reason calls a higher step moves the climb once, not twice', () => {
  const boss: Step = { ...LEAD, calledOn: [{ type: 'request', reason: 'asked_for_manager' }] };
  const told = history(MORNING, { config: pathWith(SPECIALIST, boss, MANAGER) });
  told.at(MORNING, press, PETRA);
  const seen = eventsOf(told.at(MORNING, { ...press, firing: 1, reason: 'asked_for_manager' }, PETRA));
  expect(steps(seen)).toEqual([{ to: 1, why: 'raised' }]);
});

test('who holds it keeps it when a reason calls a higher step; they learn of it', () => {
  const lawyers: Step = { ...LEAD, calledOn: [{ type: 'signal', kind: 'legal_threat' }] };
  const told = history(MORNING, { config: pathWith(SPECIALIST, lawyers) });
  told.at(MORNING, press, PETRA);
  told.at(MORNING, { type: 'acknowledge', escalationId: 1 }, MARKO);
  expect(toldOf(told, eventsOf(told.at(MORNING, signal('legal_threat'))))).toEqual([MARKO]);
  expect(told.ticket.escalations[0]).toMatchObject({ status: 'acknowledged', by: MARKO });
});

test('who keeps a climb silent learns of what is noticed meanwhile, once', () => {
  const told = history(MORNING, { config: pathWith(SPECIALIST, LEAD) });
  told.at(MORNING, { type: 'assign', assigneeId: PETRA, teamId: BILLING }, IVANA);
  told.at(MORNING, press, PETRA);
  told.at(MORNING, { type: 'silence', escalationId: 1, lengthMs: 30 * MINUTE }, IVANA);
  expect(toldOf(told, eventsOf(told.at(MORNING, signal('asked_for_manager'))))).toEqual([IVANA, PETRA]);
  // a target that is at risk has told them by itself
  expect(toldOf(told, told.tick(MORNING + 30 * MINUTE))).toEqual([]);
});

test('at four fifths of the target the lead is called although nothing is missed yet', () => {
  const early: Step = { ...LEAD, calledOn: [{ type: 'at_risk', percent: 80 }] };
  const told = history(MORNING, { config: pathWith(SPECIALIST, early) });
  expect(steps(told.tick(MORNING + 30 * MINUTE))).toEqual([]);
  expect(steps(told.tick(MORNING + 48 * MINUTE))).toEqual([{ to: 1, why: 'trigger' }]);
  expect(told.ticket.escalations[0]?.reasons).toMatchObject([{ trigger: { type: 'signal', kind: 'about_to_breach' } }]);
});

test('a third reason, and the requester who writes again, raise it', () => {
  const third: Step = { ...LEAD, calledOn: [{ type: 'reasons', count: 3 }] };
  const again: Step = { ...MANAGER, calledOn: [{ type: 'customer_wrote' }] };
  const told = history(MORNING, { config: pathWith(SPECIALIST, third, again) });
  told.at(MORNING, press, PETRA);
  told.at(MORNING, signal('complaint'));
  expect(steps(eventsOf(told.at(MORNING, signal('complaint'))))).toEqual([{ to: 1, why: 'raised' }]);
  const message = { type: 'receive', messageId: 7, authorId: 1, kind: 'message' } as const;
  expect(steps(eventsOf(told.at(MORNING, { ...message, kind: 'auto_reply' })))).toEqual([]);
  expect(steps(eventsOf(told.at(MORNING, message)))).toEqual([{ to: 2, why: 'raised' }]);
});

test('time passes a guarded step over; a person calls it by saying so twice', () => {
  const guarded: Step = { ...LEAD, guarded: true };
  const told = history(MORNING, { config: pathWith(SPECIALIST, guarded) });
  told.at(MORNING, press, PETRA);
  expect(told.at(MORNING, { ...press, firing: 1 }, PETRA)).toMatchObject({ ok: false, refusal: 'step_guarded' });
  expect(told.tick(MORNING + 15 * MINUTE)).toMatchObject([
    { type: 'step_skipped', why: 'guarded' },
    { type: 'last_resort_reached', told: [SANJA] },
  ]);
  const other = history(MORNING, { config: pathWith(SPECIALIST, guarded) });
  other.at(MORNING, press, PETRA);
  other.at(MORNING, { ...press, firing: 1, confirmed: true }, PETRA);
  expect(other.ticket.escalations[0]).toMatchObject({ stepIndex: 1, told: [IVANA] });
});

test('where nobody of a step can be reached its fallback is called before the step is passed over', () => {
  const backed: Step = { ...SPECIALIST, fallback: [{ type: 'person', personId: LEA }] };
  const roster = EVERYBODY.map((person) => (person.id === MARKO ? { ...person, reachable: false } : person));
  const told = history(MORNING, { config: pathWith(backed, LEAD), roster });
  told.at(MORNING, press, PETRA);
  expect(told.ticket.escalations[0]).toMatchObject({ stepIndex: 0, told: [LEA] });
});

test('a step in its quiet hours is waited for; a person may call it all the same', () => {
  const evening = zagreb('2026-11-20 17:50');
  const quiet: Step = { ...LEAD, quietHours: { from: 18 * 60, to: 7 * 60 } };
  const wall: Step = { ...SPECIALIST, waitIn: 'wall' };
  const told = history(evening, { config: pathWith(wall, quiet) });
  told.at(evening, press, PETRA);
  const seen = told.tick(evening + 15 * MINUTE);
  expect(seen).toMatchObject([{ type: 'step_held', stepIndex: 1, until: zagreb('2026-11-21 07:00') }]);
  expect(told.ticket.escalations[0]).toMatchObject({ stepIndex: 0, told: [MARKO], firing: 1 });
  expect(steps(told.tick(zagreb('2026-11-21 07:00')))).toEqual([{ to: 1, why: 'waited' }]);
  const asked = history(evening, { config: pathWith(wall, quiet) });
  asked.at(evening, press, PETRA);
  asked.at(evening + 20 * MINUTE, { ...press, firing: 1 }, PETRA);
  expect(asked.ticket.escalations[0]).toMatchObject({ stepIndex: 1, told: [IVANA] });
});

test('what was handed back three times stays above', () => {
  const told = history(MORNING);
  for (let id = 1; id <= 4; id += 1) {
    told.at(MORNING, press, PETRA);
    const by = told.ticket.escalations.at(-1)?.told[0] ?? MARKO;
    told.at(MORNING, { type: 'acknowledge', escalationId: id }, by);
    const back = { type: 'hand_back', escalationId: id, to: PETRA, reason: 'part_done', messageId: null } as const;
    const offered = told.at(MORNING, back, by);
    expect(offered.ok ? 'offered' : offered.refusal).toBe(id === 4 ? 'handed_back_often' : 'offered');
    told.at(MORNING, { type: 'acknowledge_hand_back', escalationId: id }, PETRA);
  }
});

test('time moves a climb by one step a look; a reason is no timer, and may call its step in the same look', () => {
  const boss: Step = { ...LEAD, calledOn: [{ type: 'signal', kind: 'silence' }] };
  const path = { ...PATH_OF_TWO, steps: [SPECIALIST, boss, MANAGER], signals: { silenceMs: 120 * MINUTE } };
  const told = history(MORNING, { config: config({ path }) });
  told.at(MORNING, { type: 'receive', messageId: 2, authorId: 1, kind: 'message' });
  // nobody looked for eight hours: the target was missed at ten, and the customer has heard nothing since nine
  const late = told.tick(MORNING + 480 * MINUTE);
  expect(steps(late)).toEqual([
    { to: 0, why: 'trigger' },
    { to: 1, why: 'raised' },
  ]);
  expect(told.ticket.escalations).toMatchObject([{ told: [IVANA], nextAt: MORNING + 510 * MINUTE }]);
  expect(steps(told.tick(MORNING + 509 * MINUTE))).toEqual([]);
});
