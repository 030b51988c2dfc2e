import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startBelay, type Belay } from '#server/app.ts';
import { parseConfig } from '#server/config.ts';
import { manualClock } from '#server/platform/clock.ts';
import { createLog } from '#server/platform/log.ts';
import { BROWSER_FLAGS } from '#test/e2e/flags.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { needs } from '#test/need.ts';
import { SCREENS, type Screen } from './shots/screens.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const OUT = path.join(ROOT, 'shots');
// A Monday morning in Zagreb, so that clocks run and every picture is of the same moment.
const MONDAY = Date.parse('2026-11-23T10:40:00+01:00');
const THEMES = ['light', 'dark'] as const;
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 360, height: 780 } } as const;
type Size = keyof typeof SIZES;

/**
 * `npm run shots [-- part of a screen's name]`: pictures of every screen of the demo company, light and dark, on a desk
 * and on a phone, into the ignored folder `shots/`. For people to look at; nothing is compared.
 */
const main = async (wanted: string): Promise<void> => {
  const executablePath = needs('chromium');
  if (executablePath === null) throw new Error('no browser to take pictures with');
  const folder = await temporaryFolder('belay-shots-');
  const webFolder = path.join(folder, 'web');
  await build({
    configFile: path.join(ROOT, 'src/web/vite.config.ts'),
    build: { outDir: webFolder, emptyOutDir: true },
    logLevel: 'error',
  });
  const belay = await start(folder, webFolder);
  const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS, artifactsDir: folder });
  try {
    await mkdir(OUT, { recursive: true });
    for (const screen of SCREENS.filter(({ name }) => name.includes(wanted))) await takeAll(browser, belay, screen);
  } finally {
    await browser.close();
    await belay.close();
    await rm(folder, { recursive: true, force: true });
  }
};

const start = async (folder: string, webFolder: string): Promise<Belay> => {
  const data = path.join(folder, 'data');
  const parsed = parseConfig({ BELAY_DATA: data, BELAY_PORT: '0', BELAY_SMTP_PORT: '0', BELAY_LOG: 'error' }, folder);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return startBelay(parsed.config, { log: createLog({ level: 'error' }), clock: manualClock(MONDAY), webFolder });
};

const takeAll = async (browser: Browser, belay: Belay, screen: Screen): Promise<void> => {
  for (const size of Object.keys(SIZES) as Size[]) {
    for (const theme of THEMES) {
      const file = path.join(OUT, `${screen.name}-${size}-${theme}.png`);
      try {
        await take(browser, belay, screen, size, theme, file);
        process.stdout.write(`${path.relative(ROOT, file)}\n`);
      } catch (error) {
        process.exitCode = 1;
        process.stderr.write(
          `${path.relative(ROOT, file)}: ${error instanceof Error ? error.message : String(error)}\n`,
        );
      }
    }
  }
};

const take = async (
  browser: Browser,
  belay: Belay,
  screen: Screen,
  size: Size,
  theme: (typeof THEMES)[number],
  file: string,
): Promise<void> => {
  const context = await browser.newContext({
    baseURL: belay.url,
    viewport: SIZES[size],
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: screen.name.endsWith('-en') ? 'en-GB' : 'hr-HR',
    timezoneId: 'Europe/Zagreb',
    // A worker that keeps the shell stands between a page and the answers a picture needs.
    serviceWorkers: 'block',
  });
  try {
    context.setDefaultTimeout(8_000);
    if (screen.as !== null) await signIn(context.request, belay, screen.as);
    const page = await context.newPage();
    await page.goto(screen.path);
    await settled(page);
    await screen.act?.(page, size);
    await settled(page);
    await page.screenshot({ path: file });
  } finally {
    await context.close();
  }
};

const signIn = async (request: Page['request'], belay: Belay, login: string): Promise<void> => {
  const found = belay.logins?.find(({ email }) => email.startsWith(`${login}@`));
  if (found === undefined) throw new Error(`nobody signs in as ${login}`);
  const reply = await request.post('/api/auth/sign-in/email', {
    data: { email: found.email, password: found.password },
    headers: { origin: new URL(belay.url).origin },
  });
  if (!reply.ok()) throw new Error(`sign-in of ${login}: ${reply.status()}`);
};

/** Nothing is loading and nothing is a skeleton any more. */
const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('domcontentloaded');
  await page.locator('#root > *').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('load');
  // what loads late shows its skeleton only after 150 ms
  await page.locator('.skeleton-late').first().waitFor({ state: 'detached' });
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
};

await main(process.argv[2] ?? '');
