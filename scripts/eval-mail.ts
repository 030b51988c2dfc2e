/**
 * `npm run eval:mail -- <folder> <out.jsonl>` reads every file of a folder as a mail and writes a line each, in the order
 * of their names. Files are read in child processes with limits of time and memory: one that hangs or blows up ends its
 * child and is `ok: false`, and the next is read by another.
 */
import { closeSync, openSync, readdirSync, writeSync } from 'node:fs';
import path from 'node:path';
import { readInChild, type Outcome } from '#scripts/eval-mail/child-pool.ts';

const [folder, out] = process.argv.slice(2);
if (folder === undefined || out === undefined) {
  process.stderr.write('usage: npm run eval:mail -- <folder> <out.jsonl>\n');
  process.exit(2);
}

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  .toSorted();

const began = performance.now();
const outcomes = await readInChild(folder, files);
const file = openSync(out, 'w');
const kinds: Record<string, number> = {};
for (const [index, name] of files.entries()) {
  const outcome: Outcome = outcomes[index]!;
  writeSync(file, `${JSON.stringify({ file: name, ...outcome })}\n`);
  const kind = outcome.ok ? outcome.kind : 'not ok';
  kinds[kind] = (kinds[kind] ?? 0) + 1;
}
closeSync(file);
const seconds = Math.round((performance.now() - began) / 100) / 10;
process.stdout.write(`${JSON.stringify({ eval: 'mail', files: files.length, seconds, kinds })}\n`);
