import { parseSync, Visitor } from 'vite';
import { lineAt, textOf } from './gate.ts';

/** The parser's own visitor: one function per kind of node. */
export type Visits = ConstructorParameters<typeof Visitor>[0];

/** A piece of string in a source file. Interpolations of a template read as `$`. */
export interface Words {
  readonly text: string;
  readonly line: number;
}

/** Parses a file (comments are not in the tree) and visits it. Throws when it does not parse: that is no pass. */
export function visit(root: string, path: string, visits: (lineOf: (offset: number) => number) => Visits): void {
  const text = textOf(root, path);
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message ?? ''}`);
  new Visitor(visits((offset) => lineAt(text, offset))).visit(program);
}

/** Every string and template of a file, wherever it stands. */
export function wordsOf(root: string, path: string): Words[] {
  if (path.endsWith('.sql')) return [{ text: withoutSqlComments(textOf(root, path)), line: 1 }];
  const found: Words[] = [];
  visit(root, path, (lineOf) => ({
    Literal: (node) => {
      if (typeof node.value === 'string') found.push({ text: node.value, line: lineOf(node.start) });
    },
    TemplateLiteral: (node) => {
      const text = node.quasis.map((part) => part.value.cooked ?? part.value.raw).join('$');
      found.push({ text, line: lineOf(node.start) });
    },
  }));
  return found;
}

// Blanked, not cut, so that lines keep their numbers.
export const withoutSqlComments = (sql: string): string =>
  sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
