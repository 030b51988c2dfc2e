import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A part that some tests need and that npm cannot install. */
export type Part = 'chromium';

const looksFor: Record<Part, { override: string; names: string[]; places: string[]; install: string }> = {
  chromium: {
    override: 'BELAY_CHROMIUM',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    install: 'Debian: apt-get install chromium. Elsewhere: set BELAY_CHROMIUM to the program.',
  },
};

/**
 * Finds a part and gives its path. When it is missing: under `npm run verify` this throws, so the
 * suite fails; otherwise it says so on stderr and gives null, and the caller skips:
 *
 *     const chromium = needs('chromium');
 *     describe.skipIf(chromium === null)('two people, one escalation', () => { … });
 */
export const needs = (part: Part): string | null => {
  const path = find(part);
  if (path !== null) return path;
  const message = `SKIPPED FOR WANT OF ${part.toUpperCase()}. ${looksFor[part].install}`;
  if (process.env['BELAY_VERIFY'] === '1') throw new Error(`verify allows no skip: ${message}`);
  process.stderr.write(`\n  !!  ${message}\n\n`);
  return null;
};

const find = (part: Part): string | null => {
  const { override, names, places } = looksFor[part];
  const named = process.env[override];
  if (named !== undefined && named !== '') return runs(named) ? named : null;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...places];
  return candidates.find(runs) ?? null;
};

const runs = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
