import { afterAll, expect, inject, onTestFailed, vi } from 'vitest';
import type { BrowserContextOptions } from 'playwright-core';
import type { TicketPage } from '#contract/list.ts';
import { startTestBelay, type TestBelay } from '#test/harness/belay.ts';
import { needs } from '#test/need.ts';
import { openDesks, type Desk, type Login } from './browser.ts';

/** A second is usual; a machine that runs other browsers beside this one may take longer. */
const SEEN_WITHIN_MS = 30_000;

/** Waits until `check` throws no more, and gives back what it gives. */
export const seen = <Found>(check: () => Found | Promise<Found>): Promise<Found> =>
  vi.waitFor(check, { timeout: SEEN_WITHIN_MS, interval: 100 });

/** Of a long page the end is told: what is open on top of it stands there. */
const MOST_TOLD = 6_000;

interface Options {
  env?: Record<string, string>;
  /** The demo company with its ordinary days. */
  everyday?: boolean;
  /** How each desk is opened unless it says otherwise. */
  browser?: BrowserContextOptions;
}

/** Belay and a browser for a file of tests; null where there is no browser, which `needs` has said aloud. */
export async function openBelay({ env, everyday = false, browser = {} }: Options = {}) {
  const chromium = needs('chromium');
  if (chromium === null) return null;
  const webFolder = inject('webFolder');
  const belay = await startTestBelay({ webFolder, everyday, ...(env === undefined ? {} : { env }) });
  const desks = await openDesks(chromium, belay.url);
  afterAll(() => desks.close());

  const login = (name: string): Login => {
    const found = belay.logins.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no log-in of ${name}`);
    return found;
  };
  return {
    belay,
    login,
    mails: mailsOf(belay),
    /** The desk of somebody at `path`. */
    deskOf: async (name: string, path = '/inbox/all', options: BrowserContextOptions = {}): Promise<Desk> =>
      tellIfItFails(name, await desks.open(login(name), path, { ...browser, ...options })),
    /** A desk of nobody yet. */
    emptyDesk: async (path: string, options: BrowserContextOptions = {}): Promise<Desk> =>
      tellIfItFails('nobody', await desks.openSignedOut(path, { ...browser, ...options })),
  };
}

/** What a desk showed when its test failed is told with the error: nobody may be there to look. */
function tellIfItFails(name: string, desk: Desk): Desk {
  onTestFailed(async ({ task }) => {
    const { page, context, faults } = desk;
    const error = task.result?.errors?.[0];
    if (error === undefined || page.isClosed()) return;
    const focused = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
    const shown = (await page.locator('body').ariaSnapshot()).slice(-MOST_TOLD);
    error.message += ['', `The desk of ${name} at ${page.url()}`, `Focus: ${focused}`, ...faults, shown].join('\n');
    await context.close();
  });
  return desk;
}

/** Real mail of a customer to the billing team; the subject it gives back is used by no other mail. */
function mailsOf(belay: TestBelay): (subject: string, text?: string) => Promise<string> {
  let sent = 0;
  return async (subject, text = 'Treći put pišem zbog istog povrata. Želim razgovarati s voditeljem.') => {
    sent += 1;
    const unique = `${subject} ${sent}`;
    await belay.sends({
      from: 'Ana Kovač <ana.kovac@posta.example>',
      to: 'billing@bura.example',
      subject: unique,
      text,
    });
    return unique;
  };
}

/** What the API answers to the person at a desk. */
export const ask = async <Reply>({ context }: Desk, path: string): Promise<Reply> =>
  (await (await context.request.get(path)).json()) as Reply;

/** The ticket of a mail, as soon as it is one. */
export const ticketOf = (desk: Desk, subject: string): Promise<number> =>
  seen(async () => {
    const page = await ask<TicketPage>(desk, '/api/tickets?view=all&sort=newest&limit=100');
    return page.items.find((one) => one.subject === subject)?.id ?? Promise.reject(new Error('not a ticket yet'));
  });

/** Closes desks; their pages must have had no fault. */
export const leave = async (...desks: Desk[]): Promise<void> => {
  for (const desk of desks) {
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  }
};
