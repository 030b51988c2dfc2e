import { expect, test } from 'vitest';
import { applyOrder, arrange, countMoved, GHOST_MS, keepOrder, settle } from '#web/ticket/stable-order.ts';

const rows = (...ids: number[]): { id: number; text: string }[] => ids.map((id) => ({ id, text: `new ${id}` }));

test('rows change in place while the order is kept', () => {
  const kept = applyOrder([
    { id: 1, text: 'old 1' },
    { id: 2, text: 'old 2' },
  ]);
  const fresh = rows(2, 1);
  expect(arrange(keepOrder(kept, fresh, 0), fresh)).toEqual([
    { row: { id: 1, text: 'new 1' }, gone: false },
    { row: { id: 2, text: 'new 2' }, gone: false },
  ]);
});

test('a newcomer above waits, the next page is appended', () => {
  const kept = applyOrder(rows(1, 2));
  expect(keepOrder(kept, rows(9, 1, 2), 0).order).toEqual([1, 2]);
  expect(keepOrder(kept, rows(1, 2, 3, 4), 0).order).toEqual([1, 2, 3, 4]);
});

test('a row that left stays as a ghost', () => {
  const kept = applyOrder(rows(1, 2, 3));
  const shown = arrange(keepOrder(kept, rows(1, 3), 0), rows(1, 3));
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

test('without anybody looking the order is applied, and a row that left is a ghost where it stood for five seconds', () => {
  const kept = applyOrder(rows(1, 2, 3));
  const left = settle(kept, rows(3, 1), 1_000);
  expect(left.order).toEqual([3, 2, 1]);
  expect(arrange(left, rows(3, 1)).map((one) => one.gone)).toEqual([false, true, false]);
  expect(settle(left, rows(3, 1), 1_000 + GHOST_MS - 1).order).toEqual([3, 2, 1]);
  expect(settle(left, rows(3, 1), 1_000 + GHOST_MS).order).toEqual([3, 1]);
});

test('a row that left under the pointer has been a ghost since it left, and comes back as itself', () => {
  const left = keepOrder(applyOrder(rows(1, 2)), rows(1), 1_000);
  expect(keepOrder(left, rows(1), 9_000).goneAt.get(2)).toBe(1_000);
  expect(settle(left, rows(1), 9_000).order).toEqual([1]);
  expect(keepOrder(left, rows(1, 2), 9_000).goneAt.size).toBe(0);
});

test('ten thousand rows in reverse are counted at once', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => index + 1);
  expect(countMoved(ids, rows(...ids.toReversed()))).toBe(9_999);
});
