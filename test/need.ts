import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A part that some tests need and that npm cannot install. */
export type Part = 'chromium' | 'dovecot' | 'postfix' | 'nginx' | 'caddy' | 'curl' | 'faketime';

interface Looked {
  override: string;
  names: string[];
  places: string[];
  install: string;
  /** It runs under other accounts, which only root can give it. */
  asRoot?: true;
}

const unpacked = join(import.meta.dirname, '../node_modules/.cache/postfix');
const verify = 'npm run verify installs it on Debian';

const looksFor: Record<Part, Looked> = {
  chromium: {
    override: 'BELAY_CHROMIUM',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    install: 'Debian: apt-get install chromium. Elsewhere: set BELAY_CHROMIUM to the program.',
  },
  dovecot: {
    override: 'BELAY_DOVECOT',
    names: ['dovecot'],
    places: ['/usr/sbin/dovecot'],
    install: `Debian: apt-get install dovecot-imapd dovecot-lmtpd dovecot-sieve (${verify}).`,
    asRoot: true,
  },
  postfix: {
    override: 'BELAY_POSTFIX',
    names: [],
    places: [`${unpacked}/usr/sbin/postfix`],
    install: `sh scripts/install-debian.sh unpacks it (${verify}).`,
    asRoot: true,
  },
  nginx: {
    override: 'BELAY_NGINX',
    names: ['nginx'],
    places: ['/usr/sbin/nginx'],
    install: `Debian: apt-get install nginx (${verify}).`,
  },
  caddy: {
    override: 'BELAY_CADDY',
    names: ['caddy'],
    places: ['/usr/bin/caddy'],
    install: `Debian: apt-get install caddy (${verify}).`,
  },
  faketime: {
    override: 'BELAY_FAKETIME',
    names: ['faketime'],
    places: ['/usr/bin/faketime'],
    install: `Debian: apt-get install faketime (${verify}).`,
  },
  curl: { override: 'BELAY_CURL', names: ['curl'], places: [], install: `Debian: apt-get install curl (${verify}).` },
};

/**
 * Finds a part and gives its path. When it is missing, or is one that only root can run and we are not root: under
 * `npm run verify` this throws, so the suite fails; otherwise it says so on stderr and gives null, and the caller skips:
 *
 *     const chromium = needs('chromium');
 *     describe.skipIf(chromium === null)('two people, one escalation', () => { … });
 */
export const needs = (part: Part): string | null => {
  const path = find(part);
  const { install, asRoot } = looksFor[part];
  const mayRun = asRoot !== true || process.getuid?.() === 0;
  if (path !== null && mayRun) return path;
  const why = path === null ? install : 'It changes accounts, which only root can: run the tests as root.';
  const message = `SKIPPED FOR WANT OF ${part.toUpperCase()}. ${why}`;
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
