import { expect, test } from 'vitest';
import { climbsAfter } from '#core/escalation/trigger.ts';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { react } from '#core/ticket/react.ts';
import { responsibleFor } from '#core/ticket/responsible.ts';
import {
  colleague,
  config,
  EVERYBODY,
  history,
  HOUR_TO_REPLY,
  IVANA,
  MARKO,
  PATH_OF_TWO,
  PETRA,
  SANJA,
  zagreb,
  type History,
} from '#test/harness/core.ts';

const named = <Type extends TicketEvent['type']>(events: TicketEvent[], type: Type) =>
  events.filter((event): event is Extract<TicketEvent, { type: Type }> => event.type === type);

/** Ticks at every due moment until `end`, as a sweep that is never late would. */
function liveUntil(told: History, end: number): TicketEvent[] {
  const seen: TicketEvent[] = [];
  for (let due = dueAt(told.ticket); due !== null && due <= end; due = dueAt(told.ticket)) {
    seen.push(...told.tick(due));
  }
  return seen;
}

test('a breach at 17:59 on Friday climbs to its second step on Monday at 8:14', () => {
  const told = history(zagreb('2026-11-20 16:59'));
  const seen = liveUntil(told, zagreb('2026-11-23 08:14'));
  expect(named(seen, 'target_breached')).toMatchObject([{ breachedAt: zagreb('2026-11-20 17:59') }]);
  expect(named(seen, 'step_reached')).toMatchObject([
    { stepIndex: 0, firing: 1, told: [MARKO], nextAt: zagreb('2026-11-23 08:14') },
    { stepIndex: 1, firing: 2, told: [IVANA], late: false },
  ]);
});

test('when the path is used up the last resort is told, and again, until somebody acknowledges', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  const seen = liveUntil(told, zagreb('2026-11-20 11:30'));
  expect(named(seen, 'last_resort_reached')).toMatchObject([
    { round: 1, told: [SANJA], nextAt: zagreb('2026-11-20 11:05') },
    { round: 2 },
    { round: 3 },
  ]);
  told.at(zagreb('2026-11-20 11:31'), { type: 'acknowledge', escalationId: 1 }, SANJA);
  expect(nextEvent(told.ticket)?.kind).toBe('first_reply');
  expect(responsibleFor(told.ticket)).toEqual({ personId: SANJA, because: 'acknowledged' });
});

test('a step that reaches nobody is skipped at once and said so', () => {
  const roster = EVERYBODY.map((person) => (person.id === MARKO ? { ...person, reachable: false } : person));
  const told = history(zagreb('2026-11-20 09:00'), { roster });
  const seen = told.tick(zagreb('2026-11-20 10:00') + 1);
  expect(named(seen, 'step_skipped')).toMatchObject([{ stepIndex: 0, why: 'nobody' }]);
  expect(named(seen, 'step_reached')).toMatchObject([{ stepIndex: 1, told: [IVANA] }]);
});

test('when every step reaches nobody the last resort is told at once, even when away', () => {
  const roster = EVERYBODY.map((person) => ({ ...person, reachable: false }));
  const told = history(zagreb('2026-11-20 09:00'), { roster });
  const seen = told.tick(zagreb('2026-11-20 10:00') + 1);
  expect(named(seen, 'step_skipped')).toHaveLength(2);
  expect(named(seen, 'last_resort_reached')).toMatchObject([{ told: [SANJA], round: 1 }]);
});

test('a path that repeats is climbed again before the last resort', () => {
  const path = { ...PATH_OF_TWO, repeat: 1 };
  const told = history(zagreb('2026-11-20 09:00'), { config: config({ path }) });
  const seen = liveUntil(told, zagreb('2026-11-20 11:30'));
  expect(named(seen, 'step_reached').map(({ stepIndex, loop }) => [loop, stepIndex])).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  expect(named(seen, 'last_resort_reached')).toHaveLength(1);
});

test('after a weekend asleep an overdue climb moves one step, marked late, and waits again', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.tick(zagreb('2026-11-20 10:00') + 1);
  const seen = told.tick(zagreb('2026-11-23 09:00'));
  expect(named(seen, 'step_reached')).toMatchObject([{ stepIndex: 1, late: true, nextAt: zagreb('2026-11-23 09:30') }]);
});

test('an acknowledgement stops the steps but not the customer’s clock', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.tick(zagreb('2026-11-20 10:00') + 1);
  const clock = told.ticket.clocks[0];
  told.at(zagreb('2026-11-20 10:05'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  expect(told.ticket.clocks[0]).toEqual(clock);
  expect(dueAt(told.ticket)).toBe(zagreb('2026-11-20 10:50'));
  expect(told.at(zagreb('2026-11-20 10:06'), { type: 'acknowledge', escalationId: 1 }, IVANA)).toMatchObject({
    refusal: 'already_acknowledged',
    details: { by: MARKO },
  });
});

test('an acknowledgement is a loan: reminded, then lapsed, then the climb goes on', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.tick(zagreb('2026-11-20 10:00') + 1);
  told.at(zagreb('2026-11-20 10:05'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  const seen = liveUntil(told, zagreb('2026-11-20 11:05'));
  expect(named(seen, 'acknowledgement_reminded')).toHaveLength(1);
  expect(named(seen, 'acknowledgement_lapsed')).toMatchObject([{ by: MARKO }]);
  expect(named(seen, 'step_reached')).toMatchObject([
    { stepIndex: 1, told: [IVANA], cause: 'acknowledgement_lapsed', nextAt: zagreb('2026-11-20 11:35') },
  ]);
});

test('a loan taken at 17:30 on Friday does not lapse over the weekend', () => {
  const told = history(zagreb('2026-11-20 16:00'));
  told.tick(zagreb('2026-11-20 17:00') + 1);
  told.at(zagreb('2026-11-20 17:30'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  expect(told.ticket.escalations[0]).toMatchObject({
    remindAt: zagreb('2026-11-23 08:15'),
    confirmBy: zagreb('2026-11-23 08:30'),
  });
});

test('visible work by the holder renews the loan; work by another does not', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.tick(zagreb('2026-11-20 10:00') + 1);
  told.at(zagreb('2026-11-20 10:05'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  told.at(zagreb('2026-11-20 10:40'), { type: 'note', messageId: 5 }, PETRA);
  expect(dueAt(told.ticket)).toBe(zagreb('2026-11-20 10:50'));
  told.at(zagreb('2026-11-20 10:45'), { type: 'note', messageId: 6 }, MARKO);
  expect(dueAt(told.ticket)).toBe(zagreb('2026-11-20 11:30'));
  expect(told.at(zagreb('2026-11-20 10:46'), { type: 'confirm', escalationId: 1 }, PETRA)).toMatchObject({
    refusal: 'not_holder',
  });
});

test('a person escalates with the firing they saw; the second of two at once is told it moved already', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  const press = { type: 'escalate', reason: 'authority', messageId: null } as const;
  const seen = told.at(zagreb('2026-11-20 09:10'), { ...press, firing: null }, PETRA);
  expect(seen).toMatchObject({ ok: true });
  expect(told.ticket.escalations[0]).toMatchObject({ status: 'climbing', stepIndex: 0, firing: 1 });
  expect(told.at(zagreb('2026-11-20 09:10'), { ...press, firing: null }, MARKO)).toMatchObject({
    refusal: 'already_escalated',
    details: { firing: 1 },
  });
  told.at(zagreb('2026-11-20 09:12'), { ...press, firing: 1 }, MARKO);
  expect(told.ticket.escalations[0]).toMatchObject({ stepIndex: 1, firing: 2, told: [IVANA] });
});

test('a breach joins the live climb as a further reason and does not restart it', () => {
  const told = history(zagreb('2026-11-20 09:50'));
  const press = { type: 'escalate', reason: 'skill', messageId: null, firing: null } as const;
  told.at(zagreb('2026-11-20 10:40'), press, PETRA);
  told.tick(zagreb('2026-11-20 10:50') + 1);
  expect(told.ticket.escalations).toHaveLength(1);
  expect(told.ticket.escalations[0]).toMatchObject({ stepIndex: 0, firing: 1 });
  expect(told.ticket.escalations[0]?.reasons.map(({ trigger }) => trigger.type)).toEqual(['request', 'breach']);
});

test('solving ends the escalation and keeps why', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.tick(zagreb('2026-11-20 10:00') + 1);
  told.at(zagreb('2026-11-20 10:10'), { type: 'set_status', to: 'solved' }, MARKO);
  expect(told.ticket.escalations[0]).toMatchObject({ status: 'ended', why: 'solved' });
  const press = { type: 'escalate', reason: 'skill', messageId: null, firing: null } as const;
  expect(told.at(zagreb('2026-11-20 10:11'), press, PETRA)).toMatchObject({ refusal: 'ticket_solved' });
});

test('editing a path never moves a running climb: it carries the version it began with', () => {
  // What would be begun on now has one step; the climb that runs has two.
  const edited = { ...PATH_OF_TWO, versionId: 999, steps: PATH_OF_TWO.steps.slice(0, 1) };
  let published = PATH_OF_TWO;
  const told = history(zagreb('2026-11-20 09:00'), {
    config: {
      ...config(),
      policy: () => ({ ...HOUR_TO_REPLY, pathVersionId: published.versionId }),
      path: (id) => (id === edited.versionId ? edited : PATH_OF_TWO),
    },
  });
  told.tick(zagreb('2026-11-20 10:00') + 1);
  published = edited;
  const seen = told.tick(zagreb('2026-11-20 10:15'));
  expect(named(seen, 'step_reached')).toMatchObject([{ escalationId: 1, stepIndex: 1, told: [IVANA] }]);
});

test('a new ticket goes to the least loaded front-line agent, then to the one who waited longest', () => {
  const busy = colleague(PETRA, 'agent', 1, { openTickets: 2, lastAssignedAt: 50 });
  const rested = colleague(12, 'agent', 1, { openTickets: 2, lastAssignedAt: 10 });
  const free = colleague(MARKO, 'agent', 2);
  expect(history(zagreb('2026-11-20 09:00'), { roster: [busy, rested, free] }).ticket.assigneeId).toBe(12);
  const away = { ...rested, reachable: false };
  expect(history(zagreb('2026-11-20 09:00'), { roster: [busy, away, free] }).ticket.assigneeId).toBe(PETRA);
});

test('a missed ticket that is solved and reopened climbs again, from the step it had reached', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  liveUntil(told, zagreb('2026-11-20 10:15'));
  told.at(zagreb('2026-11-20 10:20'), { type: 'set_status', to: 'solved' }, MARKO);
  const reopened = told.at(zagreb('2026-11-20 10:30'), { type: 'receive', messageId: 9, authorId: 1, kind: 'message' });
  const events = reopened.ok ? reopened.events : [];
  expect(named(events, 'escalation_started')).toMatchObject([{ escalationId: 2, trigger: { type: 'breach' } }]);
  expect(named(events, 'step_reached')).toMatchObject([{ escalationId: 2, stepIndex: 1, told: [IVANA] }]);
  expect(dueAt(told.ticket)).toBe(zagreb('2026-11-20 11:00'));
});

test('what is announced before a raise is where it goes on: above a live climb, at the step an ended one had reached', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  const path = PATH_OF_TWO.versionId;
  expect(climbsAfter(told.ticket, path)).toBeNull();
  liveUntil(told, zagreb('2026-11-20 10:15'));
  expect(climbsAfter(told.ticket, path)).toBe(1);
  told.at(zagreb('2026-11-20 10:20'), { type: 'set_status', to: 'solved' }, MARKO);
  expect(climbsAfter(told.ticket, path)).toBe(0);
});

test('a step that would only reach the one who asks, or the assignee, is passed over', () => {
  const press = { type: 'escalate', reason: 'authority', messageId: null, firing: null } as const;
  const asked = history(zagreb('2026-11-20 09:00'));
  asked.at(zagreb('2026-11-20 09:10'), press, MARKO);
  expect(asked.ticket.escalations[0]).toMatchObject({ stepIndex: 1, told: [IVANA] });
  const owned = history(zagreb('2026-11-20 09:00'));
  owned.at(zagreb('2026-11-20 09:05'), { type: 'assign', assigneeId: MARKO, teamId: null }, PETRA);
  owned.tick(zagreb('2026-11-20 10:00') + 1);
  expect(owned.ticket.escalations[0]).toMatchObject({ stepIndex: 1, told: [IVANA] });
});

test('when Belay looks fourteen minutes late, the one who is told still has the whole wait', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  const seen = told.tick(zagreb('2026-11-20 10:14'));
  expect(named(seen, 'step_reached')).toMatchObject([{ nextAt: zagreb('2026-11-20 10:29'), late: true }]);
});

test('a loan found lapsed hours later goes on late, and counts from now', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.tick(zagreb('2026-11-20 10:00') + 1);
  told.at(zagreb('2026-11-20 10:05'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  const seen = told.tick(zagreb('2026-11-20 16:00'));
  expect(named(seen, 'step_reached')).toMatchObject([{ late: true, nextAt: zagreb('2026-11-20 16:30') }]);
});

test('raising a ticket that somebody holds tells the holder', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.tick(zagreb('2026-11-20 10:00') + 1);
  told.at(zagreb('2026-11-20 10:05'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  const before = { ticket: told.ticket, length: told.log.length };
  const press = { type: 'escalate', reason: 'authority', messageId: null, firing: 1 } as const;
  told.at(zagreb('2026-11-20 10:06'), press, PETRA);
  let ticket = before.ticket;
  const effects = told.log.slice(before.length).flatMap((logged) => {
    ticket = evolve(ticket, logged.event, logged.at);
    return react(logged, ticket);
  });
  expect(effects).toContainEqual({ type: 'notify', personIds: [MARKO], kind: 'escalation_reason_added' });
});

test('the last resort is told even when it was the last resort that asked', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  liveUntil(told, zagreb('2026-11-20 10:15'));
  const press = { type: 'escalate', reason: 'authority', messageId: null, firing: 2 } as const;
  told.at(zagreb('2026-11-20 10:20'), press, SANJA);
  const last = told.log.at(-1)!;
  expect(last.event).toMatchObject({ type: 'last_resort_reached', told: [SANJA] });
  expect(react(last, told.ticket)).toContainEqual({ type: 'notify', personIds: [SANJA], kind: 'last_resort_reached' });
});
