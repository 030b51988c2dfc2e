import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evolve } from '#core/ticket/evolve.ts';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import { react } from '#core/ticket/react.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE, NEVER } from '#core/time.ts';
import { BILLING, history, IVANA, PETRA, zagreb, type History } from '#test/harness/core.ts';

const TUESDAY = zagreb('2026-11-17 09:00');
const refusal = (decision: ReturnType<History['at']>) => (decision.ok ? null : decision.refusal);

/** Petra has Ana's ticket, has answered her, and asks. */
function petrasTicket(asks = true): History {
  const told = history(TUESDAY);
  told.at(TUESDAY, { type: 'assign', assigneeId: PETRA, teamId: BILLING }, IVANA);
  told.at(TUESDAY, { type: 'accept_reply', messageId: 2, authorId: PETRA });
  if (asks) told.at(TUESDAY, { type: 'ask_question', messageId: 10, answerMs: 4 * HOUR, holds: false }, PETRA);
  return told;
}
const answer = (kind: 'message' | 'auto_reply' | 'bounce' = 'message') =>
  ({ type: 'receive_answer', questionId: 1, messageId: 11, kind }) as const;
const of = (told: History, id = 1) => told.ticket.questions[id - 1]!;
const typesOf = (events: { type: string }[]) => events.map(({ type }) => type);

test('what is asked goes out, and whoever asks follows; the answer tells them, and ends it', () => {
  const told = petrasTicket();
  expect(
    react(
      told.log.find(({ event }) => event.type === 'question_asked')!,
      told.ticket,
    ),
  ).toMatchObject([
    { type: 'send_question', messageId: 10 },
    { type: 'follow', personIds: [PETRA] },
  ]);
  expect(nextEvent(told.ticket)).toEqual({ kind: 'question', at: TUESDAY + 4 * HOUR });
  told.at(TUESDAY + HOUR, answer());
  expect(of(told)).toMatchObject({ status: 'ended', why: 'answered' });
  expect(react(told.log.at(-1)!, told.ticket)).toEqual([
    { type: 'notify', personIds: [PETRA], kind: 'answer_received' },
  ]);
});

test('nobody answers: they are reminded, then Petra is told, an hour later the ticket climbs; a late answer counts', () => {
  const told = petrasTicket();
  expect(typesOf(told.tick(TUESDAY + 3 * HOUR))).toEqual(['question_reminded']);
  expect(react(told.log.at(-1)!, told.ticket)).toMatchObject([{ type: 'remind_question', questionId: 1 }]);
  expect(typesOf(told.tick(TUESDAY + 4 * HOUR))).toEqual(['question_overdue']);
  expect(react(told.log.at(-1)!, told.ticket)).toMatchObject([{ type: 'notify', personIds: [PETRA] }]);
  expect(typesOf(told.tick(TUESDAY + 5 * HOUR)).slice(0, 2)).toEqual(['question_climbed', 'escalation_started']);
  expect(of(told)).toMatchObject({ status: 'open', phase: 'climbed', nextAt: null });
  told.at(TUESDAY + 6 * HOUR, answer());
  expect(of(told)).toMatchObject({ status: 'ended', why: 'answered' });
});

test('a look that comes after its time reminds nobody of it', () => {
  const told = petrasTicket();
  expect(typesOf(told.tick(TUESDAY + 4 * HOUR))).toEqual(['question_overdue']);
});

test('what a machine sends back answers nothing; what did not arrive tells Petra at once', () => {
  const told = petrasTicket();
  told.at(TUESDAY, answer('auto_reply'));
  expect(of(told).status).toBe('open');
  expect(react(told.log.at(-1)!, told.ticket)).toEqual([]);
  told.at(TUESDAY, { type: 'fail_question', questionId: 1, messageId: 10, code: '5.1.1' });
  expect(of(told)).toMatchObject({ status: 'ended', why: 'undelivered' });
  expect(react(told.log.at(-1)!, told.ticket)).toMatchObject([{ type: 'notify', personIds: [PETRA] }]);
});

test('a ticket that is held for two answers goes on with the second', () => {
  const told = petrasTicket(false);
  const ask = (messageId: number) =>
    told.at(TUESDAY, { type: 'ask_question', messageId, answerMs: 4 * HOUR, holds: true }, PETRA);
  ask(10);
  ask(12);
  expect(told.ticket.status).toBe('on_hold');
  told.at(TUESDAY + HOUR, answer());
  expect(told.ticket.status).toBe('on_hold');
  told.at(TUESDAY + HOUR, { ...answer(), questionId: 2 });
  expect(told.ticket.status).toBe('open');
});

test('an answer leaves alone what somebody has set meanwhile', () => {
  const told = petrasTicket(false);
  told.at(TUESDAY, { type: 'ask_question', messageId: 10, answerMs: 4 * HOUR, holds: true }, PETRA);
  told.at(TUESDAY, { type: 'set_status', to: 'waiting_on_customer' }, PETRA);
  told.at(TUESDAY + HOUR, answer());
  expect(told.ticket.status).toBe('waiting_on_customer');
});

test('a ticket held for an answer that does not come is taken up when it climbs', () => {
  const told = petrasTicket(false);
  told.at(TUESDAY, { type: 'ask_question', messageId: 10, answerMs: HOUR, holds: true }, PETRA);
  for (const minutes of [45, 60, 120]) told.tick(TUESDAY + minutes * MINUTE);
  expect(told.ticket.status).toBe('open');
});

test('solving ends the question; an answer after that opens nothing again, but is heard of', () => {
  const told = petrasTicket();
  told.at(TUESDAY + HOUR, { type: 'set_status', to: 'solved' }, PETRA);
  expect(of(told)).toMatchObject({ status: 'ended', why: 'withdrawn' });
  told.at(TUESDAY + 2 * HOUR, answer());
  expect(told.ticket.status).toBe('solved');
  expect(react(told.log.at(-1)!, told.ticket)).toMatchObject([{ type: 'notify', personIds: [PETRA] }]);
});

test('in the same side thread one asks once more; what is not there, or over, cannot be taken back', () => {
  const told = petrasTicket();
  told.at(TUESDAY + HOUR, answer());
  const again = { type: 'ask_question', messageId: 12, questionId: 1, answerMs: HOUR, holds: false } as const;
  expect(refusal(told.at(TUESDAY + HOUR, again, PETRA))).toBeNull();
  expect(told.ticket.questions).toHaveLength(1);
  expect(of(told)).toMatchObject({ status: 'open', messageId: 10, answerBy: TUESDAY + 2 * HOUR });
  expect(refusal(told.at(TUESDAY, { ...again, questionId: 7 }, PETRA))).toBe('question_unknown');
  expect(refusal(told.at(TUESDAY + HOUR, { type: 'withdraw_question', questionId: 1 }, IVANA))).toBeNull();
  expect(refusal(told.at(TUESDAY + HOUR, { type: 'withdraw_question', questionId: 1 }, IVANA))).toBe('question_over');
});

const questionId = fc.integer({ min: 1, max: 3 });
const messageId = fc.integer({ min: 100, max: 120 });
const acts: fc.Arbitrary<TicketCommand> = fc.oneof(
  fc.record({
    type: fc.constant('ask_question' as const),
    messageId,
    answerMs: fc.integer({ min: 1, max: 600 }).map((minutes) => minutes * MINUTE),
    holds: fc.constant(false),
  }),
  fc.record({
    type: fc.constant('receive_answer' as const),
    questionId,
    messageId,
    kind: fc.constantFrom('message' as const, 'auto_reply' as const, 'bounce' as const),
  }),
  fc.record({ type: fc.constant('fail_question' as const), questionId, messageId, code: fc.constant('550') }),
  fc.record({ type: fc.constant('accept_question' as const), questionId, messageId }),
  fc.record({ type: fc.constant('withdraw_question' as const), questionId }),
);
const others: fc.Arbitrary<TicketCommand> = fc.oneof(
  fc.constant({ type: 'accept_reply' as const, messageId: 5, authorId: PETRA }),
  fc.constant({ type: 'receive' as const, messageId: 6, authorId: 1, kind: 'message' as const }),
  fc.constantFrom('open', 'on_hold', 'solved').map((to) => ({ type: 'set_status' as const, to }) as TicketCommand),
);
const scripts = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 300 }).map((minutes) => minutes * MINUTE),
    act: fc.oneof({ weight: 3, arbitrary: acts }, { weight: 1, arbitrary: others }),
  }),
  { maxLength: 24, size: 'max' },
);
const isOfQuestion = (command: TicketCommand) => 'questionId' in command || command.type === 'ask_question';

function live(script: { wait: number; act: TicketCommand }[], asks: boolean): History {
  const told = history(TUESDAY);
  let now = TUESDAY;
  for (const { wait, act } of script) {
    now += wait;
    told.tick(now);
    expect(dueAt(told.ticket) ?? NEVER).toBeGreaterThan(now);
    if (asks || !isOfQuestion(act)) told.at(now, act, PETRA);
  }
  return told;
}

test('the clocks of the requester run as if nobody had been asked and nobody had answered', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      expect(live(script, true).ticket.clocks).toEqual(live(script, false).ticket.clocks);
    }),
  );
});

test('the log with its questions replays to the same ticket, and nothing it holds is a word', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const told = live(script, true);
      let again: Ticket | null = null;
      for (const { event, at } of JSON.parse(JSON.stringify(told.log)) as typeof told.log)
        again = evolve(again, event, at);
      expect(again).toEqual(told.ticket);
    }),
  );
});
