import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The repository's own root. */
export const home = join(import.meta.dirname, '../..');

/** Files by their path from the root; null takes one of the healthy tree away. */
export type Files = Record<string, string | null>;

const CASES = Array.from({ length: 35 }, (_, index) => index + 1);

/** The smallest tree of which every gate approves. */
export const healthy: Files = {
  'package.json': '{ "scripts": { "check": "true" } }',
  'package-lock.json': '{ "packages": { "": {} } }',
  'docs/edge-cases.md': CASES.map((number) => `| ${number} | it | \`test/cases.test.ts\` |`).join('\n'),
  'test/cases.test.ts': CASES.map((number) => `test('edge case ${number}: it', () => {});`).join('\n'),
  'docs/guide/settings.md': '`BELAY_PORT`',
  'src/server/config.ts': "export const port = 'BELAY_PORT';\n",
  'README.md': 'Run `npm run check`. See [the style](STYLE.md).',
  'STYLE.md': 'Short.',
  'locales/en.json': '{ "ticket": { "count": "{count, plural, one {# ticket} other {# tickets}} of {name}" } }',
  'locales/hr.json':
    '{ "ticket": { "count": "{count, plural, one {# zahtjev} few {# zahtjeva} other {# zahtjeva}} za {name}" } }',
  'migrations/0001_tickets.sql': '-- create table ghost\ncreate table ticket (id bigint);',
  'src/core/ticket/due.ts': "import type { Instant } from '#core/time.ts';\nexport const due = (at: Instant) => at;\n",
  'src/core/time.ts': 'export type Instant = number;\n',
  'src/server/platform/clock.ts': "export const text = 'select clock_timestamp()';\n",
  'src/server/ticket/store.ts': "export const write = 'update ticket t set subject = $1';\n",
  'src/web/ticket/thread.css': '.thread { color: var(--ink) }',
};

/** Plants a tree in a folder of its own: the healthy one, with `files` over it. Gone when the test ends. */
export function plant(files: Files = {}, base: Files = healthy): string {
  const root = mkdtempSync(join(tmpdir(), 'belay-gate-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries({ ...base, ...files })) {
    if (text === null) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** A planted tree with this repository's own lint rules in it; those that need types cost half a second more. */
export function plantLinted(files: Files, typed: boolean): string {
  const root = plant(files, {});
  for (const name of ['package.json', 'tsconfig.base.json']) cpSync(join(home, name), join(root, name));
  const rules = readFileSync(join(home, '.oxlintrc.json'), 'utf8');
  writeFileSync(join(root, '.oxlintrc.json'), typed ? rules : rules.replace('"typeAware": true', '"typeAware": false'));
  return root;
}
