import { expect, test } from 'vitest';
import { hasFormatting, htmlOfPlain, plainOfDoc, type DocNode } from '#web/ticket/plain-of-doc.ts';

const text = (words: string, ...marks: NonNullable<DocNode['marks']>): DocNode => ({
  type: 'text',
  text: words,
  marks,
});
const node = (type: string, ...content: DocNode[]): DocNode => ({ type, content });
const p = (...content: DocNode[]) => node('paragraph', ...content);
const link = (href: string) => ({ type: 'link', attrs: { href } });

test('lists, quotes and code keep their shape as plain text', () => {
  const doc = node(
    'doc',
    p(text('Hello '), text('Ana', { type: 'bold' })),
    node(
      'bulletList',
      node('listItem', p(text('one')), node('orderedList', node('listItem', p(text('deep'))))),
      node('listItem', p(text('two'))),
    ),
    node('blockquote', p(text('you said')), p(text('more'))),
    node('codeBlock', text('a\nb')),
  );
  expect(plainOfDoc(doc)).toBe('Hello Ana\n\n- one\n  1. deep\n- two\n\n> you said\n>\n> more\n\n    a\n    b');
});

test('a link says where it leads, unless its words are the address', () => {
  const doc = node(
    'doc',
    p(text('form', link('https://x.example/f')), text(' '), text('https://x.example', link('https://x.example/'))),
  );
  expect(plainOfDoc(doc)).toBe('form (https://x.example/f) https://x.example');
});

test('only what paragraphs cannot say is formatting', () => {
  expect(hasFormatting(node('doc', p(text('a'), node('hardBreak'), text('b'))))).toBe(false);
  expect(hasFormatting(node('doc', p(text('a', { type: 'italic' }))))).toBe(true);
  expect(hasFormatting(node('doc', node('bulletList')))).toBe(true);
});

test('plain text becomes paragraphs in which nothing is markup', () => {
  expect(htmlOfPlain('a <b>\nc\n\n"d" & e')).toBe('<p>a &lt;b&gt;<br>c</p><p>&quot;d&quot; &amp; e</p>');
  expect(htmlOfPlain('')).toBe('');
});
