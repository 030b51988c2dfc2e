import { afterAll, expect, inject, vi } from 'vitest';
import type { BrowserContextOptions } from 'playwright-core';
import type { TicketPage } from '#contract/list.ts';
import { startTestBelay, type TestBelay } from '#test/harness/belay.ts';
import { needs } from '#test/need.ts';
import { openDesks, type Desk, type Login } from './browser.ts';

/** A mail becomes a ticket within this, also on a machine that runs other browsers beside this one. */
const TICKET_WITHIN_MS = 20_000;

interface Options {
  env?: Record<string, string>;
  /** How each desk is opened unless it says otherwise. */
  browser?: BrowserContextOptions;
}

/** Belay and a browser for a file of tests; null where there is no browser, which `needs` has said aloud. */
export async function openBelay({ env, browser = {} }: Options = {}) {
  const chromium = needs('chromium');
  if (chromium === null) return null;
  const belay = await startTestBelay({ webFolder: inject('webFolder'), ...(env === undefined ? {} : { env }) });
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
    deskOf: (name: string, path = '/inbox/all', options: BrowserContextOptions = {}): Promise<Desk> =>
      desks.open(login(name), path, { ...browser, ...options }),
    /** A desk of nobody yet. */
    emptyDesk: (path: string, options: BrowserContextOptions = {}): Promise<Desk> =>
      desks.openSignedOut(path, { ...browser, ...options }),
  };
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
  vi.waitFor(async () => {
    const page = await ask<TicketPage>(desk, '/api/tickets?view=all&sort=newest&limit=100');
    return page.items.find((one) => one.subject === subject)?.id ?? Promise.reject(new Error('not a ticket yet'));
  }, TICKET_WITHIN_MS);

/** Closes desks; their pages must have had no fault. */
export const leave = async (...desks: Desk[]): Promise<void> => {
  for (const desk of desks) {
    expect(desk.faults).toEqual([]);
    await desk.context.close();
  }
};
