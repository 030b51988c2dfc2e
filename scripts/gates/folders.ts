import { filesBelow, type Fault, type Gate } from './gate.ts';

/** Folders that hold no help-desk concept. Adding one here is a decision, not a convenience. */
const technical: Record<string, readonly string[]> = {
  server: ['platform', 'channels'],
  web: ['app', 'ui'],
  portal: ['app', 'ui'],
  widget: ['app', 'ui'],
};

const vague = /(^|[/-])(utils?|helpers?|misc|common-?utils|lib|manager|service)(\.tsx?$|\/|-)/;

/** A folder of server or a client is a concept of core, or on the short technical list; nothing is called utils. */
export const folders: Gate = {
  name: 'folders and names',
  judge: (root) => {
    const files = filesBelow(root, (path) => /^src\/.*\.tsx?$/.test(path));
    const folderOf = (path: string): string | undefined => /^src\/\w+\/([^/]+)\//.exec(path)?.[1];
    const concepts = new Set(files.filter((path) => path.startsWith('src/core/')).map(folderOf));
    const faults: Fault[] = [];
    for (const [runtime, allowed] of Object.entries(technical)) {
      const there = new Set(files.filter((path) => path.startsWith(`src/${runtime}/`)).map(folderOf));
      for (const folder of there) {
        if (folder === undefined || allowed.includes(folder) || concepts.has(folder)) continue;
        const says = `is neither a concept of core nor technical (${allowed.join(', ')})`;
        faults.push({ where: `src/${runtime}/${folder}`, says });
      }
    }
    for (const path of files) {
      if (vague.test(path))
        faults.push({ where: path, says: 'has a name that says nothing: name it for what it does' });
    }
    return { looked: files.length, faults };
  },
};
