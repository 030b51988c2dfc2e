import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readInChild } from '#scripts/eval-mail/child-pool.ts';

const folderWith = (files: Record<string, string | Buffer>): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'belay-eval-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return folder;
};

test('a mail is described with everything in it; what is no mail is words', async () => {
  const mail = [
    'From: Ana <ana@posta.example>',
    'To: b@bura.example',
    'Subject: Bok',
    'Date: Mon, 23 Nov 2026 09:15:00 +0100',
    'Message-ID: <2@posta.example>',
    'In-Reply-To: <1@posta.example>',
    'References: <0@posta.example> <1@posta.example>',
    '',
    'Hvala.',
    '',
    'On Mon, 23 Nov 2026, Bura <b@bura.example> wrote:',
    '> Molim?',
  ].join('\r\n');
  const files = { 'a.eml': mail, 'b.txt': 'Only words here.\n', 'c.bin': Buffer.from([0, 1, 2, 255, 254]) };
  const [one, words, bytes] = await readInChild(folderWith(files), Object.keys(files));
  expect(one).toMatchObject({
    ok: true,
    empty: false,
    from: { address: 'ana@posta.example' },
    date: '2026-11-23T08:15:00.000Z',
    messageId: '2@posta.example',
    inReplyTo: ['1@posta.example'],
    references: ['0@posta.example', '1@posta.example'],
    reply: 'Hvala.',
    kind: 'message',
  });
  expect(words).toMatchObject({ ok: true, empty: false, text: 'Only words here.' });
  expect(bytes).toMatchObject({ ok: true });
});

test('a file that hangs or blows up fails alone, and in its place', async () => {
  const folder = folderWith({
    'child.mjs': `process.on('message', (file) => {
      if (file.includes('hangs')) for (;;);
      if (file.includes('dies')) process.abort();
      process.send({ outcome: { ok: true, subject: file.slice(-4) }, residentMb: file.includes('fat') ? 9000 : 1 });
    });`,
  });
  const child = path.join(folder, 'child.mjs');
  const outcomes = await readInChild(folder, ['one1', 'hangs', 'dies', 'fat', 'two2'], {
    child,
    timeMs: 2_000,
    children: 1,
  });
  expect(outcomes.map((each) => (each.ok ? each.subject : each.error))).toEqual([
    'one1',
    'took longer than 2000 ms',
    'the child ended: out of memory, or killed',
    'took 9000 MB of memory',
    'two2',
  ]);
});
