import { compileMessage, compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { filesBelow, textOf, type Fault, type Gate } from './gate.ts';

/** Flattens nested messages into `a.b.c` → words. */
const flat = (value: unknown, key = ''): [string, string][] => {
  if (typeof value === 'string') return [[key, value]];
  if (typeof value !== 'object' || value === null) return [[key, '']];
  return Object.entries(value).flatMap(([part, inner]) => flat(inner, key === '' ? part : `${key}.${part}`));
};

type Branches = Readonly<Record<string, unknown>>;

/** Every argument of an ICU message, in its branches too: its name, and the branches of a plural or select. */
const argumentsIn = (tokens: unknown): { name: string; branches: Branches | null }[] => {
  if (!Array.isArray(tokens)) return [];
  return (tokens as unknown[]).flatMap((token) => {
    if (!Array.isArray(token)) return [];
    const [name, kind = '', format] = token as [string, string?, unknown?];
    const branches = ['plural', 'selectordinal', 'select'].includes(kind) ? (format as Branches) : null;
    return [{ name, branches }, ...Object.values(branches ?? {}).flatMap(argumentsIn)];
  });
};

/** Names of the arguments: `{count, plural, one {# ticket} other {# tickets}}` has `count`. */
const argumentsOf = (message: string): string => {
  const names = argumentsIn(compileMessage(message)).map(({ name }) => name);
  return [...new Set(names)].toSorted().join(', ');
};

const read = (root: string, path: string): Map<string, string> => new Map(flat(JSON.parse(textOf(root, path))));

const compare = (path: string, words: Map<string, string>, source: Map<string, string>): Fault[] => {
  const faults: Fault[] = [];
  const add = (says: string): number => faults.push({ where: path, says });
  for (const [key, message] of source) {
    const translated = words.get(key);
    if (translated === undefined) add(`lacks "${key}"`);
    else if (argumentsOf(translated) !== argumentsOf(message)) {
      add(`"${key}" has {${argumentsOf(translated)}} where en.json has {${argumentsOf(message)}}`);
    }
  }
  for (const key of words.keys()) if (!source.has(key)) add(`has "${key}", which en.json does not`);
  return faults;
};

const bracesMatch = (message: string): boolean => {
  let depth = 0;
  for (const letter of message) {
    depth += letter === '{' ? 1 : letter === '}' ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth === 0;
};

// The parser takes a plural without "other", and a brace that is never closed as text.
const isBroken = (message: string): boolean => {
  if (message.trim() === '' || !bracesMatch(message)) return true;
  try {
    const choices = argumentsIn(compileMessageOrThrow(message)).filter(({ branches }) => branches !== null);
    return choices.some(({ branches }) => branches?.['other'] === undefined);
  } catch {
    return true;
  }
};

/** Every shipped language says all that English says, with the same placeholders, and nothing is empty. */
export const locales: Gate = {
  name: 'locales',
  judge: (root) => {
    const paths = filesBelow(root, (path) => /^locales\/[a-z]+\.json$/.test(path));
    if (!paths.includes('locales/en.json')) {
      return { looked: paths.length, faults: [{ where: 'locales/en.json', says: 'is missing: it is the source' }] };
    }
    const source = read(root, 'locales/en.json');
    const faults = paths.flatMap((path) => {
      const words = read(root, path);
      const bad = [...words].filter(([, message]) => isBroken(message));
      const own = bad.map(([key]) => ({ where: path, says: `"${key}" is empty or no ICU message` }));
      return [...own, ...compare(path, words, source)];
    });
    return { looked: source.size, faults };
  },
};
