import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { InboundMessage } from '#core/intake/inbound.ts';
import { parseMail } from './parse.ts';

const context = { nullSender: false, loopMark: 'mark' };

const parse = async (raw: string | Buffer, nullSender = false): Promise<InboundMessage> => {
  const bytes = typeof raw === 'string' ? Buffer.from(raw.replaceAll('\n', '\r\n')) : raw;
  const parsed = await parseMail(bytes, { ...context, nullSender });
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.message;
};

const mail = (headers: string, body = 'Hello') =>
  `From: Ana Kovač <Ana.Kovac@posta.example>\nTo: support@bura.example\nSubject: Slušalice\nMessage-ID: <1@posta.example>\nDate: Fri, 20 Nov 2026 09:15:00 +0100\n${headers}\n${body}\n`;

test('a plain mail gives sender, recipients, subject, ids and moment', async () => {
  const message = await parse(mail('In-Reply-To: <0@bura.example>\nReferences: <a@x> <0@bura.example>\n'));
  expect(message).toMatchObject({
    kind: 'message',
    messageId: '1@posta.example',
    from: { name: 'Ana Kovač', address: 'ana.kovac@posta.example' },
    to: [{ address: 'support@bura.example' }],
    subject: 'Slušalice',
    date: Date.UTC(2026, 10, 20, 8, 15),
    references: ['0@bura.example', 'a@x'],
    text: 'Hello',
    ours: false,
  });
});

test('a mail that says UTF-8 and is in windows-1250 stays readable', async () => {
  const body = Buffer.from('Dobar dan, slu\x9aalice \xe8itav dan \x9aute i pucaju, mo\x9eete li pomo\xe6i?', 'latin1');
  const head = Buffer.from(mail('Content-Type: text/plain; charset=utf-8\n', '').replaceAll('\n', '\r\n'));
  expect((await parse(Buffer.concat([head, body]))).text).toBe(
    'Dobar dan, slušalice čitav dan šute i pucaju, možete li pomoći?',
  );
});

test('Russian without any charset is read, in the body and in the subject', async () => {
  const cp1251 = Buffer.from([
    0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x2c, 0x20, 0xef, 0xee, 0xec, 0xee, 0xe3, 0xe8, 0xf2, 0xe5,
  ]);
  const raw = Buffer.concat([
    Buffer.from('From: o@pismo.example\r\nSubject: '),
    cp1251,
    Buffer.from('\r\n\r\n'),
    cp1251,
  ]);
  const message = await parse(raw);
  expect([message.subject, message.text]).toEqual(['Привет, помогите', 'Привет, помогите']);
});

test('a charset nobody knows does not lose the words', async () => {
  expect((await parse(mail('Content-Type: text/plain; charset=x-unknown-99\n', 'čćžšđ'))).text).toBe('čćžšđ');
});

test('a mail without From, Message-ID, Date or body is still a message', async () => {
  const message = await parse('Subject: only this\n\n');
  expect(message).toMatchObject({
    from: null,
    messageId: null,
    date: null,
    dateText: null,
    text: '',
    subject: 'only this',
  });
});

test.each([
  ['nothing at all', Buffer.alloc(0)],
  ['one line feed', Buffer.from('\n')],
  ['zero bytes', Buffer.alloc(1000)],
  ['no header, binary', Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))],
  ['a boundary that never comes', Buffer.from('Content-Type: multipart/mixed; boundary=x\r\n\r\nhello')],
  ['a broken content type', Buffer.from('Content-Type: ;;;=\r\n\r\nhello')],
  ['a NUL in the subject', Buffer.from('Subject: a\0b\r\n\r\nhe\0llo')],
])('%s is read without a throw and holds nothing that cannot be stored', async (_, raw) => {
  const message = await parse(raw);
  expect(JSON.stringify([message.subject, message.text, message.from])).not.toContain('\\u0000');
});

test('a header of a megabyte, a thousand parts, a hundred levels: an answer, never a throw', async () => {
  const hugeHeader = `X-Long: ${'a'.repeat(1_000_000)}\n\nHello`;
  const parts = `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(2000)}--b--\n`;
  const nested = Array.from(
    { length: 100 },
    (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`,
  ).join('');
  expect(await parseMail(Buffer.from(hugeHeader), context)).toMatchObject({ ok: false });
  expect(await parseMail(Buffer.from(parts), context)).toMatchObject({ ok: false });
  expect(await parseMail(Buffer.from(`${nested}\nHello`), context)).toMatchObject({ ok: true });
});

test('a mail inside a mail is an attachment and answers for nothing', async () => {
  const inner = 'From: x@evil.example\nMessage-ID: <inner@evil.example>\nAuto-Submitted: auto-replied\n\ninner';
  const message = await parse(
    mail(
      'Content-Type: multipart/mixed; boundary=b\n',
      `--b\n\nouter\n--b\nContent-Type: message/rfc822\n\n${inner}\n--b--`,
    ),
  );
  expect(message).toMatchObject({ kind: 'message', messageId: '1@posta.example', text: 'outer' });
  expect(message.attachments).toMatchObject([{ name: 'message-1.eml', mediaType: 'message/rfc822' }]);
});

test('attachments keep name, type and bytes; a name cannot leave its folder', async () => {
  const part = (name: string) =>
    `--b\nContent-Type: Image/PNG; name="${name}"\nContent-Disposition: attachment; filename="${name}"\nContent-Transfer-Encoding: base64\n\nSGVsbG8=\n`;
  const message = await parse(
    mail('Content-Type: multipart/mixed; boundary=b\n', `${part('../../etc/passwd')}${part('čaj.png')}--b--`),
  );
  expect(message.attachments.map(({ name, mediaType, size }) => [name, mediaType, size])).toEqual([
    ['passwd', 'image/png', 5],
    ['čaj.png', 'image/png', 5],
  ]);
  expect(Buffer.from(message.attachments[0]!.bytes).toString()).toBe('Hello');
});

test('HTML alone gives words as well', async () => {
  const message = await parse(
    mail('Content-Type: text/html; charset=utf-8\n', '<p>Dobar <b>dan</b></p><script>x()</script>'),
  );
  expect(message.text).toBe('Dobar dan');
  expect(message.html).toContain('<b>dan</b>');
});

test('a body beyond the limit is cut and the whole mail attached', async () => {
  const message = await parse(mail('', 'long words '.repeat(60_000)));
  expect(message.text.length).toBe(500_000);
  expect(message.attachments.at(-1)).toMatchObject({ name: 'message.eml', mediaType: 'message/rfc822' });
});

test('HTML made to take long is answered soon: its words stay, the whole mail is attached', async () => {
  const began = performance.now();
  for (const body of [
    '<b>'.repeat(300_000),
    '<script>'.repeat(100_000),
    '<style>x'.repeat(100_000),
    '<a href="'.repeat(90_000),
  ]) {
    const message = await parse(mail('Content-Type: text/html\n', `hello ${body}`));
    expect(message.html).toBeNull();
    expect(message.text).toContain('hello');
    expect(message.attachments.at(-1)).toMatchObject({ name: 'message.eml' });
  }
  expect(performance.now() - began).toBeLessThan(8_000);
});

test.each([
  ['Auto-Submitted: auto-replied (vacation)\n', 'auto_reply'],
  ['Auto-Submitted: auto-generated\n', 'auto_reply'],
  ['Auto-Submitted: no\n', 'message'],
  ['X-Autoreply: yes\n', 'auto_reply'],
  ['X-Autoreply: no\n', 'message'],
  ['Precedence: auto_reply\n', 'auto_reply'],
  ['Precedence: bulk\n', 'auto_reply'],
  ['Precedence: list\nList-Id: <users.list.example>\n', 'message'],
  ['Precedence: bulk\nList-Id: <users.list.example>\n', 'message'],
  ['Return-Path: <>\n', 'auto_reply'],
  ['X-Auto-Response-Suppress: All\n', 'message'],
  ['X-Failed-Recipients: ana@posta.example\n', 'bounce'],
])('%s makes it %s', async (header, kind) => {
  expect((await parse(mail(header))).kind).toBe(kind);
});

test('an absence note is known by its subject in the languages we speak, a complaint about one is not', async () => {
  const kinds = async (subject: string) => (await parse(`From: a@b.example\nSubject: ${subject}\n\nx`)).kind;
  for (const subject of [
    'Automatic reply: Hi',
    'Automatski odgovor: Hi',
    'Автоответ: Hi',
    'Risposta automatica: Hi',
    'Trả lời tự động: Hi',
    'Awtomatikong tugon: Hi',
  ]) {
    expect([subject, await kinds(subject)]).toEqual([subject, 'auto_reply']);
  }
  expect(await kinds('Your automatic reply is rude')).toBe('message');
  expect(await kinds('Re: Automatic reply: Hi')).toBe('message');
});

const report = (action: string, status: string) =>
  `From: MAILER-DAEMON@mx.example\nTo: support@bura.example\nSubject: Undelivered Mail Returned to Sender\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n
--b\n\nI could not deliver.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ana@posta.example\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 550 ${status}\n no such user\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <abc@bura.example>\nSubject: Re: x\n\nhello\n--b--\n`;

test('a person who asks about a bounce, or is the postmaster, is a person', async () => {
  const asks = mail(
    'Content-Type: multipart/mixed; boundary=b\n',
    '--b\n\nPlease help, see the report.\n--b\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\n--b--',
  );
  expect(await parse(asks)).toMatchObject({ kind: 'message' });
  const postmaster =
    'From: Postmaster Ana <postmaster@posta.example>\nSubject: Question\n\nThis account does not exist.';
  expect(await parse(postmaster)).toMatchObject({ kind: 'message' });
});

test('a bounce says who, why and which message', async () => {
  expect(await parse(report('failed', '5.1.1'), true)).toMatchObject({
    kind: 'bounce',
    bounce: {
      finalRecipient: 'ana@posta.example',
      status: '5.1.1',
      diagnostic: 'smtp; 550 5.1.1 no such user',
      originalMessageId: 'abc@bura.example',
      final: true,
    },
  });
  expect(await parse(report('delayed', '4.4.1'))).toMatchObject({ kind: 'bounce', bounce: { final: false } });
});

test('the same mail by another way has the same identity; another content has another', async () => {
  const identity = async (raw: string) => Buffer.from((await parse(raw)).identity).toString('hex');
  const first = await identity(mail(''));
  expect(await identity(`Received: from x by y\nDKIM-Signature: v=1\n${mail('')}`)).toBe(first);
  expect(await identity(mail('', 'Something else'))).not.toBe(first);
  expect(await identity(mail('').replace('09:15', '09:16'))).not.toBe(first);
  const noId = mail('').replace(/Message-ID.*\n/, '');
  expect(await identity(`Received: from z\n${noId}`)).toBe(await identity(noId));
});

test('an id too long for an index still equals itself', async () => {
  const long = `${'x'.repeat(1500)}@x.example`;
  const { messageId } = await parse(mail('').replace('1@posta.example', long));
  const { references } = await parse(mail(`In-Reply-To: <${long}>\n`));
  expect(references).toEqual([messageId]);
  expect(messageId!.length).toBeLessThan(100);
});

test('only the mark of this installation makes a mail ours', async () => {
  expect((await parse(mail('X-Belay-Loop: mark\n'))).ours).toBe(true);
  expect((await parse(mail('X-Belay-Loop: another\n'))).ours).toBe(false);
});

const nasty = path.resolve(import.meta.dirname, '../../../../../shared/data/mail');

// an empty list where the collection is not at hand: it is no part of a checkout
test.each(existsSync(nasty) ? [nasty] : [])('every nasty mail of %s is read, the same way twice', async () => {
  const files = globSync('**/*', { cwd: nasty, withFileTypes: true }).filter((entry) => entry.isFile());
  const counts: Record<string, number> = {};
  const bounces = { seen: 0, all: 0 };
  for (const file of files) {
    const raw = readFileSync(path.join(file.parentPath, file.name));
    const parsed = await parseMail(raw, context);
    const kind = parsed.ok ? parsed.message.kind : 'unreadable';
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (/sisimai.*maildir.(?!not)/.test(file.parentPath)) {
      bounces.all += 1;
      if (kind !== 'message') bounces.seen += 1;
    }
    if (!parsed.ok) continue;
    const { text, subject, identity } = parsed.message;
    const sound = text.isWellFormed() && subject.isWellFormed() && !text.includes('\0');
    expect([file.name, sound]).toEqual([file.name, true]);
    if (files.indexOf(file) % 10 === 0) {
      const again = await parseMail(raw, context);
      expect([file.name, again.ok && Buffer.compare(again.message.identity, identity)]).toEqual([file.name, 0]);
    }
  }
  process.stdout.write(
    `nasty mail: ${files.length} files ${JSON.stringify(counts)}, bounces ${bounces.seen}/${bounces.all}\n`,
  );
  expect(files.length).toBeGreaterThan(1000);
  expect(counts['unreadable'] ?? 0).toBeLessThan(10);
  expect(bounces.seen / bounces.all).toBeGreaterThan(0.94);
});
