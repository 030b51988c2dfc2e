import { expect, test } from 'vitest';
import type { Path } from '#core/escalation/path.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import { react } from '#core/ticket/react.ts';
import { HOUR, MINUTE, type Instant } from '#core/time.ts';
import {
  colleague,
  config,
  EVERYBODY,
  history,
  IVANA,
  MARKO,
  PATH_OF_TWO,
  PETRA,
  SANJA,
  zagreb,
  type History,
} from '#test/harness/core.ts';

/** The path of two whose steps the requester may see: the specialist has an hour, the lead two. */
const PROMISING: Path = {
  ...PATH_OF_TWO,
  steps: PATH_OF_TWO.steps.map((step, index) => ({
    ...step,
    promise: index === 0 ? { stage: 'specialist', doWithinMs: HOUR } : { stage: 'team_lead', doWithinMs: 2 * HOUR },
  })),
};
const opened = (at: string, roster = EVERYBODY): History =>
  history(zagreb(at), { config: config({ path: PROMISING }), roster });
const promised = ({ log }: History): TicketEvent[] =>
  log.map(({ event }) => event).filter(({ type }) => type.startsWith('promise_'));
const escalates = (told: History, at: Instant, firing: number | null = null): void => {
  const decision = told.at(at, { type: 'escalate', firing, reason: 'skill', messageId: null }, PETRA);
  expect(decision.ok).toBe(true);
};
const answers = (told: History, at: Instant, messageId: number): void => {
  told.at(at, { type: 'reply', messageId }, MARKO);
  told.at(at, { type: 'accept_reply', messageId, authorId: MARKO });
};

test('a step that the requester may see promises an answer: the wait and the work, in working hours', () => {
  const told = opened('2026-11-20 16:55');
  escalates(told, zagreb('2026-11-20 17:00'));
  // 15 minutes to take it and an hour to answer it do not fit before Friday's close
  expect(promised(told)).toMatchObject([
    {
      type: 'promise_made',
      stage: 'specialist',
      dueAt: zagreb('2026-11-23 08:15'),
      tellAt: zagreb('2026-11-20 17:00'),
    },
  ]);
});

test('a step that is not for the requester to see promises nothing', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  escalates(told, zagreb('2026-11-20 09:01'));
  expect(promised(told)).toEqual([]);
});

test('nothing is promised on behalf of nobody', () => {
  const away = { reachable: false };
  const nobody = [colleague(PETRA, 'agent', 1), colleague(MARKO, 'agent', 2, away), colleague(IVANA, 'lead', 3, away)];
  const told = opened('2026-11-20 09:00', [...nobody, colleague(SANJA, 'escalation_manager', null, { teamIds: [] })]);
  escalates(told, zagreb('2026-11-20 09:01'));
  expect(told.ticket.escalations[0]?.status).toBe('last_resort');
  expect(promised(told)).toEqual([]);
});

test('a message exactly at the promised time keeps it, one a millisecond later finds it broken', () => {
  for (const [late, state] of [
    [0, 'kept'],
    [1, 'broken'],
  ] as const) {
    const told = opened('2026-11-20 09:00');
    escalates(told, zagreb('2026-11-20 09:05'));
    // taken, so that no further step adds another stage
    told.at(zagreb('2026-11-20 09:06'), { type: 'acknowledge', escalationId: 1 }, MARKO);
    answers(told, zagreb('2026-11-20 10:20') + late, 7);
    const expected = { state, dueAt: zagreb('2026-11-20 10:20'), answer: { messageId: 7 } };
    expect(told.ticket.promises[0]).toMatchObject(expected);
  }
});

test('a promise breaks at its instant, however late Belay looks, and that is a reason to escalate', () => {
  const told = opened('2026-11-20 09:00');
  escalates(told, zagreb('2026-11-20 09:05'));
  told.at(zagreb('2026-11-20 09:06'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  told.at(
    zagreb('2026-11-20 09:07'),
    { type: 'de_escalate', escalationId: 1, reason: 'calmed', messageId: null },
    MARKO,
  );
  expect(told.ticket.promises).toMatchObject([{ state: 'open' }]);
  const before = told.log.length;
  told.tick(zagreb('2026-11-20 13:00'));
  const news = told.log.slice(before).map(({ event }) => event);
  expect(news).toContainEqual({ type: 'promise_broken', promiseId: 1, brokenAt: zagreb('2026-11-20 10:20') });
  const reasons = told.ticket.escalations.flatMap((each) => each.reasons.map(({ trigger }) => trigger));
  expect(reasons).toContainEqual({ type: 'signal', kind: 'promise_broken', evidence: [], confidence: 1 });
  // it is said openly, with a new time
  expect(told.ticket.promises).toMatchObject([{ state: 'broken', answer: null }, { state: 'open' }]);
});

test('another stage never moves a promised time later, and is told an hour after the message before it', () => {
  const told = opened('2026-11-20 09:00');
  escalates(told, zagreb('2026-11-20 09:05'));
  told.tick(zagreb('2026-11-20 09:20'));
  expect(promised(told)).toMatchObject([
    { promiseId: 1, stage: 'specialist', dueAt: zagreb('2026-11-20 10:20'), tellAt: zagreb('2026-11-20 09:05') },
    { promiseId: 1, stage: 'team_lead', dueAt: zagreb('2026-11-20 10:20'), tellAt: zagreb('2026-11-20 10:05') },
  ]);
  expect(told.ticket.promises).toMatchObject([{ stage: 'team_lead', stageSince: zagreb('2026-11-20 09:20') }]);
});

test('notes, machines and solving keep no promise; solved and still not told, it breaks without calling anybody', () => {
  const told = opened('2026-11-20 09:00');
  escalates(told, zagreb('2026-11-20 09:05'));
  told.at(zagreb('2026-11-20 09:06'), { type: 'note', messageId: 5 }, MARKO);
  told.at(zagreb('2026-11-20 09:07'), { type: 'receive', messageId: 6, authorId: null, kind: 'auto_reply' });
  told.at(zagreb('2026-11-20 09:08'), { type: 'set_status', to: 'solved' }, MARKO);
  expect(told.ticket.promises).toMatchObject([{ state: 'open' }]);
  expect(dueAt(told.ticket)).toBe(zagreb('2026-11-20 10:20') + 1);
  expect(nextEvent(told.ticket)).toEqual({ at: zagreb('2026-11-20 10:20'), kind: 'promise' });
  told.tick(zagreb('2026-11-20 10:20') + 1);
  expect(told.ticket.promises).toMatchObject([{ state: 'broken' }]);
  expect(told.ticket.escalations).toMatchObject([{ status: 'ended' }]);
});

test('a message that was not delivered kept nothing: its promise is owed again', () => {
  const told = opened('2026-11-20 09:00');
  escalates(told, zagreb('2026-11-20 09:05'));
  told.at(zagreb('2026-11-20 09:06'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  answers(told, zagreb('2026-11-20 09:30'), 7);
  expect(told.ticket.promises).toMatchObject([{ state: 'kept', answer: { tookMs: 25 * MINUTE } }]);
  const fails = { type: 'fail_reply', messageId: 7, authorId: MARKO, code: 'no_such_mailbox' } as const;
  told.at(zagreb('2026-11-20 09:40'), fails);
  expect(told.ticket.promises).toMatchObject([{ state: 'open', dueAt: zagreb('2026-11-20 10:20') }]);
  answers(told, zagreb('2026-11-20 09:50'), 8);
  told.at(zagreb('2026-11-20 11:00'), { ...fails, messageId: 8 });
  expect(told.ticket.promises[0]).toMatchObject({ state: 'broken', dueAt: zagreb('2026-11-20 10:20') });
});

test('an answer that comes back after the next promise was made leaves both owed: each breaks at its own time', () => {
  const told = opened('2026-11-20 09:00');
  escalates(told, zagreb('2026-11-20 09:05'));
  answers(told, zagreb('2026-11-20 09:10'), 7);
  // nobody took it: the lead is called and promises anew
  told.at(zagreb('2026-11-20 09:25'), { type: 'tick' });
  expect(told.ticket.promises.map(({ state }) => state)).toEqual(['kept', 'open']);
  told.at(zagreb('2026-11-20 09:30'), { type: 'fail_reply', messageId: 7, authorId: MARKO, code: 'no_such_mailbox' });
  const [first, second] = told.ticket.promises.map((each) => each.dueAt);
  expect(told.ticket.promises.map(({ state }) => state)).toEqual(['open', 'open']);
  expect(first).toBeLessThan(second!);
  expect(nextEvent(told.ticket)!.at).toBeLessThanOrEqual(first!);
  told.at(second! + 1, { type: 'tick' });
  expect(promised(told).filter(({ type }) => type === 'promise_broken')).toMatchObject([
    { promiseId: 1, brokenAt: first },
    { promiseId: 2, brokenAt: second },
  ]);
});

test('the requester is told by one message for each promise made, and whoever is responsible of one that broke', () => {
  const told = opened('2026-11-20 09:00');
  escalates(told, zagreb('2026-11-20 09:05'));
  const made = told.log.find(({ event }) => event.type === 'promise_made')!;
  expect(react(made, told.ticket)).toEqual([{ type: 'tell_promise', notBefore: zagreb('2026-11-20 09:05') }]);
  told.at(zagreb('2026-11-20 09:06'), { type: 'acknowledge', escalationId: 1 }, MARKO);
  told.tick(zagreb('2026-11-20 10:21'));
  const broken = told.log.find(({ event }) => event.type === 'promise_broken')!;
  const after = { ...told.ticket, assigneeId: PETRA };
  expect(react(broken, after)).toMatchObject([{ type: 'notify', kind: 'promise_broken' }]);
});
