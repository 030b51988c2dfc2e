import { expect, test } from 'vitest';
import type { Act } from './perform.ts';
import { after, isOvertaken, mayWait, standing, type PatientAct } from './conflict.ts';

const TICKET = {
  status: 'open',
  severity: 'S3',
  topic: 'billing',
  tags: ['vip'],
  assignee: { id: 7 },
  team: { id: 1 },
} as const satisfies Record<string, unknown>;
const ticket = { ...TICKET, tags: ['vip'] };
const solve: PatientAct = { type: 'status', status: 'solved' };
const waits = (act: PatientAct, seenMessageId: number | null = 10) => ({
  act,
  before: standing(ticket, act),
  seenMessageId,
});
const customerWrote = (id: number) => ({ id, kind: 'message' }) as const;

test('an act goes out when the ticket stands as it did', () => {
  expect(isOvertaken(waits(solve), ticket, customerWrote(10))).toBe(false);
  expect(isOvertaken(waits({ type: 'assign', assigneeId: 9 }), { ...ticket, severity: 'S1' }, null)).toBe(false);
});

test('an act asks when somebody changed the same thing meanwhile', () => {
  expect(isOvertaken(waits({ type: 'assign', assigneeId: 9 }), { ...ticket, assignee: { id: 8 } }, null)).toBe(true);
  expect(isOvertaken(waits(solve), { ...ticket, status: 'on_hold' }, null)).toBe(true);
  expect(isOvertaken(waits({ type: 'tags', tags: ['x'] }), { ...ticket, tags: ['vip', 'y'] }, null)).toBe(true);
});

test('what is already as it was wanted is no conflict, so an act whose answer was lost is asked for once more', () => {
  expect(isOvertaken(waits(solve), { ...ticket, status: 'solved' }, customerWrote(11))).toBe(false);
  expect(isOvertaken(waits({ type: 'tags', tags: ['b', 'a'] }), { ...ticket, tags: ['a', 'b'] }, null)).toBe(false);
});

test('a status is not given over the head of a customer who wrote meanwhile; a note from a colleague stops nothing', () => {
  expect(isOvertaken(waits(solve), ticket, customerWrote(11))).toBe(true);
  expect(isOvertaken(waits(solve), ticket, { id: 11, kind: 'note' })).toBe(false);
});

test('acts that wait together see each other', () => {
  const hold: Act = { type: 'status', status: 'on_hold' };
  const then = { act: solve, before: standing(after(ticket, hold), solve), seenMessageId: 10 };
  expect(isOvertaken(then, { ...ticket, status: 'on_hold' }, null)).toBe(false);
  const reply: Act = { type: 'reply', text: 'x', after: 'waiting_on_customer' };
  expect(standing(after(ticket, reply), solve)).toBe('"waiting_on_customer"');
});

test('words wait and stop nothing; what calls people or shuts them out does not wait', () => {
  expect(isOvertaken(waits({ type: 'note', text: 'x' }), { ...ticket, status: 'closed' }, customerWrote(99))).toBe(
    false,
  );
  expect(mayWait({ type: 'note', text: 'x' })).toBe(true);
  expect(mayWait({ type: 'escalate', firing: null, reason: 'authority', words: '' })).toBe(false);
  expect(mayWait({ type: 'exclude', personId: 3 })).toBe(false);
});
