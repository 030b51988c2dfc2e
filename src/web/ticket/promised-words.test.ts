import { expect, test } from 'vitest';
import { NOTHING, type Written } from '#web/ticket/drafts.ts';
import { promiseTimes } from '#web/ticket/promise-times.ts';
import { givenTime, withoutTime } from '#web/ticket/promised-words.ts';

const draft = (text: string, html = ''): Written => ({ ...NOTHING, text, html });
const WORDS = 'You will hear from us by Tuesday & no later.';

test('a time stands in a sentence at the end, and another one takes its place', () => {
  const given = givenTime(draft('We look at it.'), WORDS, 5);
  expect(given).toMatchObject({ text: `We look at it.\n\n${WORDS}`, html: '', promised: { at: 5 } });
  const other = givenTime(given, 'By Friday.', 7);
  expect(other).toMatchObject({ text: 'We look at it.\n\nBy Friday.', promised: { at: 7, words: 'By Friday.' } });
  expect(givenTime(draft(''), WORDS, 5).text).toBe(WORDS);
});

test('taken out, it leaves what was there, formatted or not', () => {
  const formatted = draft('We look.', '<p>We <em>look</em>.</p>');
  const given = givenTime(formatted, WORDS, 5);
  expect(given.html).toBe('<p>We <em>look</em>.</p><p>You will hear from us by Tuesday &amp; no later.</p>');
  expect(withoutTime(given)).toEqual(formatted);
});

test('a sentence that was changed stays, and promises nothing any more', () => {
  const given = givenTime(draft('Hello.'), WORDS, 5);
  const changed = { ...given, text: given.text.replace('Tuesday', 'Wednesday') };
  expect(withoutTime(changed)).toMatchObject({ text: changed.text, promised: null });
});

test('times are full hours soon, and mornings and afternoons to come, by the clock of the reader', () => {
  const friday = Date.parse('2026-11-20T15:40:00+01:00');
  expect(promiseTimes(friday, 'Europe/Zagreb').map((at) => new Date(at).toISOString())).toEqual([
    '2026-11-20T16:00:00.000Z',
    '2026-11-20T17:00:00.000Z',
    '2026-11-20T19:00:00.000Z',
    '2026-11-21T09:00:00.000Z',
    '2026-11-21T15:00:00.000Z',
    '2026-11-22T09:00:00.000Z',
    '2026-11-22T15:00:00.000Z',
    '2026-11-23T09:00:00.000Z',
    '2026-11-23T15:00:00.000Z',
  ]);
});
