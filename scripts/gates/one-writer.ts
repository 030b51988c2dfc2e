import { matchesGlob } from 'node:path';
import { tableOwners, writersOfAll, type TableOwner } from '#test/gates/table-owners.ts';
import { filesBelow, isTest, textOf, type Fault, type Gate } from './gate.ts';
import { visit, withoutSqlComments, wordsOf } from './source.ts';

interface Write {
  readonly table: string;
  readonly line: number;
}

const name = String.raw`(?:only\s+)?(?:"?\w+"?\.)?("?\w+"?|\$)`;
const alias = String.raw`(?:\s+(?:as\s+)?(?!set\b)\w+)?`;
const sqlWrites = [
  new RegExp(String.raw`\binsert\s+into\s+${name}`, 'gi'),
  new RegExp(String.raw`\bupdate\s+${name}${alias}\s+set\b`, 'gi'),
  new RegExp(String.raw`\bdelete\s+from\s+${name}`, 'gi'),
  new RegExp(String.raw`\bmerge\s+into\s+${name}`, 'gi'),
  new RegExp(String.raw`\btruncate\s+(?:table\s+)?${name}`, 'gi'),
  new RegExp(String.raw`\bcopy\s+${name}\s*(?:\([^)]*\))?\s+from\b`, 'gi'),
];
const builderWrites = new Set(['insertInto', 'replaceInto', 'updateTable', 'deleteFrom', 'mergeInto']);
const unreadable = '$';

/** Every table a file writes, by SQL text or query builder; `$` where the table cannot be read from the code. */
export function writesOf(root: string, path: string): Write[] {
  const writes: Write[] = wordsOf(root, path).flatMap(({ text, line }) =>
    sqlWrites.flatMap((pattern) =>
      [...withoutSqlComments(text).matchAll(pattern)].map((match) => ({
        table: (match[1] ?? unreadable).replaceAll('"', '').toLowerCase(),
        line: line + text.slice(0, match.index).split('\n').length - 1,
      })),
    ),
  );
  if (path.endsWith('.sql')) return writes;
  visit(root, path, (lineOf) => ({
    CallExpression: ({ callee, arguments: given, start }) => {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      if (!builderWrites.has(callee.property.name)) return;
      const [first] = given;
      const literal = first?.type === 'Literal' && typeof first.value === 'string' ? first.value : unreadable;
      writes.push({ table: literal.split(/\s+as\s+/)[0] ?? unreadable, line: lineOf(start) });
    },
  }));
  return writes;
}

/** Tables that migrations, or a file of ours, make, with the file that makes them. */
export const tablesMade = (root: string, files: readonly string[]): Map<string, string> =>
  new Map(
    files.flatMap((path) =>
      [
        ...withoutSqlComments(textOf(root, path)).matchAll(
          /\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?(?:"?\w+"?\.)?"?(\w+)"?/gi,
        ),
      ].map((match) => [(match[1] ?? '').toLowerCase(), path] as const),
    ),
  );

type Rules = { owners: Record<string, TableOwner>; ofAll: Record<string, string> };

const judgeWrite = (path: string, { table, line }: Write, { owners, ofAll }: Rules): Fault[] => {
  const where = `${path}:${line}`;
  if (table === unreadable && ofAll[path] !== undefined) return [];
  if (table === unreadable) return [{ where, says: 'writes a table whose name is not in the code: name it' }];
  const owner = owners[table];
  if (owner === undefined)
    return [{ where, says: `writes "${table}", which test/gates/table-owners.ts does not know` }];
  if (owner.writers.some((glob) => matchesGlob(path, glob))) return [];
  return [{ where, says: `writes "${table}", which only ${owner.writers.join(', ') || owner.by} may write` }];
};

/** One writer: a table is written only by its owner's store, and every table has an owner. */
export const oneWriter = (
  owners: Record<string, TableOwner> = tableOwners,
  ofAll: Record<string, string> = writersOfAll,
): Gate => ({
  name: 'one writer',
  judge: (root) => {
    const sources = filesBelow(root, (path) => /^(src|seed)\/.*\.(ts|tsx|sql)$/.test(path) && !isTest(path));
    const migrations = filesBelow(root, (path) => /^migrations\/.*\.sql$/.test(path));
    const made = tablesMade(root, [...migrations, ...sources]);
    const written = new Map(sources.map((path) => [path, writesOf(root, path)]));
    const faults = [...written].flatMap(([path, writes]) =>
      writes.flatMap((write) => judgeWrite(path, write, { owners, ofAll })),
    );
    for (const path of Object.keys(ofAll)) {
      if (written.get(path)?.some(({ table }) => table === unreadable) === true) continue;
      faults.push({ where: 'test/gates/table-owners.ts', says: `"${path}" may write every table and does not` });
    }
    for (const [table, path] of made) {
      if (owners[table] === undefined) faults.push({ where: path, says: `makes "${table}", which has no owner` });
    }
    for (const [table, owner] of Object.entries(owners)) {
      if (owner.by === 'belay' && !made.has(table)) {
        faults.push({ where: 'test/gates/table-owners.ts', says: `"${table}" is owned but nothing makes it` });
      }
    }
    return { looked: Math.min(sources.length, migrations.length), faults };
  },
});
