import { expect, test } from 'vitest';
import { applyOrder, arrange, countMoved, keepOrder } from '#web/ticket/stable-order.ts';

const rows = (...ids: number[]): { id: number; text: string }[] => ids.map((id) => ({ id, text: `new ${id}` }));

test('rows change in place while the order is kept', () => {
  const kept = applyOrder([
    { id: 1, text: 'old 1' },
    { id: 2, text: 'old 2' },
  ]);
  const fresh = rows(2, 1);
  expect(arrange(keepOrder(kept, fresh), fresh)).toEqual([
    { row: { id: 1, text: 'new 1' }, gone: false },
    { row: { id: 2, text: 'new 2' }, gone: false },
  ]);
});

test('a newcomer above waits, the next page is appended', () => {
  const kept = applyOrder(rows(1, 2));
  expect(keepOrder(kept, rows(9, 1, 2)).order).toEqual([1, 2]);
  expect(keepOrder(kept, rows(1, 2, 3, 4)).order).toEqual([1, 2, 3, 4]);
});

test('a row that left stays as a ghost', () => {
  const kept = applyOrder(rows(1, 2, 3));
  const shown = arrange(keepOrder(kept, rows(1, 3)), rows(1, 3));
  expect(shown.map((one) => [one.row.id, one.gone])).toEqual([
    [1, false],
    [2, true],
    [3, false],
  ]);
});

test('counts what would move: the fewest rows that change place, the new and the gone', () => {
  expect(countMoved([1, 2, 3], rows(1, 2, 3))).toBe(0);
  expect(countMoved([1, 2, 3], rows(3, 1, 2))).toBe(1);
  expect(countMoved([1, 2, 3], rows(9, 1, 2, 3))).toBe(1);
  expect(countMoved([1, 2, 3], rows(2, 3))).toBe(1);
  expect(countMoved([1, 2, 3, 4], rows(4, 3, 2, 1))).toBe(3);
});
