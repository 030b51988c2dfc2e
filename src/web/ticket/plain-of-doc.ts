/** A node of the editor's document, as it says itself in JSON. */
export interface DocNode {
  type?: string | undefined;
  text?: string | undefined;
  attrs?: Record<string, unknown> | undefined;
  marks?: readonly { type: string; attrs?: Record<string, unknown> | undefined }[] | undefined;
  content?: readonly DocNode[] | undefined;
}

/** What was written as plain text that reads as well: lists with their marks, quotes with `>`, addresses of links. */
export const plainOfDoc = (doc: DocNode): string => blocks(doc.content ?? []).trim();

const blocks = (nodes: readonly DocNode[]): string => nodes.map(block).join('\n\n');

function block(node: DocNode): string {
  const inside = node.content ?? [];
  switch (node.type) {
    case 'bulletList':
      return inside.map((item) => listItem(item, '- ')).join('\n');
    case 'orderedList': {
      const first = Number(node.attrs?.['start'] ?? 1);
      return inside.map((item, index) => listItem(item, `${first + index}. `)).join('\n');
    }
    case 'blockquote':
      return indented(blocks(inside), '> ', '> ');
    case 'codeBlock':
      return indented(inline(inside), '    ', '    ');
    default:
      return inline(inside);
  }
}

const listItem = (item: DocNode, mark: string): string =>
  indented((item.content ?? []).map(block).join('\n'), mark, ' '.repeat(mark.length));

const indented = (text: string, first: string, rest: string): string =>
  text
    .split('\n')
    .map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd())
    .join('\n');

const inline = (nodes: readonly DocNode[]): string => nodes.map(run).join('');

function run(node: DocNode): string {
  if (node.type === 'hardBreak') return '\n';
  const text = node.text ?? '';
  const href = node.marks?.find(({ type }) => type === 'link')?.attrs?.['href'];
  if (typeof href !== 'string' || href.replace(/^mailto:/, '') === text || href.replace(/\/$/, '') === text)
    return text;
  return `${text} (${href})`;
}

/** Whether there is more to it than paragraphs: only then it is worth sending as HTML too. */
export function hasFormatting(node: DocNode): boolean {
  const isPlain =
    ['doc', 'paragraph', 'text', 'hardBreak'].includes(node.type ?? 'doc') && (node.marks ?? []).length === 0;
  return !isPlain || (node.content ?? []).some(hasFormatting);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Plain text as the editor's HTML. */
export const htmlOfPlain = (text: string): string =>
  text === ''
    ? ''
    : text
        .split(/\n{2,}/)
        .map((part) => `<p>${part.replaceAll(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign).replaceAll('\n', '<br>')}</p>`)
        .join('');
