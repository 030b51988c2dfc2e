/**
 * `npm start`. Only two things are settled here, before any other file is read: memory is taken sparingly while hundreds
 * of modules are loaded (their garbage would stay with the process for good), and what was compiled once is kept for
 * the next start. Then `run.ts` does everything.
 */
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--optimize-for-size');
// a folder that cannot be written is no matter: then everything is compiled again
enableCompileCache(path.resolve(import.meta.dirname, '../../node_modules/.cache/belay-compiled'));
await import('./run.ts');
