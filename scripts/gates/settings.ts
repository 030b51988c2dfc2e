import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { textOf, type Gate } from './gate.ts';

const name = /\b(?:BELAY_[A-Z][A-Z_]*|DATABASE_URL)\b/g;
const source = 'src/server/config.ts';
const reader = 'docs/guide/settings.md';
const namesIn = (root: string, path: string): Set<string> =>
  new Set(existsSync(join(root, path)) ? (textOf(root, path).match(name) ?? []) : []);

/** The operator's list of settings and what the program reads are the same list. */
export const settings: Gate = {
  name: 'settings',
  judge: (root) => {
    const read = namesIn(root, source);
    const told = namesIn(root, reader);
    const untold = [...read].filter((each) => !told.has(each));
    const unread = [...told].filter((each) => !read.has(each));
    return {
      looked: read.size,
      faults: [
        ...untold.map((each) => ({ where: reader, says: `does not tell of ${each}, which ${source} reads` })),
        ...unread.map((each) => ({ where: reader, says: `tells of ${each}, which ${source} does not read` })),
      ],
    };
  },
};
