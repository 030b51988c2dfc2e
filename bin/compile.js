// Makes of everything that `npm start` loads one module in the folder that is named: its sources and the packages they
// use, without comments, types and what nobody calls. Run by start.js in a process of its own, with Vite's habits
// (which sets NODE_ENV, for one) kept away from Belay.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '..');
const [folder] = process.argv.slice(2);

const PLACE = /\bimport\.meta\.(?:dirname|filename|url)\b|(?<![\w.$'"])__(?:dirname|filename)\b/g;

/** Each module goes on finding what lies beside its source. */
const keepPlaces = {
  name: 'keep-places',
  transform: (code, id) => {
    const file = id.split('?')[0];
    if (!path.isAbsolute(file) || code.search(PLACE) < 0) return null;
    const placed = code.replaceAll(PLACE, (asked) => {
      if (asked.endsWith('dirname')) return JSON.stringify(path.dirname(file));
      return JSON.stringify(asked.endsWith('url') ? pathToFileURL(file).href : file);
    });
    return { code: placed, map: null };
  },
};

await build({
  root,
  configFile: false,
  envDir: false,
  publicDir: false,
  logLevel: 'error',
  plugins: [keepPlaces],
  resolve: { mainFields: [] },
  // packages are found as Node would find them
  ssr: { noExternal: true, resolve: { conditions: ['node'] } },
  build: {
    ssr: path.join(root, 'src/server/run.ts'),
    outDir: folder,
    target: 'esnext',
    // for whoever wants to read a stack: NODE_OPTIONS=--enable-source-maps
    sourcemap: true,
    rolldownOptions: {
      output: {
        // whole, so that nothing is looked for on disk while Belay runs
        codeSplitting: false,
        // names say in a log where it broke
        keepNames: true,
        minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
      },
    },
  },
});
