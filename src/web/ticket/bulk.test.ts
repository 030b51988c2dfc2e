import { expect, test } from 'vitest';
import type { TicketRow } from '#contract/ticket.ts';
import { inverseOf, partsFor, tagsWith } from '#web/ticket/bulk.ts';

const row = (id: number, given: Partial<TicketRow> = {}): TicketRow =>
  ({
    id,
    tags: [],
    status: 'open',
    severity: 'S3',
    team: { id: 1, name: 'Billing' },
    assignee: null,
    ...given,
  }) as TicketRow;

test('what is the same for all tickets is one request a hundred', () => {
  const rows = Array.from({ length: 230 }, (_, index) => row(index + 1));
  const parts = partsFor(rows, () => ({ type: 'severity', severity: 'S1' }));
  expect(parts.map((part) => part.ids.length)).toEqual([100, 100, 30]);
});

test('a tag is added to what each ticket has, so tickets with the same tags go together', () => {
  const rows = [row(1), row(2, { tags: ['vip'] }), row(3)];
  expect(partsFor(rows, (one) => tagsWith(one, 'refund', true))).toEqual([
    { act: { type: 'tags', tags: ['refund'] }, ids: [1, 3] },
    { act: { type: 'tags', tags: ['vip', 'refund'] }, ids: [2] },
  ]);
});

test('taking back gives each ticket what it had', () => {
  const petra = { id: 7, name: 'Petra', role: 'agent' as const };
  expect(inverseOf({ type: 'team', teamId: 2 }, row(1, { assignee: petra }))).toEqual({
    type: 'assign',
    assigneeId: 7,
    teamId: 1,
  });
  expect(inverseOf({ type: 'status', status: 'solved' }, row(1, { status: 'on_hold' }))).toEqual({
    type: 'status',
    status: 'on_hold',
  });
  expect(inverseOf({ type: 'status', status: 'solved' }, row(1, { status: 'new' }))).toEqual({
    type: 'status',
    status: 'open',
  });
});
