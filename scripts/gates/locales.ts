import { compileMessage, compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { filesBelow, textOf, type Fault, type Gate } from './gate.ts';

/** Flattens nested messages into `a.b.c` → words. */
const flat = (value: unknown, key = ''): [string, string][] => {
  if (typeof value === 'string') return [[key, value]];
  if (typeof value !== 'object' || value === null) return [[key, '']];
  return Object.entries(value).flatMap(([part, inner]) => flat(inner, key === '' ? part : `${key}.${part}`));
};

/** Names of the ICU arguments of a message: `{count, plural, one {# ticket} other {# tickets}}` has `count`. */
const argumentsOf = (message: string): string => {
  const names = new Set<string>();
  const walk = (tokens: unknown): void => {
    if (!Array.isArray(tokens)) return;
    for (const token of tokens as unknown[]) {
      if (!Array.isArray(token)) continue;
      const [name, , branches] = token as [string, string?, unknown?];
      if (name !== '#') names.add(name);
      if (typeof branches === 'object' && branches !== null) Object.values(branches).forEach(walk);
    }
  };
  walk(compileMessage(message));
  return [...names].toSorted().join(', ');
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

const isBroken = (message: string): boolean => {
  try {
    compileMessageOrThrow(message);
    return false;
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
      const bad = [...words].filter(([, message]) => message.trim() === '' || isBroken(message));
      const own = bad.map(([key]) => ({ where: path, says: `"${key}" is empty or no ICU message` }));
      return [...own, ...compare(path, words, source)];
    });
    return { looked: source.size, faults };
  },
};
