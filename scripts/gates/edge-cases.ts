import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, textOf, type Fault, type Gate } from './gate.ts';

const CASES = 35;
const list = 'docs/edge-cases.md';
const row = /^\| (\d+) \|.*\| `([^`]+)` \|$/gm;
const named = /\b(?:test|describe)(?:\.each\([^)]*\))?\(\s*['"`]edge case (\d+)\b/g;

/** Every edge case has one row in the list, and the file it names has a test that carries the case's number. */
export const edgeCases: Gate = {
  name: 'edge cases',
  judge: (root) => {
    const rows = existsSync(join(root, list)) ? [...textOf(root, list).matchAll(row)] : [];
    const tested = new Map<string, Set<number>>();
    for (const path of filesBelow(root, (each) => each.endsWith('.test.ts'))) {
      const numbers = [...textOf(root, path).matchAll(named)].map(([, number]) => Number(number));
      if (numbers.length > 0) tested.set(path, new Set(numbers));
    }
    const faults: Fault[] = [];
    const listed = rows.map(([, number]) => Number(number));
    for (let number = 1; number <= CASES; number += 1) {
      const times = listed.filter((each) => each === number).length;
      if (times !== 1) faults.push({ where: list, says: `has ${times} rows of edge case ${number}: each has one` });
    }
    for (const [, number, file = ''] of rows) {
      if (tested.get(file)?.has(Number(number)) === true) continue;
      faults.push({
        where: list,
        says: `says that ${file} tests edge case ${number}, which no test there is named for`,
      });
    }
    for (const [path, numbers] of tested) {
      const unlisted = [...numbers].filter((number) => !listed.includes(number));
      faults.push(
        ...unlisted.map((number) => ({ where: path, says: `tests edge case ${number}, which ${list} lacks` })),
      );
    }
    return { looked: rows.length, faults };
  },
};
