import { expect, test } from 'vitest';
import { firstLine, subjectOfSplit } from './split-subject.ts';

const ticketSubject = 'Povrat pologa';

test.each([
  ['Krivi iznos na računu', 'Krivi iznos na računu'],
  ['Re: Povrat pologa', 'Gdje je moj račun?'],
  ['AW: Re[2]: povrat pologa', 'Gdje je moj račun?'],
  ['Odg: Povrat pologa', 'Gdje je moj račun?'],
  ['', 'Gdje je moj račun?'],
])('a message with the subject "%s" opens a ticket called "%s"', (messageSubject, subject) => {
  expect(subjectOfSplit({ messageSubject, ticketSubject, text: 'Gdje je moj račun?' })).toBe(subject);
});

test('a message without words is called like the ticket it leaves', () => {
  expect(subjectOfSplit({ messageSubject: 'Re: Povrat pologa', ticketSubject, text: ' \n--\n' })).toBe(ticketSubject);
});

test.each([
  ['Poštovani,\n\n  gdje je  moj račun?\nHvala', 'gdje je moj račun?'],
  ['Hvala!', 'Hvala!'],
  ['\n\n***\nA second invoice', 'A second invoice'],
  ['', ''],
])('of %j the first line that says something is %j', (text, line) => {
  expect(firstLine(text)).toBe(line);
});

test('a long line is cut at a word, and no letter is cut in two', () => {
  const line = firstLine('where is my refund '.repeat(40));
  expect(line.length).toBeLessThanOrEqual(120);
  expect(line).toMatch(/\w…$/);
  expect(firstLine('💥'.repeat(200)).isWellFormed()).toBe(true);
});
