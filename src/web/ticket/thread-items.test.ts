import { expect, test } from 'vitest';
import type { PersonRef } from '#contract/common.ts';
import type { LoggedEventView, Message } from '#contract/ticket.ts';
import { weaveThread } from '#web/ticket/thread-items.ts';

const HOUR = 3_600_000;
const ana: PersonRef = { id: 1, name: 'Ana', role: 'customer' };
const marko: PersonRef = { id: 2, name: 'Marko', role: 'specialist' };

const message = (id: number, at: number, author = ana, kind: Message['kind'] = 'message'): Message => ({
  id,
  kind,
  questionId: null,
  author,
  fromAddress: null,
  to: [],
  cc: [],
  at,
  text: 'x',
  fullText: '',
  hasHtml: false,
  delivery: null,
  deliveryError: null,
  sendsAt: null,
  idReused: false,
  attachments: [],
});
const event = (seq: number, at: number, actor = marko): LoggedEventView => ({
  seq,
  at,
  actor,
  type: 'ticket_solved',
  body: {},
});

const weave = (given: Partial<Parameters<typeof weaveThread>[0]>) =>
  weaveThread({ messages: [], events: [], from: 0, looked: null, by: null, ...given }).map(({ key }) => key);

test('messages and events stand in the order they happened, events in a row as one', () => {
  const messages = [message(1, 0), message(2, 50)];
  const events = [event(1, 10), event(2, 20), event(3, 60)];
  expect(weave({ messages, events })).toEqual(['message 1', 'event 1', 'message 2', 'event 3']);
});

test('a day without a word is drawn, an hour is not, and an event ends a silence', () => {
  const messages = [message(1, 0), message(2, HOUR), message(3, 30 * HOUR)];
  expect(weave({ messages })).toEqual(['message 1', 'message 2', `silence ${30 * HOUR}`, 'message 3']);
  const events = [event(1, 20 * HOUR)];
  expect(weave({ messages, events })).toEqual(['message 1', 'message 2', 'event 1', 'message 3']);
});

test('one line parts what is new; an own reply alone is not new', () => {
  const messages = [message(1, 0), message(2, 1, marko, 'reply'), message(3, 2), message(4, 3)];
  expect(weave({ messages, looked: 1 })).toEqual(['message 1', 'message 2', 'new', 'message 3', 'message 4']);
  expect(weave({ messages: messages.slice(0, 2), looked: 1 })).toEqual(['message 1', 'message 2']);
  expect(weave({ messages, looked: null })).not.toContain('new');
});

test('events before the oldest loaded message wait with it', () => {
  expect(weave({ messages: [message(9, 100)], events: [event(1, 50), event(2, 150)], from: 100 })).toEqual([
    'message 9',
    'event 2',
  ]);
});

test('one person can be followed alone', () => {
  const messages = [message(1, 0), message(2, 1, marko, 'reply')];
  expect(weave({ messages, events: [event(1, 2), event(2, 3, ana)], by: 2 })).toEqual(['message 2', 'event 1']);
});
