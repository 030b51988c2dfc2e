import { expect, test } from 'vitest';
import { beyond, isKept, keptPart, MOST_LISTS, MOST_TICKETS, nameOf, withoutTicket } from './what-is-kept.ts';

const names = (keys: readonly (readonly unknown[])[]) => keys.map((key, at) => ({ name: nameOf(key), at }));

test('the two hundred tickets that were looked at last are kept, each with all its parts', () => {
  const opened = Array.from({ length: MOST_TICKETS + 2 }, (_, id) => [
    ['ticket', id],
    ['messages', id],
    ['events', id],
  ]).flat();
  expect(beyond(names(opened)).toSorted()).toEqual(
    [0, 1].flatMap((id) => [nameOf(['events', id]), nameOf(['messages', id]), nameOf(['ticket', id])]).toSorted(),
  );
});

test('a ticket that was looked at again stays for one that was not', () => {
  const opened = Array.from({ length: MOST_TICKETS + 1 }, (_, id) => ['ticket', id]);
  expect(beyond(names([...opened, ['messages', 0]]))).toEqual([nameOf(['ticket', 1])]);
});

test('lists are kept by themselves, and who one is for ever', () => {
  const lists = Array.from({ length: MOST_LISTS + 1 }, (_, team) => ['tickets', 'all', { team: [team] }]);
  expect(beyond(names([['me'], ['people'], ...lists]))).toEqual([nameOf(['tickets', 'all', { team: [0] }])]);
});

test('of a long list its beginning is kept, with the address of each page', () => {
  const pages = ['a', 'b', 'c'];
  const kept = keptPart(['tickets', 'all', {}], { pages, pageParams: ['', '1', '2'] });
  expect(kept).toEqual({ pages: ['a', 'b'], pageParams: ['', '1'] });
  expect(keptPart(['ticket', 7], { id: 7 })).toEqual({ id: 7 });
});

test('what is searched, asked about health or caught as mail is not kept', () => {
  expect([['search', 'x'], ['health'], ['caught-mail'], ['presence', 1]].filter(isKept)).toEqual([]);
});

test('a ticket that may not be seen any more leaves every page of a list, and what was told about it', () => {
  const key = ['tickets', 'all', {}];
  const list = { pages: [{ items: [{ id: 1 }, { id: 2 }] }, { items: [{ id: 3 }] }], pageParams: ['', 'x'] };
  expect(withoutTicket(key, list, 2)).toEqual({
    pages: [{ items: [{ id: 1 }] }, { items: [{ id: 3 }] }],
    pageParams: ['', 'x'],
  });
  const notices = {
    items: [
      { id: 2, ticketId: 7 },
      { id: 7, ticketId: 8 },
    ],
    unseen: 1,
  };
  expect(withoutTicket(['notices'], notices, 7)).toEqual({ items: [{ id: 7, ticketId: 8 }], unseen: 1 });
  expect(withoutTicket(key, list, 9)).toBeNull();
  expect(withoutTicket(['tickets', 'counts'], { counts: {} }, 1)).toBeNull();
  expect(withoutTicket(['people'], { items: [{ id: 2 }] }, 2)).toBeNull();
});
