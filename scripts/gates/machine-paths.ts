import { filesBelow, lineAt, textOf, type Gate } from './gate.ts';

// Put together from parts, so that this file does not find itself.
const start = String.raw`(?<![\w./-])`;
const suspects = [
  new RegExp(`${start}/(?:${['root', 'work', 'mnt', 'private/var'].join('|')})/[\\w.-]+`, 'g'),
  new RegExp(`${start}/(?:${['home', 'Users'].join('|')})/(?!me/|you/|node/)[\\w.-]+`, 'g'),
  new RegExp(`${start}/${'tmp'}/[\\w.-]+`, 'g'),
  new RegExp(String.raw`\b[A-Z]:\\${'Users'}\\`, 'g'),
  new RegExp(String.raw`"resolved":\s*"`, 'g'),
  new RegExp(
    String.raw`https?://[^\s"']*(?:${['registry', 'artifactory', 'nexus', 'verdaccio'].join('|')})[^\s"']*`,
    'gi',
  ),
];
const binary = /\.(png|jpe?g|gif|webp|ico|woff2?|ttf|pdf|zip|gz|eml|bin)$/i;

/** A checkout works anywhere: no path of one machine, no host of one registry. */
export const machinePaths: Gate = {
  name: 'no machine paths or registry hosts',
  judge: (root) => {
    const files = filesBelow(root, (path) => !binary.test(path));
    const faults = files.flatMap((path) => {
      const text = textOf(root, path);
      return suspects.flatMap((pattern) =>
        [...text.matchAll(pattern)].map((match) => ({
          where: `${path}:${lineAt(text, match.index)}`,
          says: `names a place that exists on one machine only: ${match[0].slice(0, 60)}`,
        })),
      );
    });
    return { looked: files.length, faults };
  },
};
