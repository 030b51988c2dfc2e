import { expect, test } from 'vitest';
import type { Trigger } from '#core/escalation/escalation.ts';
import type { Path } from '#core/escalation/path.ts';
import type { SignalRules } from '#core/signal/rules.ts';
import { dueAt } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE, type Instant } from '#core/time.ts';
import {
  ANA,
  colleague,
  config,
  EVERYBODY,
  history,
  HOUR_TO_REPLY,
  IVANA,
  LEA,
  MARKO,
  PATH_OF_TWO,
  PETRA,
  SANJA,
  zagreb,
  type History,
} from '#test/harness/core.ts';

/** A ticket that owes nobody an answer by any clock, on a path that notices this. */
function opened(signals: SignalRules, roster = EVERYBODY, path: Partial<Path> = {}): History {
  const policy = { ...HOUR_TO_REPLY, targets: [] };
  return history(zagreb('2026-11-20 09:00'), {
    config: config({ policy, path: { ...PATH_OF_TWO, ...path, signals } }),
    roster,
  });
}
const writes = (told: History, at: Instant, messageId: number, kind: 'message' | 'auto_reply' | 'bounce' = 'message') =>
  told.at(at, { type: 'receive', messageId, authorId: ANA, kind });
const answers = (told: History, at: Instant, messageId: number): void => {
  told.at(at, { type: 'reply', messageId }, PETRA);
  told.at(at, { type: 'accept_reply', messageId, authorId: PETRA });
};
const reasons = ({ ticket }: History): Trigger[] =>
  ticket.escalations.flatMap((each) => each.reasons.map(({ trigger }) => trigger));
const kinds = (told: History): string[] =>
  reasons(told).map((trigger) => (trigger.type === 'signal' ? trigger.kind : trigger.type));
const replayed = ({ log }: History): Ticket | null =>
  log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);

test('what no path asks for is not noticed, and leaves nothing in the log', () => {
  const told = opened({});
  for (const minute of [1, 2, 3, 4]) writes(told, zagreb('2026-11-20 09:00') + minute * MINUTE, 1 + minute);
  told.at(zagreb('2026-11-20 10:00'), { type: 'set_status', to: 'solved' }, PETRA);
  writes(told, zagreb('2026-11-20 10:30'), 9);
  expect(told.ticket.escalations).toEqual([]);
  expect(told.log.filter(({ event }) => event.type === 'watch_moved')).toEqual([]);
});

test('three messages in an hour without an answer are a reason to climb, once until somebody answers', () => {
  const told = opened({ repeatedContact: { messages: 3, withinMs: HOUR } });
  writes(told, zagreb('2026-11-20 09:20'), 2);
  writes(told, zagreb('2026-11-20 10:10'), 3);
  expect(reasons(told)).toEqual([]);
  writes(told, zagreb('2026-11-20 10:20'), 4);
  expect(reasons(told)).toEqual([
    {
      type: 'signal',
      kind: 'repeated_contact',
      evidence: [2, 3, 4],
      confidence: 1,
      counted: { count: 3, limit: 3, withinMs: HOUR },
    },
  ]);
  writes(told, zagreb('2026-11-20 10:21'), 5);
  expect(kinds(told)).toHaveLength(1);
  answers(told, zagreb('2026-11-20 10:25'), 6);
  for (const minute of [1, 2, 3]) writes(told, zagreb('2026-11-20 10:30') + minute * MINUTE, 6 + minute);
  expect(kinds(told)).toEqual(['repeated_contact', 'repeated_contact']);
});

test('what machines write counts for nothing: a loop of automatic replies and bounces calls nobody', () => {
  const told = opened({ repeatedContact: { messages: 2, withinMs: HOUR }, reopens: 1, undeliverable: true });
  told.at(zagreb('2026-11-20 09:10'), { type: 'set_status', to: 'solved' }, PETRA);
  for (let message = 2; message < 60; message += 1) {
    writes(told, zagreb('2026-11-20 09:10') + message * MINUTE, message, message % 2 === 0 ? 'auto_reply' : 'bounce');
  }
  expect(told.ticket).toMatchObject({ status: 'solved', escalations: [] });
  expect(told.ticket.watch).toMatchObject({ reopens: 0, unanswered: [{ messageId: 1 }] });
});

test('the second reopening by its customer climbs; one by a colleague is not counted', () => {
  const told = opened({ reopens: 2 });
  const solves = (at: string): void => void told.at(zagreb(at), { type: 'set_status', to: 'solved' }, PETRA);
  solves('2026-11-20 09:10');
  writes(told, zagreb('2026-11-20 09:20'), 2);
  solves('2026-11-20 09:30');
  told.at(zagreb('2026-11-20 09:40'), { type: 'set_status', to: 'open' }, PETRA);
  expect(kinds(told)).toEqual([]);
  solves('2026-11-20 09:50');
  writes(told, zagreb('2026-11-20 10:00'), 3);
  expect(reasons(told)).toMatchObject([{ kind: 'reopened_often', counted: { count: 2, limit: 2 } }]);
});

test('four working hours in which the customer hears nothing are a silence; nights and their own turn are not counted', () => {
  const told = opened({ silenceMs: 4 * HOUR });
  answers(told, zagreb('2026-11-20 12:30'), 2);
  answers(told, zagreb('2026-11-20 16:00'), 12);
  expect(told.ticket.watch.silentAt).toBe(zagreb('2026-11-23 10:00'));
  told.at(zagreb('2026-11-20 17:00'), { type: 'set_status', to: 'waiting_on_customer' }, PETRA);
  expect(told.ticket.watch.silentAt).toBeNull();
  writes(told, zagreb('2026-11-23 09:00'), 3);
  expect(told.ticket.watch.silentAt).toBe(zagreb('2026-11-23 13:00'));
  // a note is no word to them
  told.at(zagreb('2026-11-23 12:00'), { type: 'note', messageId: 4 }, PETRA);
  told.tick(zagreb('2026-11-23 13:00') - 1);
  expect(kinds(told)).toEqual([]);
  expect(dueAt(told.ticket)).toBe(zagreb('2026-11-23 13:00'));
  told.tick(zagreb('2026-11-23 13:00'));
  expect(reasons(told)).toMatchObject([{ kind: 'silence', counted: { count: 4 * HOUR, limit: 4 * HOUR } }]);
  expect(told.ticket.watch.silentAt).toBeNull();
  answers(told, zagreb('2026-11-23 14:00'), 5);
  expect(told.ticket.watch.silentAt).toBe(zagreb('2026-11-23 18:00'));
});

test('a solved ticket has no silence', () => {
  const told = opened({ silenceMs: HOUR });
  told.at(zagreb('2026-11-20 09:30'), { type: 'set_status', to: 'solved' }, PETRA);
  told.tick(zagreb('2026-11-20 17:00'));
  expect(kinds(told)).toEqual([]);
});

test('a reply that could not be delivered climbs at once, with the reply as its evidence', () => {
  const told = opened({ undeliverable: true });
  told.at(zagreb('2026-11-20 09:10'), { type: 'reply', messageId: 2 }, PETRA);
  told.at(zagreb('2026-11-20 09:11'), { type: 'fail_reply', messageId: 2, authorId: PETRA, code: '550' });
  expect(reasons(told)).toMatchObject([{ kind: 'undeliverable', evidence: [2] }]);
  told.at(zagreb('2026-11-20 09:12'), { type: 'reply', messageId: 3 }, PETRA);
  told.at(zagreb('2026-11-20 09:13'), { type: 'fail_reply', messageId: 3, authorId: PETRA, code: '550' });
  expect(kinds(told)).toHaveLength(1);
  answers(told, zagreb('2026-11-20 09:20'), 4);
  told.at(zagreb('2026-11-20 09:30'), { type: 'retract_reply', messageId: 4, authorId: PETRA, code: '550' });
  expect(kinds(told)).toEqual(['undeliverable', 'undeliverable']);
});

test('work of somebody absent climbs when nobody is there to have it, and does not when somebody is', () => {
  const away = { awayUntil: zagreb('2026-12-01 08:00'), reachable: false };
  const marko = colleague(MARKO, 'agent', 2, away);
  const sanja = colleague(SANJA, 'escalation_manager', null, { teamIds: [] });
  for (const [lea, expected] of [
    [{}, []],
    [away, ['assignee_absent']],
  ] as const) {
    const roster = [colleague(PETRA, 'agent', 1), colleague(LEA, 'agent', 1, lea), marko, sanja];
    const told = opened({ assigneeAbsent: true }, roster);
    told.at(zagreb('2026-11-20 09:05'), { type: 'assign', assigneeId: PETRA, teamId: 1 }, LEA);
    Object.assign(roster[0]!, away);
    told.at(zagreb('2026-11-20 09:10'), { type: 'recheck' });
    expect(kinds(told)).toEqual(expected);
  }
});

test('a promise of which most has passed is noticed before it breaks, once', () => {
  const steps = PATH_OF_TWO.steps.map((step, index) =>
    index === 0 ? { ...step, promise: { stage: 'specialist' as const, doWithinMs: 85 * MINUTE } } : step,
  );
  const told = opened({ promiseAtRiskPercent: 75 }, EVERYBODY, { steps });
  told.at(zagreb('2026-11-20 09:00'), { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  told.at(zagreb('2026-11-20 09:05'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  expect(told.ticket.promises).toMatchObject([{ dueAt: zagreb('2026-11-20 10:40') }]);
  expect(told.ticket.watch.promiseRiskAt).toBe(zagreb('2026-11-20 10:15'));
  told.tick(zagreb('2026-11-20 10:15'));
  expect(kinds(told)).toEqual(['request', 'promise_at_risk']);
  told.tick(zagreb('2026-11-20 10:30'));
  expect(kinds(told)).toHaveLength(2);
  expect(told.ticket.watch.promiseRiskAt).toBeNull();
});

test('a promise that was kept is at no risk', () => {
  const steps = PATH_OF_TWO.steps.map((step) => ({
    ...step,
    promise: { stage: 'specialist' as const, doWithinMs: HOUR },
  }));
  const told = opened({ promiseAtRiskPercent: 50 }, EVERYBODY, { steps });
  told.at(zagreb('2026-11-20 09:00'), { type: 'escalate', firing: null, reason: 'skill', messageId: null }, PETRA);
  told.at(zagreb('2026-11-20 09:05'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  answers(told, zagreb('2026-11-20 09:10'), 2);
  told.tick(zagreb('2026-11-20 11:00'));
  expect(kinds(told)).toEqual(['request']);
});

test('a further signal joins the live climb, raises it where a step waits for it, and never restarts it', () => {
  const steps = PATH_OF_TWO.steps.map((step, index) =>
    index === 1 ? { ...step, calledOn: [{ type: 'signal' as const, kind: 'repeated_contact' as const }] } : step,
  );
  const told = opened({ reopens: 1, repeatedContact: { messages: 3, withinMs: HOUR } }, EVERYBODY, { steps });
  told.at(zagreb('2026-11-20 09:10'), { type: 'set_status', to: 'solved' }, PETRA);
  writes(told, zagreb('2026-11-20 09:20'), 2);
  expect(told.ticket.escalations).toMatchObject([{ stepIndex: 0, told: [MARKO] }]);
  writes(told, zagreb('2026-11-20 09:21'), 3);
  expect(told.ticket.escalations).toMatchObject([{ stepIndex: 1, told: [IVANA], firing: 2 }]);
  expect(kinds(told)).toEqual(['reopened_often', 'repeated_contact']);
});

test('its log replayed is the ticket', () => {
  const told = opened({ silenceMs: HOUR, repeatedContact: { messages: 2, withinMs: HOUR }, reopens: 1 });
  writes(told, zagreb('2026-11-20 09:20'), 2);
  told.tick(zagreb('2026-11-20 10:00'));
  answers(told, zagreb('2026-11-20 10:25'), 3);
  told.at(zagreb('2026-11-20 10:30'), { type: 'set_status', to: 'solved' }, PETRA);
  writes(told, zagreb('2026-11-20 11:00'), 4);
  told.tick(zagreb('2026-11-20 15:00'));
  expect(kinds(told)).toEqual(['repeated_contact', 'silence', 'reopened_often', 'silence']);
  expect(replayed(told)).toEqual(told.ticket);
});

test('what somebody is not sure enough of is a hint: shown until somebody answers, and calling nobody', () => {
  const told = opened({}, EVERYBODY, { thresholds: [{ signal: 'anger', least: 0.7 }] });
  const at = zagreb('2026-11-20 09:20');
  const seen = (confidence: number, kind: 'anger' | 'rejected_solution' = 'anger') =>
    told.at(at, { type: 'signal', kind, evidence: [1], confidence });
  seen(0.4);
  seen(0.6);
  expect(told.ticket.watch.hints).toEqual([{ kind: 'anger', evidence: [1], confidence: 0.6, least: 0.7, at }]);
  expect(told.ticket.escalations).toEqual([]);
  expect(replayed(told)).toEqual(told.ticket);
  answers(told, at + MINUTE, 5);
  expect(told.ticket.watch.hints).toEqual([]);
  seen(0.7);
  expect(kinds(told)).toEqual(['anger']);
});
