import { filesBelow, lineAt, textOf, type Gate } from './gate.ts';

const colour = /#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![0-9a-z_-])|\b(?:rgba?|hsla?|oklch|oklab)\(/gi;
const isTokens = (path: string): boolean => path.endsWith('tokens.css');
const isClient = (path: string): boolean => /^src\/(web|portal|widget)\/.*\.(tsx?|css|html)$/.test(path);

/** Colours come from the tokens: a bare colour anywhere else will be wrong in one of the two themes. */
export const colours: Gate = {
  name: 'colours from tokens',
  judge: (root) => {
    const files = filesBelow(root, (path) => isClient(path) && !isTokens(path));
    const faults = files.flatMap((path) => {
      const text = textOf(root, path);
      return [...text.matchAll(colour)].map((match) => ({
        where: `${path}:${lineAt(text, match.index)}`,
        says: `has the bare colour ${match[0]}: use a token`,
      }));
    });
    return { looked: files.length, faults };
  },
};
