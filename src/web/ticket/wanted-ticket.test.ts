import { expect, test } from 'vitest';
import { wantedTicket } from '#web/ticket/wanted-ticket.ts';

test('a ticket is named beside a list and alone, by its number only', () => {
  expect(wantedTicket('/inbox/all/4812')).toBe(4812);
  expect(wantedTicket('/t/4812')).toBe(4812);
  expect(wantedTicket('/inbox/all')).toBeNull();
  expect(wantedTicket('/search')).toBeNull();
  expect(wantedTicket('/inbox/all/new')).toBeNull();
});
