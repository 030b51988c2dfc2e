import { filesBelow, isTest, type Fault, type Gate } from './gate.ts';
import { visit, wordsOf } from './source.ts';

/** The files that may ask what time it is, and why. Everything else is told. */
const mayReadTheClock: Record<string, string> = {
  'src/server/platform/clock.ts': 'the one place: it asks the database, or a test says',
  'src/server/platform/db/migrate.ts': 'notes when a migration ran; no ticket reads it',
};

const sqlClock =
  /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(\s*\)|\bcurrent_timestamp\b|\blocaltimestamp\b/i;
const sqlVerb = /\b(?:select|insert|update|delete|values|where|set|default|returning)\b/i;

const says = (what: string): string => `${what} reads a clock: be told the time (a parameter, or platform/clock)`;

const faultsIn = (root: string, path: string): Fault[] => {
  const faults: Fault[] = [];
  const add = (line: number, what: string): number => faults.push({ where: `${path}:${line}`, says: says(what) });
  visit(root, path, (lineOf) => ({
    NewExpression: ({ callee, arguments: given, start }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0)
        add(lineOf(start), 'new Date()');
    },
    CallExpression: ({ callee, start }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date') add(lineOf(start), 'Date()');
    },
    MemberExpression: ({ object, property, start }) => {
      if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
      const member = `${object.name}.${property.name}`;
      if (member === 'Temporal.Now' || member === 'process.hrtime' || member === 'performance.timeOrigin') {
        add(lineOf(start), member);
      }
    },
  }));
  for (const { text, line } of wordsOf(root, path)) {
    if (sqlClock.test(text) && sqlVerb.test(text)) add(line, 'SQL that asks for now()');
  }
  return faults;
};

/** Nobody but the clock reads a clock. oxlint holds Date.now, performance.now and Math.random; this holds the rest. */
export const clock: Gate = {
  name: 'told the time',
  judge: (root) => {
    const files = filesBelow(root, (path) => /^(src|seed)\/.*\.tsx?$/.test(path) && !isTest(path));
    const judged = files.filter((path) => mayReadTheClock[path] === undefined);
    return { looked: judged.length, faults: judged.flatMap((path) => faultsIn(root, path)) };
  },
};
