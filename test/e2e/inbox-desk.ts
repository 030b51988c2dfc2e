import type { Locator } from 'playwright-core';
import { type Desk } from './browser.ts';
import { ask, leave, openBelay, ticketOf } from './open-belay.ts';

/** Belay, a browser, and what one does in an inbox; null where there is no browser, which `needs` has said aloud. */
export async function start() {
  const opened = await openBelay({ browser: { locale: 'hr-HR' } });
  if (opened === null) return null;
  const { deskOf, mails } = opened;
  const rows = ({ page }: Desk): Locator => page.locator('#ticket-grid [role=row]');
  const ids = (desk: Desk): Promise<string[]> => rows(desk).evaluateAll((all) => all.map((one) => one.id));
  const inbox = async (name: string, path: string, options = {}): Promise<Desk> => {
    const desk = await deskOf(name, path, options);
    await rows(desk).first().waitFor();
    return desk;
  };
  const asks = (subject: string): Promise<string> => mails(subject, 'Molim vas, gdje je moj povrat?');
  return { opened: ticketOf, asks, api: ask, rows, ids, inbox, leave };
}
