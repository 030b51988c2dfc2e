import { expect, test } from 'vitest';
import { LINK_KINDS, MIRRORED, MOST_LINKS } from '#core/link/link.ts';
import { MINUTE } from '#core/time.ts';
import { history, PETRA, zagreb } from '#test/harness/core.ts';
import { replayed } from '#test/harness/pair.ts';

const NINE = zagreb('2026-11-23 09:00');

test('what one ticket is to another is said once, and taken back', () => {
  const told = history(NINE);
  told.at(NINE + MINUTE, { type: 'link', otherId: 9, kind: 'duplicate_of' }, PETRA);
  expect(told.at(NINE + MINUTE, { type: 'link', otherId: 9, kind: 'related' }, PETRA)).toMatchObject({
    refusal: 'already_linked',
  });
  expect(told.ticket.links).toEqual([{ otherId: 9, kind: 'duplicate_of' }]);
  told.at(NINE + 2 * MINUTE, { type: 'unlink', otherId: 9 }, PETRA);
  expect(told.ticket.links).toEqual([]);
  expect(told.at(NINE + 2 * MINUTE, { type: 'unlink', otherId: 9 }, PETRA)).toMatchObject({ refusal: 'not_linked' });
  expect(replayed(told.log)).toEqual(told.ticket);
});

test('no clock hears of a link, and a closed ticket may have one', () => {
  const told = history(NINE);
  const { clocks } = told.ticket;
  told.at(NINE + MINUTE, { type: 'link', otherId: 9, kind: 'child_of' }, PETRA);
  expect(told.ticket.clocks).toEqual(clocks);
  told.at(NINE + 2 * MINUTE, { type: 'close_as', as: 'spam' }, PETRA);
  expect(told.at(NINE + 3 * MINUTE, { type: 'link', otherId: 8, kind: 'related' }, PETRA).ok).toBe(true);
});

test('a ticket has a bounded number of links, none to itself', () => {
  const told = history(NINE);
  expect(told.at(NINE, { type: 'link', otherId: told.ticket.id, kind: 'related' }, PETRA)).toMatchObject({
    refusal: 'links_itself',
  });
  for (let otherId = 100; otherId < 100 + MOST_LINKS; otherId += 1) {
    expect(told.at(NINE, { type: 'link', otherId, kind: 'parent_of' }, PETRA).ok).toBe(true);
  }
  expect(told.at(NINE, { type: 'link', otherId: 99, kind: 'related' }, PETRA)).toMatchObject({
    refusal: 'too_many_links',
  });
});

test('what is said of one ticket is said the other way round of the other', () => {
  for (const kind of LINK_KINDS) expect(MIRRORED[MIRRORED[kind]]).toBe(kind);
});
