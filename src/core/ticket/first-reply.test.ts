import { expect, test } from 'vitest';
import type { TicketEvent } from '#core/ticket/event.ts';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { config, history, HOUR_TO_REPLY, LEA, MARKO, PETRA, zagreb, type History } from '#test/harness/core.ts';
import type { TicketStatus } from '#core/ticket/ticket.ts';

const types = (events: TicketEvent[]) => events.map((event) => event.type);
const accepted = { type: 'accept_reply', messageId: 2, authorId: PETRA } as const;
const onlyClock = (told: History) => told.ticket.clocks[0];

test('a first message becomes a ticket with somebody responsible and a clock', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  expect(types(told.log.map((logged) => logged.event))).toEqual([
    'ticket_opened',
    'message_received',
    'clock_started',
    'assigned',
  ]);
  expect(told.ticket.assigneeId).toBe(PETRA);
  expect(nextEvent(told.ticket)).toEqual({ at: zagreb('2026-11-20 10:00'), kind: 'first_reply' });
  // Half of the target is the first moment at which Belay looks.
  expect(dueAt(told.ticket)).toBe(zagreb('2026-11-20 09:30'));
});

test('a reply that failed for good was heard by nobody: its ticket does not wait for an answer to it', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.at(zagreb('2026-11-20 09:10'), { type: 'reply', messageId: 2 }, PETRA);
  told.at(zagreb('2026-11-20 09:10'), { type: 'set_status', to: 'waiting_on_customer' }, PETRA);
  told.at(zagreb('2026-11-20 09:11'), { type: 'fail_reply', messageId: 2, authorId: PETRA, code: '550' });
  expect(told.ticket.status).toBe('open');
  // once the requester was answered, waiting for them is what somebody wanted
  told.at(zagreb('2026-11-20 09:20'), accepted);
  told.at(zagreb('2026-11-20 09:21'), { type: 'set_status', to: 'waiting_on_customer' }, PETRA);
  told.at(zagreb('2026-11-20 09:22'), { type: 'fail_reply', messageId: 3, authorId: PETRA, code: '550' });
  expect(told.ticket.status).toBe('waiting_on_customer');
});

test('a ticket that waits for its customer has no next event, and Belay looks again all the same', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.at(zagreb('2026-11-20 09:10'), accepted);
  expect(nextEvent(told.ticket)).toBeNull();
  expect(dueAt(told.ticket)).toBe(zagreb('2026-11-21 09:00'));
});

test('a message at 17:30 on Friday is owed an answer at 8:30 on Monday', () => {
  const told = history(zagreb('2026-11-20 17:30'));
  expect(nextEvent(told.ticket)?.at).toBe(zagreb('2026-11-23 08:30'));
});

test('each warning fires once, and one overtaken by the breach is dropped', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  expect(types(told.tick(zagreb('2026-11-20 09:30')))).toEqual(['target_at_risk']);
  expect(told.tick(zagreb('2026-11-20 09:31'))).toEqual([]);
  expect(types(told.tick(zagreb('2026-11-20 10:05')))).not.toContain('target_at_risk');
});

test('a breach is dated at the due moment, not when Belay looked', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.tick(zagreb('2026-11-20 10:00'));
  expect(onlyClock(told)?.breachedAt).toBeNull();
  told.tick(zagreb('2026-11-20 10:00') + 1);
  expect(onlyClock(told)?.breachedAt).toBe(zagreb('2026-11-20 10:00'));
  expect(dueAt(told.ticket)).toBe(zagreb('2026-11-20 10:15'));
});

test('a reply counts when the channel accepts it: exactly at due is met', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.at(zagreb('2026-11-20 09:10'), { type: 'reply', messageId: 2 }, PETRA);
  expect(onlyClock(told)?.state).toBe('running');
  told.at(zagreb('2026-11-20 10:00'), accepted);
  expect(onlyClock(told)).toMatchObject({ state: 'stopped', outcome: 'met', bankedMs: HOUR });
});

test('one millisecond later is late, whether or not a sweep looked before', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.at(zagreb('2026-11-20 10:00') + 1, accepted);
  expect(onlyClock(told)).toMatchObject({ outcome: 'late', breachedAt: zagreb('2026-11-20 10:00') });
  expect(told.ticket.escalations).toHaveLength(1);
});

test('a reply the channel refused is no answer', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.at(zagreb('2026-11-20 09:10'), { type: 'reply', messageId: 2 }, PETRA);
  told.at(zagreb('2026-11-20 09:11'), { type: 'fail_reply', messageId: 2, authorId: PETRA, code: '550' });
  expect(onlyClock(told)?.state).toBe('running');
});

test('the clock stands still on hold and goes on with what it had left', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.at(zagreb('2026-11-20 09:20'), { type: 'set_status', to: 'on_hold' }, PETRA);
  expect(onlyClock(told)).toMatchObject({ state: 'paused', bankedMs: 20 * MINUTE });
  expect(told.tick(zagreb('2026-11-20 12:00'))).toEqual([]);
  told.at(zagreb('2026-11-20 13:00'), { type: 'set_status', to: 'open' }, PETRA);
  expect(onlyClock(told)).toMatchObject({ state: 'running', dueAt: zagreb('2026-11-20 13:40') });
});

test('solving stops an unanswered clock for now; a reopen takes it up where it was', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.at(zagreb('2026-11-20 09:45'), { type: 'set_status', to: 'solved' }, PETRA);
  expect(onlyClock(told)).toMatchObject({ state: 'stopped', outcome: 'met' });
  told.at(zagreb('2026-11-20 14:00'), { type: 'receive', messageId: 3, authorId: 1, kind: 'message' });
  expect(told.ticket.status).toBe('open');
  expect(onlyClock(told)).toMatchObject({ state: 'running', dueAt: zagreb('2026-11-20 14:15') });
});

test('an answer accepted after solving settles the clock, so a reopen does not ask for it again', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.at(zagreb('2026-11-20 09:40'), { type: 'reply', messageId: 2 }, PETRA);
  told.at(zagreb('2026-11-20 09:41'), { type: 'set_status', to: 'solved' }, PETRA);
  told.at(zagreb('2026-11-20 09:42'), { ...accepted, writtenAt: zagreb('2026-11-20 09:40') });
  told.at(zagreb('2026-11-20 14:00'), { type: 'receive', messageId: 3, authorId: 1, kind: 'message' });
  expect(onlyClock(told)).toMatchObject({ state: 'stopped', stoppedBy: 'reply', outcome: 'met' });
});

test('an auto-reply neither wakes a waiting ticket nor reopens a solved one', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.at(zagreb('2026-11-20 09:10'), { type: 'set_status', to: 'waiting_on_customer' }, PETRA);
  told.at(zagreb('2026-11-20 09:11'), { type: 'receive', messageId: 3, authorId: 1, kind: 'auto_reply' });
  expect(told.ticket.status).toBe('waiting_on_customer');
  told.at(zagreb('2026-11-20 09:12'), { type: 'set_status', to: 'solved' }, PETRA);
  told.at(zagreb('2026-11-20 09:13'), { type: 'receive', messageId: 4, authorId: 1, kind: 'bounce' });
  expect(told.ticket.status).toBe('solved');
});

test('a solved ticket closes after thirty quiet days and then refuses', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.at(zagreb('2026-11-20 09:12'), { type: 'set_status', to: 'solved' }, PETRA);
  const closes = zagreb('2026-12-20 09:12');
  for (let now = dueAt(told.ticket); now !== null && now <= closes; now = dueAt(told.ticket)) told.tick(now);
  expect(told.ticket).toMatchObject({ status: 'closed', closedAt: closes, closedAs: 'solved' });
  expect(told.at(closes + 1, { type: 'reply', messageId: 9 }, PETRA)).toMatchObject({ refusal: 'ticket_closed' });
});

test('a ticket given away keeps its clock; giving it to its holder is refused', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  const before = onlyClock(told);
  const give = { type: 'assign', assigneeId: LEA, teamId: 1 } as const;
  told.at(zagreb('2026-11-20 09:05'), give, MARKO);
  expect(onlyClock(told)).toEqual(before);
  expect(told.ticket.assigneeId).toBe(LEA);
  expect(told.at(zagreb('2026-11-20 09:06'), give, MARKO)).toMatchObject({ refusal: 'same_assignee' });
  const nobody = { type: 'assign', assigneeId: 999, teamId: 1 } as const;
  expect(told.at(zagreb('2026-11-20 09:06'), nobody, MARKO)).toMatchObject({ refusal: 'assignee_unknown' });
});

test('a reply that fails after the ticket was solved opens it again: nobody was answered', () => {
  const told = history(zagreb('2026-11-20 09:00'));
  told.at(zagreb('2026-11-20 09:10'), { type: 'reply', messageId: 2 }, PETRA);
  told.at(zagreb('2026-11-20 09:11'), { type: 'set_status', to: 'solved' }, PETRA);
  told.at(zagreb('2026-11-20 09:12'), { type: 'fail_reply', messageId: 2, authorId: PETRA, code: '550' });
  expect(told.ticket.status).toBe('open');
  expect(onlyClock(told)).toMatchObject({ state: 'running', dueAt: zagreb('2026-11-20 10:01') });
});

test('a clock starts paused in a status that pauses it, and a reopen into one leaves it paused', () => {
  const [target] = HOUR_TO_REPLY.targets;
  const policy = { ...HOUR_TO_REPLY, targets: [{ ...target!, pauseIn: ['new', 'on_hold'] as TicketStatus[] }] };
  const told = history(zagreb('2026-11-20 09:00'), { config: config({ policy }) });
  expect(onlyClock(told)).toMatchObject({ state: 'paused', bankedMs: 0 });
  told.at(zagreb('2026-11-20 09:10'), { type: 'set_status', to: 'solved' }, PETRA);
  told.at(zagreb('2026-11-20 09:20'), { type: 'set_status', to: 'on_hold' }, PETRA);
  expect(onlyClock(told)).toMatchObject({ state: 'paused', bankedMs: 0 });
});
