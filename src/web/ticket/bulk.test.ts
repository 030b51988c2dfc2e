import { expect, test } from 'vitest';
import type { TicketRow } from '#contract/ticket.ts';
import { partsFor } from '#web/ticket/bulk.ts';

const row = (id: number, teamId = 1): TicketRow => ({ id, team: { id: teamId, name: 'Billing' } }) as TicketRow;

test('what is the same for all tickets is one request a hundred', () => {
  const rows = Array.from({ length: 230 }, (_, index) => row(index + 1));
  const parts = partsFor(rows, () => ({ type: 'severity', severity: 'S1' }));
  expect(parts.map((part) => part.ids.length)).toEqual([100, 100, 30]);
});

test('what differs by ticket is one request for each kind', () => {
  const rows = [row(1), row(2, 9), row(3)];
  const parts = partsFor(rows, (one) => ({
    type: 'assign',
    assigneeId: 7,
    ...(one.team.id === 9 ? { teamId: 1 } : {}),
  }));
  expect(parts).toEqual([
    { act: { type: 'assign', assigneeId: 7 }, ids: [1, 3] },
    { act: { type: 'assign', assigneeId: 7, teamId: 1 }, ids: [2] },
  ]);
});
