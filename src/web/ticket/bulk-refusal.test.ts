import { expect, test } from 'vitest';
import type { TicketRow } from '#contract/ticket.ts';
import { refusalOfAll } from '#web/ticket/bulk-refusal.ts';

const row = (over: Partial<TicketRow> = {}): TicketRow =>
  ({
    status: 'open',
    severity: 'S3',
    topic: 'refund',
    tags: ['vip'],
    team: { id: 1, name: 'Billing' },
    assignee: null,
    ...over,
  }) as TicketRow;
const solved = (): { type: 'status'; status: 'solved' } => ({ type: 'status', status: 'solved' });

test('what one of the tickets takes is offered, and what none takes says why', () => {
  expect(refusalOfAll([row({ status: 'solved' }), row()], solved)).toBeNull();
  expect(refusalOfAll([row({ status: 'solved' })], solved)).toBe('same_status');
  expect(refusalOfAll([row({ status: 'closed' }), row({ status: 'solved' })], solved)).toBe('ticket_closed');
});

test('a person of another team gets the ticket although somebody of that name holds it', () => {
  const held = row({ assignee: { id: 7, name: 'Petra Novak', role: 'agent' } });
  expect(refusalOfAll([held], () => ({ type: 'assign', assigneeId: 7 }))).toBe('same_assignee');
  expect(refusalOfAll([held], () => ({ type: 'assign', assigneeId: 7, teamId: 2 }))).toBeNull();
  expect(refusalOfAll([row()], () => ({ type: 'assign', assigneeId: null }))).toBe('same_assignee');
});

test.each([
  [{ type: 'team', teamId: 1 }, 'same_team'],
  [{ type: 'severity', severity: 'S3' }, 'same_severity'],
  [{ type: 'topic', topic: 'refund' }, 'same_topic'],
  [{ type: 'tags', add: ['vip'], remove: ['bulky'] }, 'same_tags'],
] as const)('%o would change nothing', (act, code) => {
  const asked = act.type === 'tags' ? { ...act, add: [...act.add], remove: [...act.remove] } : act;
  expect(refusalOfAll([row()], () => asked)).toBe(code);
});

test('a solved ticket neither climbs nor waits; what only the server knows is let through', () => {
  const done = [row({ status: 'solved' })];
  expect(refusalOfAll(done, () => ({ type: 'escalate', reason: 'authority' }))).toBe('ticket_solved');
  expect(refusalOfAll(done, () => ({ type: 'snooze', until: 5 }))).toBe('ticket_solved');
  expect(refusalOfAll([row()], () => ({ type: 'escalate', reason: 'authority' }))).toBeNull();
  expect(refusalOfAll([], solved)).toBeNull();
});
