import { expect, test } from 'vitest';
import { cleanFileName } from './file-name.ts';
import { sniffMediaType } from './sniff.ts';

test.each([
  ['89504e470d0a1a0a00', 'x.html', 'image/png'],
  ['ffd8ffe000104a464946', 'photo', 'image/jpeg'],
  ['524946460000000057454250', 'a.exe', 'image/webp'],
  ['255044462d312e37', 'račun.pdf', 'application/pdf'],
  ['504b0304140000', 'plan.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['504b0304140000', 'page.html', 'application/zip'],
  ['4d5a90000300', 'photo.png', 'application/octet-stream'],
  ['', 'nothing.txt', 'application/octet-stream'],
])('%s called %s is %s', (hex, name, expected) => {
  expect(sniffMediaType(Buffer.from(hex, 'hex'), name)).toBe(expected);
});

test('what a browser would run is text that it only shows', () => {
  for (const name of ['x.html', 'x.svg', 'x.js', 'x.png', 'x.xhtml']) {
    const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    expect(sniffMediaType(bytes, name)).toBe('text/plain');
  }
  expect(sniffMediaType(Buffer.from('a;b\n1;č\n'), 'list.csv')).toBe('text/csv');
});

test('text whose letter is cut where the look ends is still text', () => {
  expect(sniffMediaType(Buffer.from(`${'a'.repeat(4_095)}č`), 'x.txt')).toBe('text/plain');
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\ana\\račun 1.pdf', 'račun 1.pdf'],
  ['invoice\u202egnp.exe', 'invoicegnp.exe'],
  ['a\r\nContent-Type: text/html\r\n.txt', 'html.txt'],
  ['..', 'file'],
  ['\u200b\u200b', 'file'],
  [`${'long'.repeat(100)}.pdf`, `${'long'.repeat(49)}.pdf`],
  ['\ud800.txt', '\ufffd.txt'],
])('a file called %j is kept as %j', (given, expected) => {
  expect(cleanFileName(given, 'file')).toBe(expected);
});
