import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { InboundMessage } from '#core/intake/inbound.ts';
import { parseMail } from './parse.ts';

const parse = async (raw: string, encoding: BufferEncoding = 'utf8'): Promise<InboundMessage> => {
  const bytes = Buffer.from(raw.replaceAll('\n', '\r\n'), encoding);
  const parsed = await parseMail(bytes, { nullSender: false, loopMark: 'mark' });
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.message;
};

const mail = (headers: string, body: string): string =>
  `From: Ana <ana@posta.example>\nSubject: Headphones\nMIME-Version: 1.0\n${headers}\n${body}`;

test('blanks that a gateway puts behind the lines between parts hide no part', async () => {
  const { text, attachments } = await parse(
    mail(
      'Content-Type: multipart/mixed; boundary="b1"\n',
      '--b1  \nContent-Type: text/plain\n\nSee the invoice.\n-- \nAna\n--b1\t\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nQUJD\n--b1--  \n',
    ),
  );
  expect(text).toBe('See the invoice.\n-- \nAna');
  expect(attachments).toMatchObject([{ name: 'a.pdf', size: 3 }]);
});

test('a mail whose parts cannot be told apart shows its words, and comes along whole', async () => {
  const { text, attachments } = await parse(
    mail(
      'Content-Type: multipart/mixed; boundary="outer"\n',
      '--outer\nContent-Type: multipart/alternative;\nboundary="inner"\n\n--inner\nContent-Type: text/plain\n\nThe left side is silent.\nSince Friday.\n--inner--\n\n--outer--\n',
    ),
  );
  expect(text).toBe('The left side is silent.\nSince Friday.');
  expect(attachments).toMatchObject([{ name: 'message.eml' }]);
});

test('a mail of empty parts is empty, and has nothing attached', async () => {
  const message = await parse(
    mail('Content-Type: multipart/alternative; boundary=b\n', '--b\nContent-Type: text/plain\n\n\n--b--\n'),
  );
  expect(message).toMatchObject({ text: '', attachments: [] });
});

test('an attachment in the code of old Unix is decoded', async () => {
  const { attachments } = await parse(
    mail(
      'Content-Type: multipart/mixed; boundary=b\n',
      '--b\nContent-Type: text/plain\n\nHello\n--b\nContent-Type: text/plain; name=cat.txt\nContent-Transfer-Encoding: x-uuencode\nContent-Disposition: attachment\n\nbegin 644 cat.txt\n#0V%T\n`\nend\n--b--\n',
    ),
  );
  const hash = createHash('sha256').update('Cat').digest();
  expect(attachments).toMatchObject([{ name: 'cat.txt', size: 3, bytes: Buffer.from('Cat'), hash }]);
});

test('what says that code and is none stays as it came', async () => {
  const { attachments } = await parse(
    mail(
      'Content-Type: multipart/mixed; boundary=b\n',
      '--b\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: uuencode\n\nno code\n--b--\n',
    ),
  );
  expect(attachments).toMatchObject([{ size: 'no code'.length }]);
});

test('a subject that is encoded and raw at once is decoded', async () => {
  const raw = 'Subject: =?iso-8859-1?Q?Die_Fr\xf6sche_=E4rgern?= =?utf-8?B?xI1hcg==?= f\xfcr uns\n\nHallo\n';
  expect((await parse(raw, 'latin1')).subject).toBe('Die Frösche ärgernčar für uns');
});

test('Japanese that names one charset and is in another is read', async () => {
  const headers = 'Content-Type: text/plain; charset="ISO-2022-JP"\n';
  expect((await parse(mail(headers, '送信できませんでした。'))).text).toBe('送信できませんでした。');
  const inEuc = mail(
    headers,
    '\xc1\xf7\xbf\xae\xa4\xc7\xa4\xad\xa4\xde\xa4\xbb\xa4\xf3\xa4\xc7\xa4\xb7\xa4\xbf\xa1\xa3',
  );
  expect((await parse(inEuc, 'latin1')).text).toBe('送信できませんでした。');
  const withEnglish = await parse(`${inEuc}\nYour message was not delivered within one hour.\n`, 'latin1');
  expect(withEnglish.text).toContain('送信できませんでした。\nYour');
});
