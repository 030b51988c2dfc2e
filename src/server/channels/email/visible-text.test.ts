import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { visibleText } from './visible-text.ts';

const QUOTE = '> Poštovana,\n> javit ćemo se.\n';

test.each([
  ['en', 'On Fri, Nov 20, 2026 at 9:15 AM Bura Support <support@bura.example> wrote:'],
  ['en, wrapped', 'On Fri, Nov 20, 2026 at 9:15 AM Bura Support\n<support@bura.example> wrote:'],
  [
    'hr',
    'pet, 20. stu 2026. u 09:15 Bura Support <support@bura.example> napisao/la je:'.replace(
      'napisao/la je',
      'je napisao/la',
    ),
  ],
  ['fil', 'Noong Biy, Nob 20, 2026 nang 9:15 AM, si Bura <support@bura.example> ay sumulat:'],
  ['vi', 'Vào Th 6, 20 thg 11, 2026 vào lúc 09:15 Bura <support@bura.example> đã viết:'],
  [
    'ru',
    'пт, 20 нояб. 2026 г. в 09:15, Bura Support <support@bura.example>:\n20.11.2026 09:15, Bura пишет:'.split('\n')[1]!,
  ],
  ['it', 'Il giorno ven 20 nov 2026 alle ore 09:15 Bura <support@bura.example> ha scritto:'],
  ['de', 'Am Fr., 20. Nov. 2026 um 09:15 Uhr schrieb Bura <support@bura.example>:'],
])('the quoted mail below an answer goes (%s)', (_, attribution) => {
  expect(visibleText(`Hvala, radi.\n\n${attribution}\n\n${QUOTE}`)).toBe('Hvala, radi.');
});

test.each([
  '-----Original Message-----\nFrom: a@b.example\n\nold',
  '-----Izvorna poruka-----\nOd: a@b.example\n\nold',
  '-------- Исходное сообщение --------\nold',
  '-----Messaggio originale-----\nold',
  '________________________________\nFrom: Bura <a@b.example>\nSent: Friday\nTo: Ana\nSubject: x\n\nold',
  'От: Bura\nОтправлено: 20 ноября\nКому: Ana\nТема: x\n\nold',
  'Šalje: Bura\nPoslano: petak\nPrima: Ana\nPredmet: x\n\nold',
  'Từ: Bura\nĐã gửi: thứ sáu\nTới: Ana\nChủ đề: x\n\nold',
])('what Outlook puts below goes: %s', (below) => {
  expect(visibleText(`Thank you.\n\n${below}`)).toBe('Thank you.');
});

test('an answer below the quote is what stays', () => {
  expect(visibleText(`On Fri, Nov 20, 2026 at 9:15 Bura <s@bura.example> wrote:\n${QUOTE}\nIt works now.`)).toBe(
    'It works now.',
  );
});

test('answers between quoted lines keep the lines they answer', () => {
  const text = '> First?\n\nYes.\n\n> Second?\n\nNo.';
  expect(visibleText(text)).toBe(text);
});

test('signature and phone line go, dashes inside the text stay', () => {
  expect(visibleText('It broke.\n\n-- \nAna Kovač\nZagreb')).toBe('It broke.');
  expect(visibleText('It broke.\n\nSent from my iPhone')).toBe('It broke.');
  expect(visibleText('First -- second\n--- third')).toBe('First -- second\n--- third');
});

test('a bare forward or a quote alone is shown whole', () => {
  expect(visibleText('---------- Forwarded message ----------\nFrom: x@y.example\n\nSee this')).toContain('See this');
  expect(visibleText('> only a quote')).toBe('> only a quote');
});

test('a sentence that ends in "wrote:" without date or address is no quote', () => {
  expect(visibleText('Look what he wrote:\nyou owe me.')).toBe('Look what he wrote:\nyou owe me.');
});

test('a text made to take long is done at once', () => {
  const began = performance.now();
  for (const line of [
    'On 1 ',
    '>'.repeat(400),
    'From: ',
    '- '.repeat(200),
    'a@b '.repeat(90),
    '1 wrote:\n>\nx',
    'x 1 wrote:\n> q',
  ]) {
    visibleText(`x\n${`${line}\n`.repeat(5_000)}`);
  }
  expect(performance.now() - began).toBeLessThan(3_000);
});

const trimmer = path.resolve(import.meta.dirname, '../../../../../shared/data/mail/email_reply_trimmer/test');

// an empty list where the collection is not at hand: it is no part of a checkout
test.each(existsSync(trimmer) ? [trimmer] : [])('of the mails trimmed by hand in %s most come out the same', () => {
  const words = (text: string) => text.replace(/\s+/g, ' ').trim();
  const names = readdirSync(path.join(trimmer, 'trimmed'));
  const right = names.filter(
    (name) =>
      words(visibleText(readFileSync(path.join(trimmer, 'emails', name), 'utf8'))) ===
      words(readFileSync(path.join(trimmer, 'trimmed', name), 'utf8')),
  );
  process.stdout.write(`visible text: ${right.length} of ${names.length} as trimmed by hand\n`);
  expect(right.length).toBeGreaterThanOrEqual(27);
});
