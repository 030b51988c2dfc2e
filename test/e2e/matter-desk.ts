import type { TicketDetail } from '#contract/ticket.ts';
import type { Desk } from './browser.ts';
import { ask } from './open-belay.ts';

/** Opens a ticket at a desk that speaks Croatian; done when it can be acted on. */
export const open = async ({ page }: Desk, id: number): Promise<void> => {
  await page.goto(`/inbox/all/${id}`);
  await page.getByRole('button', { name: 'Više', exact: true }).waitFor();
  await page.locator('.composer').waitFor();
};

/** Picks what is done seldom. */
export const fromMenu = async ({ page }: Desk, name: string | RegExp): Promise<void> => {
  await page.getByRole('button', { name: 'Više', exact: true }).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
};

/** The ticket as the API has it for the person at the desk. */
export const detail = (desk: Desk, id: number): Promise<TicketDetail> => ask<TicketDetail>(desk, `/api/tickets/${id}`);

/** What is asked, handed over or put aside, above the thread. */
export const underWay = ({ page }: Desk) => page.getByRole('list', { name: 'U tijeku' });
