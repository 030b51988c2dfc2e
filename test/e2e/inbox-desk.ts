import { afterAll, expect, inject, vi } from 'vitest';
import type { Locator } from 'playwright-core';
import type { TicketPage } from '#contract/list.ts';
import { startTestBelay, type TestBelay } from '#test/harness/belay.ts';
import { needs } from '#test/need.ts';
import { openDesks, type Desk, type Desks, type Login } from './browser.ts';

// What is usual is a second; a machine that runs other browsers beside this one takes longer.
export const SEEN_WITHIN_MS = 30_000;
const CROATIAN = { locale: 'hr-HR' } as const;

/** Belay, a browser, and what one does in an inbox; null where there is no browser, which `needs` has said aloud. */
export async function start(): Promise<ReturnType<typeof inboxOf> | null> {
  const chromium = needs('chromium');
  if (chromium === null) return null;
  const belay = await startTestBelay({ webFolder: inject('webFolder') });
  const desks = await openDesks(chromium, belay.url);
  afterAll(() => desks.close());
  return inboxOf(belay, desks);
}

function inboxOf(belay: TestBelay, desks: Desks) {
  let sent = 0;

  const login = (name: string): Login => {
    const found = belay.logins.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no log-in of ${name}`);
    return found;
  };
  const asks = async (subject: string): Promise<string> => {
    sent += 1;
    const unique = `${subject} ${sent}`;
    await belay.sends({
      from: 'Ana Kovač <ana.kovac@posta.example>',
      to: 'billing@bura.example',
      subject: unique,
      text: 'Molim vas, gdje je moj povrat?',
    });
    return unique;
  };
  const api = async <Reply>({ context }: Desk, path: string): Promise<Reply> =>
    (await (await context.request.get(path)).json()) as Reply;
  const opened = (desk: Desk, subject: string): Promise<number> =>
    vi.waitFor(async () => {
      const page = await api<TicketPage>(desk, `/api/tickets?view=all&sort=newest&limit=100`);
      return page.items.find((one) => one.subject === subject)?.id ?? Promise.reject(new Error('not a ticket yet'));
    }, SEEN_WITHIN_MS);
  const rows = ({ page }: Desk): Locator => page.locator('#ticket-grid [role=row]');
  const ids = (desk: Desk): Promise<string[]> => rows(desk).evaluateAll((all) => all.map((one) => one.id));
  const inbox = async (name: string, path: string, options = {}): Promise<Desk> => {
    const desk = await desks.open(login(name), path, { ...CROATIAN, ...options });
    await rows(desk).first().waitFor();
    return desk;
  };
  const leave = async (...open: Desk[]): Promise<void> => {
    for (const desk of open) {
      expect(desk.faults).toEqual([]);
      await desk.context.close();
    }
  };
  return { opened, asks, api, rows, ids, inbox, leave };
}
