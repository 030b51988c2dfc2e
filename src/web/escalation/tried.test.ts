import { expect, test } from 'vitest';
import type { LoggedEventView, TicketDetail } from '#contract/ticket.ts';
import { countTried } from '#web/escalation/tried.ts';

const HOUR = 3_600_000;
const log = (...types: [type: string, body?: Record<string, unknown>][]): LoggedEventView[] =>
  types.map(([type, body = {}], index) => ({ seq: index + 1, at: index, actor: null, type, body }));
const ticket = { firstContactAt: HOUR } as TicketDetail;

test('what was tried is what the log says, without what was taken back or never arrived', () => {
  const events = log(
    ['ticket_opened'],
    ['assigned', { assigneeId: 1 }],
    ['reply_written'],
    ['reply_written'],
    ['reply_withdrawn'],
    ['reply_written'],
    ['reply_failed'],
    ['note_added'],
    ['assigned', { assigneeId: null }],
    ['assigned', { assigneeId: 2 }],
    ['assigned', { assigneeId: 1 }],
    ['attempt_recorded'],
    ['attempt_recorded'],
    ['escalation_started'],
  );
  expect(countTried(ticket, events, 5 * HOUR)).toEqual({
    replies: 1,
    notes: 1,
    attempts: 2,
    escalations: 1,
    holders: 2,
    withUsMs: 4 * HOUR,
  });
});

test('nothing tried is nothing, also when the desk is ahead of the server', () => {
  expect(countTried(ticket, [], 0)).toEqual({
    replies: 0,
    notes: 0,
    attempts: 0,
    escalations: 0,
    holders: 0,
    withUsMs: 0,
  });
});
