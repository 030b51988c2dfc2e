/** A document as what it consists of, before it is Markdown or a page. */
export type Block =
  | { type: 'heading'; level: 1 | 2 | 3; text: string }
  | { type: 'paragraph'; text: string }
  | { type: 'table'; head: string[]; rows: string[][] }
  | { type: 'changes'; lines: { sign: '+' | '-'; text: string }[] };

/** Markdown of a document; ends with a line feed. */
export const toMarkdown = (blocks: readonly Block[]): string => `${blocks.map(markdownOf).join('\n\n')}\n`;

const markdownOf = (block: Block): string => {
  switch (block.type) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${plain(block.text)}`;
    case 'paragraph':
      return plain(block.text);
    case 'table': {
      const row = (cells: string[]): string => `| ${cells.map((cell) => plain(cell)).join(' | ')} |`;
      const rule = `| ${block.head.map(() => '---').join(' | ')} |`;
      return [row(block.head), rule, ...block.rows.map(row)].join('\n');
    }
    case 'changes':
      // indented code: what is in it is no Markdown, whatever it says
      return block.lines.map(({ sign, text }) => `    ${sign} ${text}`).join('\n');
  }
};

/** What an operator wrote is text: nothing in it makes a heading, a cell, a link or markup. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|#]/g, String.raw`\$&`);

/** A whole page, to be served with `PAGE_HEADERS`. */
export const toPage = (blocks: readonly Block[], language: string): string => {
  const title = blocks.find((block) => block.type === 'heading')?.text ?? '';
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${blocks.map(htmlOf).join('')}</main></body></html>`;
};

/** It runs nothing and loads nothing. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
};

const STYLE =
  'html{color-scheme:light dark}body{margin:0;font:16px/1.6 system-ui,sans-serif}main{max-width:60rem;margin:auto;padding:1rem}table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{border:1px solid;padding:.4rem .6rem;text-align:start;vertical-align:top}ins,del{display:block;text-decoration:none;font-family:ui-monospace,monospace;white-space:pre-wrap}ins::before{content:"+ "}del::before{content:"− "}@media print{h2{break-after:avoid}table{break-inside:avoid}}';

const htmlOf = (block: Block): string => {
  switch (block.type) {
    case 'heading':
      return `<h${block.level}>${escaped(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${escaped(block.text)}</p>`;
    case 'table': {
      const cells = (tag: 'th' | 'td', row: string[]): string =>
        row.map((cell) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${escaped(cell)}</${tag}>`).join('');
      const rows = block.rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('');
      return `<table><thead><tr>${cells('th', block.head)}</tr></thead><tbody>${rows}</tbody></table>`;
    }
    case 'changes':
      return block.lines
        .map(({ sign, text }) => (sign === '+' ? `<ins>${escaped(text)}</ins>` : `<del>${escaped(text)}</del>`))
        .join('');
  }
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
