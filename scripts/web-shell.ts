import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * Emits the worker that keeps the desk's own files, with their names filled in: `shell-worker.js` beside `index.html`.
 * Its text changes with every file, which is how a browser notices a new release.
 */
export const webShell = (source: string, others: readonly string[]): Plugin => ({
  name: 'belay-shell',
  apply: 'build',
  generateBundle: {
    // After everything else has its name.
    order: 'post',
    handler(_options, bundle) {
      this.addWatchFile(source);
      const built = Object.keys(bundle).filter((file) => /^assets\/.*\.(js|css)$/.test(file));
      const files = [...built.map((file) => `/${file}`), ...others].toSorted();
      const worker = readFileSync(source, 'utf8');
      const version = createHash('sha256').update(worker).update(files.join('\n')).digest('hex').slice(0, 12);
      this.emitFile({
        type: 'asset',
        fileName: 'shell-worker.js',
        source: `const SHELL = ${JSON.stringify({ version, files })};\n${worker}`,
      });
    },
  },
});
