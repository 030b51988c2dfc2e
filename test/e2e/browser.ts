import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { BROWSER_FLAGS } from './flags.ts';

/** Somebody who can sign in. */
export interface Login {
  name: string;
  email: string;
  password: string;
}

/** One browser for a file of tests; each person has a context of their own in it. */
export interface Desks {
  /** A page of somebody who is signed in already, at `path`. What goes wrong in the page is kept in `faults`. */
  open: (login: Login, path: string, options?: BrowserContextOptions) => Promise<Desk>;
  /** A page of nobody yet. */
  openSignedOut: (path: string, options?: BrowserContextOptions) => Promise<Desk>;
  close: () => Promise<void>;
}

export interface Desk {
  page: Page;
  context: BrowserContext;
  /** Errors of scripts and of the content policy: there must be none. */
  faults: string[];
}

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Starts the browser at `executablePath` for a Belay at `url`. */
export async function openDesks(executablePath: string, url: string): Promise<Desks> {
  const profile = await mkdtemp(join(tmpdir(), 'belay-browser-'));
  const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS, artifactsDir: profile });

  const openIn = async (context: BrowserContext, path: string): Promise<Desk> => {
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // A refused request is the page's to explain; what it logs itself is a fault.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        faults.push(message.text());
      }
    });
    await page.goto(path);
    return { page, context, faults };
  };
  const context = (options?: BrowserContextOptions): Promise<BrowserContext> =>
    browser.newContext({
      baseURL: url,
      locale: 'en-GB',
      viewport: { width: 1440, height: 900 },
      // A worker that keeps the shell stands between a page and the routes a test lays.
      serviceWorkers: 'block',
      ...options,
    });

  // Somebody signs in once per browser: deriving a key from a password is meant to take long.
  const sessions = new Map<string, Promise<StorageState>>();
  const signIn = async (login: Login): Promise<StorageState> => {
    const signing = await context();
    try {
      const reply = await signing.request.post('/api/auth/sign-in/email', {
        data: { email: login.email, password: login.password },
        headers: { origin: new URL(url).origin },
      });
      if (!reply.ok()) throw new Error(`sign-in of ${login.email}: ${reply.status()} ${await reply.text()}`);
      return await signing.storageState();
    } finally {
      await signing.close();
    }
  };
  const sessionOf = (login: Login): Promise<StorageState> => {
    const session = sessions.get(login.email) ?? signIn(login);
    sessions.set(login.email, session);
    return session;
  };

  return {
    open: async (login, path, options) =>
      openIn(await context({ ...options, storageState: await sessionOf(login) }), path),
    openSignedOut: async (path, options) => openIn(await context(options), path),
    close: async () => {
      await browser.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Whatever of WCAG 2.2 A and AA axe finds broken on a screen in light, and of its contrast in dark, each as one line;
 * with `more` also other sets of rules. Nothing but colours differs between the two.
 */
export async function violations(page: Page, more: readonly string[] = []): Promise<string[]> {
  // a button on its way from one colour to the other has neither's contrast
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const inLight = await broken('light', axe(page).withTags([...WCAG, ...more]));
  await page.emulateMedia({ colorScheme: 'dark' });
  const inDark = await broken('dark', axe(page).withRules(['color-contrast', 'link-in-text-block']));
  await page.emulateMedia({ colorScheme: 'light' });
  return [...inLight, ...inDark];
}

const axe = (page: Page): AxeBuilder => new AxeBuilder({ page }).options({ resultTypes: ['violations'] });

const broken = async (theme: string, check: AxeBuilder): Promise<string[]> =>
  (await check.analyze()).violations.flatMap((rule) =>
    rule.nodes.map((node) => `${theme}: ${rule.id}: ${node.target.join(' ')}`),
  );
