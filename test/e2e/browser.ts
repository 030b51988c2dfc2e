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
    browser.newContext({ baseURL: url, locale: 'en-GB', viewport: { width: 1440, height: 900 }, ...options });

  return {
    open: async (login, path, options) => {
      const signedIn = await context(options);
      const reply = await signedIn.request.post('/api/auth/sign-in/email', {
        data: { email: login.email, password: login.password },
        headers: { origin: new URL(url).origin },
      });
      if (!reply.ok()) throw new Error(`sign-in of ${login.email}: ${reply.status()} ${await reply.text()}`);
      return openIn(signedIn, path);
    },
    openSignedOut: async (path, options) => openIn(await context(options), path),
    close: async () => {
      await browser.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Every rule of WCAG 2.2 A and AA that axe finds broken, each as one line; with `more` also other sets of rules. */
export async function violations(page: Page, more: readonly string[] = []): Promise<string[]> {
  const result = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', ...more])
    .analyze();
  return result.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}`));
}
