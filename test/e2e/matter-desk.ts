import type { TicketDetail } from '#contract/ticket.ts';
import type { Desk } from './browser.ts';
import { ask, ticketOf, type openBelay } from './open-belay.ts';

/** Opens a ticket at a desk that speaks Croatian; done when it can be acted on. */
export const open = async ({ page }: Desk, id: number): Promise<void> => {
  await page.goto(`/inbox/all/${id}`);
  await page.getByRole('button', { name: 'Više', exact: true }).waitFor();
  await page.locator('.composer').waitFor();
};

/** Somebody's desk at a ticket that just came. */
export const deskAt = async (
  { mails, deskOf }: Pick<NonNullable<Awaited<ReturnType<typeof openBelay>>>, 'mails' | 'deskOf'>,
  name: string,
  subject: string,
): Promise<{ desk: Desk; id: number }> => {
  const sent = await mails(subject);
  const desk = await deskOf(name);
  const id = await ticketOf(desk, sent);
  await open(desk, id);
  return { desk, id };
};

/** Sends the dialog that is open; done when it is gone. */
export const sendsDialog = async ({ page }: Desk): Promise<void> => {
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
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
