import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { webBudgets } from '#scripts/web-budgets.ts';
import { webShell } from '#scripts/web-shell.ts';

const root = import.meta.dirname;
const locales = resolve(root, '../../locales');
const shown = /^(web|refusal|problem|routing)\./;

/**
 * `virtual:locales` is `{ en: () => Promise<catalog>, … }`: one lazy chunk per file in `locales/`, with the
 * messages compiled, so that no message parser travels to the browser and a new language is one new file.
 */
const locale = (): Plugin => ({
  name: 'belay-locales',
  resolveId: (id) => (id.startsWith('virtual:locale') ? `\0${id}` : undefined),
  load(id) {
    if (id === '\0virtual:locales') {
      const names = readdirSync(locales).filter((file) => /^[a-z]{2,3}\.json$/.test(file));
      const entries = names.map((file) => file.slice(0, -'.json'.length));
      return `export const locales = {${entries.map((name) => `${name}: () => import('virtual:locale/${name}')`).join(',')}};`;
    }
    const name = /^\0virtual:locale\/([a-z]+)$/.exec(id)?.[1];
    if (name === undefined) return undefined;
    const file = resolve(locales, `${name}.json`);
    this.addWatchFile(file);
    const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    const compiled = Object.entries(words)
      .filter(([key]) => shown.test(key))
      .map(([key, text]) => [key, compileMessageOrThrow(text)]);
    return `export const messages = ${JSON.stringify(Object.fromEntries(compiled))};`;
  },
});

export default defineConfig({
  root,
  resolve: {
    // Radix locks the page's scrolling by writing a style element, which the content policy forbids; the desk
    // itself never scrolls, so there is nothing to lock.
    alias: { 'react-remove-scroll': resolve(root, 'ui/RemoveScroll.tsx') },
  },
  plugins: [
    locale(),
    react(),
    tailwindcss(),
    webBudgets(),
    webShell(resolve(root, 'shell-worker.js'), ['/theme.js', '/mark.svg']),
  ],
  build: {
    outDir: resolve(root, '../../dist/web'),
    emptyOutDir: true,
    target: 'es2024',
    // light-dark() is kept as it is: the theme follows color-scheme without a second set of rules.
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/api': { target: `http://127.0.0.1:${process.env['BELAY_PORT'] ?? '8080'}` } },
  },
});
