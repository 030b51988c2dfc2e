import { expect, test } from 'vitest';
import { marked } from '#web/ticket/marked.ts';

const say = (text: string, marks: [number, number][]): string =>
  marked(text, marks)
    .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
    .join('');

test('what fits is marked, the rest stays as it is', () => {
  expect(say('Povrat novca nije stigao', [[0, 6]])).toBe('[Povrat] novca nije stigao');
  expect(
    say('one two three', [
      [8, 13],
      [0, 3],
    ]),
  ).toBe('[one] two [three]');
});

test('marks that touch, overlap or leave the text are one, and lose nothing', () => {
  expect(
    say('refund', [
      [0, 3],
      [2, 99],
    ]),
  ).toBe('[refund]');
  expect(say('refund', [[5, 2]])).toBe('refund');
  expect(say('', [[0, 3]])).toBe('');
});
