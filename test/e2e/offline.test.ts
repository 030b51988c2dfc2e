import { describe, expect, test } from 'vitest';
import type { MessagePage, TicketDetail } from '#contract/ticket.ts';
import { violations, type Desk } from './browser.ts';
import { ask, leave, openBelay, seen, ticketOf } from './open-belay.ts';

const started = await openBelay({ browser: { serviceWorkers: 'allow' } });

describe.skipIf(started === null)('a desk without a line to the server', () => {
  const { belay, deskOf, mails } = started ?? ({} as NonNullable<typeof started>);

  const title = ({ page }: Desk, subject: string) => page.getByRole('heading', { level: 1, name: subject });
  const open = async (desk: Desk, subject: string): Promise<number> => {
    const id = await ticketOf(desk, subject);
    await desk.page.goto(`/inbox/all/${id}`);
    await title(desk, subject).waitFor();
    await desk.page.locator('.composer .ProseMirror').waitFor();
    return id;
  };
  /** Everything this browser has in its database, as one text. */
  const kept = ({ page }: Desk): Promise<string> =>
    page.evaluate(
      () =>
        new Promise<string>((resolve, reject) => {
          const opening = indexedDB.open('belay');
          opening.addEventListener('error', () => reject(opening.error ?? new Error('not opened')));
          opening.addEventListener('success', () => {
            const database = opening.result;
            const transaction = database.transaction(['copy', 'act']);
            const copies = transaction.objectStore('copy').getAll();
            const acts = transaction.objectStore('act').getAll();
            transaction.addEventListener('complete', () => {
              database.close();
              resolve(JSON.stringify([copies.result, acts.result]));
            });
          });
        }),
    );
  const holds = async (desk: Desk, text: string): Promise<boolean> => (await kept(desk)).includes(text);
  const isKept = (desk: Desk, text: string): Promise<void> =>
    seen(async () => expect(await holds(desk, text)).toBe(true));
  const isForgotten = (desk: Desk, text: string): Promise<void> =>
    seen(async () => expect(await holds(desk, text)).toBe(false));
  /** The desk's own files are kept, so that it can be opened again. */
  const isReady = ({ page }: Desk): Promise<unknown> =>
    page.evaluate(() => navigator.serviceWorker.ready.then((worker) => worker.active?.state));
  const loseLine = async ({ page, context }: Desk): Promise<void> => {
    await context.setOffline(true);
    await page.getByText(/^The server is out of reach/).waitFor();
  };
  const write = async ({ page }: Desk, key: 'n' | 'r', text: string): Promise<void> => {
    await page.keyboard.press(key);
    const field = page.locator(`.composer[data-mode=${key === 'n' ? 'note' : 'reply'}] .ProseMirror`);
    await field.focus();
    await page.keyboard.type(text);
    await page.keyboard.press('Control+Enter');
    await page.getByText('Kept. It goes out when the connection is back.').first().waitFor();
    await page.keyboard.press('Escape');
  };
  const messages = async (desk: Desk, id: number): Promise<string[]> =>
    (await ask<MessagePage>(desk, `/api/tickets/${id}/messages`)).items.map((one) => one.text);
  const detail = (desk: Desk, id: number): Promise<TicketDetail> => ask(desk, `/api/tickets/${id}`);
  const waiting = ({ page }: Desk) =>
    page.locator('.composer-place').getByRole('list', { name: 'What waits for the connection' });

  test('tickets are read and written on through a reload, and everything goes out once when the line is back', async () => {
    const subject = await mails('Read without a line');
    const petra = await deskOf('Petra Novak');
    const { page, context } = petra;
    const id = await open(petra, subject);
    await isReady(petra);
    await isKept(petra, 'Želim razgovarati s voditeljem');
    await loseLine(petra);
    await write(petra, 'n', 'Looked up without a line.');
    await write(petra, 'r', 'Dear Ana, we are looking into it.');
    await page.keyboard.press('s');
    await page.getByRole('menuitem', { name: /^On hold/ }).click();
    await waiting(petra).getByText('Status: On hold').waitFor();
    expect(await waiting(petra).getByRole('listitem').count()).toBe(3);

    await page.reload();
    await title(petra, subject).waitFor();
    await page.getByRole('region', { name: 'Thread' }).getByText('Želim razgovarati s voditeljem').waitFor();
    await page.getByRole('row').first().waitFor();
    await waiting(petra).getByText('Internal note: Looked up without a line.').waitFor();
    await page.getByRole('button', { name: '3 acts wait' }).click();
    await page
      .getByRole('link', { name: new RegExp(subject) })
      .first()
      .waitFor();
    expect(await violations(page)).toEqual([]);

    await context.setOffline(false);
    await page.getByRole('article', { name: 'Internal note from Petra Novak' }).waitFor();
    await waiting(petra).waitFor({ state: 'detached' });
    const texts = await messages(petra, id);
    expect(texts.filter((text) => text.includes('Looked up without a line.'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('we are looking into it.'))).toHaveLength(1);
    expect((await detail(petra, id)).status).toBe('on_hold');
    await context.close();
  });

  test('an act that the ticket overtook asks before it goes out, and what is let go never does', async () => {
    const subject = await mails('Overtaken');
    const petra = await deskOf('Petra Novak');
    const { page, context } = petra;
    const id = await open(petra, subject);
    await loseLine(petra);
    await write(petra, 'r', 'Dear Ana, written before I knew.');
    await page.keyboard.press('s');
    await page.getByRole('menuitem', { name: /^On hold/ }).click();
    await waiting(petra).getByText('Status: On hold').waitFor();

    const lea = await belay.as('lea');
    const status = await lea.put<TicketDetail>(`/api/tickets/${id}/status`, {
      status: 'waiting_on_customer',
      commandId: 'lea-was-faster',
    });
    const note = await lea.post<TicketDetail>(`/api/tickets/${id}/notes`, {
      text: 'I called her.',
      commandId: 'lea-called-1',
    });
    expect([status.status, note.id]).toEqual(['waiting_on_customer', id]);

    await context.setOffline(false);
    await page.getByText('1 act did not go out by itself').waitFor();
    await waiting(petra)
      .getByText(/Something new came in while you were writing/)
      .waitFor();
    expect((await messages(petra, id)).join(' ')).not.toContain('before I knew');
    await waiting(petra).getByRole('button', { name: 'Send anyway' }).click();
    await waiting(petra)
      .getByText(/The ticket moved on meanwhile/)
      .waitFor();
    expect((await messages(petra, id)).join(' ')).toContain('before I knew');
    await waiting(petra).getByRole('button', { name: 'Let it go' }).click();
    await waiting(petra).waitFor({ state: 'detached' });
    expect((await detail(petra, id)).status).toBe('waiting_on_customer');
    await context.close();
  });

  test('words that wait are taken back into the composer, under what was begun since', async () => {
    const subject = await mails('Taken back');
    const petra = await deskOf('Petra Novak');
    const id = await open(petra, subject);
    await loseLine(petra);
    await write(petra, 'n', 'First thought.');
    await waiting(petra).getByRole('button', { name: 'Back to writing' }).click();
    await waiting(petra).waitFor({ state: 'detached' });
    await petra.page.locator('.composer[data-mode=note]').getByText('First thought.').waitFor();
    await petra.context.setOffline(false);
    await petra.page.getByText(/^The server is out of reach/).waitFor({ state: 'detached' });
    expect((await messages(petra, id)).join(' ')).not.toContain('First thought.');
    await petra.context.close();
  });

  test('whoever signs out leaves nothing of theirs in the browser, and is asked first about what has not gone out', async () => {
    const subject = await mails('Left behind');
    const lea = await deskOf('Lea Santos');
    const { page } = lea;
    const id = await open(lea, subject);
    await isKept(lea, subject);
    const signOut = async (): Promise<void> => {
      await page.locator('.rail-me').click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
    };
    // The ticket is Lea's no more in what she saw of it: her act asks, and so stays.
    await loseLine(lea);
    await page.keyboard.press('s');
    await page.getByRole('menuitem', { name: /^On hold/ }).click();
    await waiting(lea).getByText('Status: On hold').waitFor();
    const petra = await belay.as('petra');
    await petra.put<TicketDetail>(`/api/tickets/${id}/status`, {
      status: 'waiting_on_customer',
      commandId: 'petra-first-1',
    });
    await lea.context.setOffline(false);
    await page.getByText('1 act did not go out by itself').waitFor();
    await signOut();
    await page.getByRole('dialog', { name: '1 act has not gone out' }).getByRole('button', { name: 'Stay' }).click();
    await signOut();
    await page.getByRole('button', { name: 'Sign out and let it go' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await seen(async () => expect((await kept(lea)).slice(0, 60)).toBe('[[],[]]'));
    await lea.context.close();
  });

  test('a ticket somebody is shut out of leaves their screen and their browser at once', async () => {
    const subject = await mails('Not for Petra');
    const petra = await deskOf('Petra Novak');
    const id = await open(petra, subject);
    await isKept(petra, 'Želim razgovarati s voditeljem');
    const other = await mails('Something else');
    await isKept(petra, other);
    const sanja = await belay.as('sanja');
    const shut = await sanja.put<TicketDetail>(`/api/tickets/${id}/exclusions/${await idOf(petra)}`, {
      commandId: 'not-for-petra-1',
    });
    expect(shut.excluded).toHaveLength(1);
    await title(petra, subject).waitFor({ state: 'detached' });
    await isForgotten(petra, subject);
    expect(await holds(petra, other)).toBe(true);
    await leave(petra);
  });

  test('a ticket that is kept but not open leaves the browser likewise', async () => {
    const subject = await mails('Kept, not open');
    const petra = await deskOf('Petra Novak');
    const id = await open(petra, subject);
    await isKept(petra, subject);
    await open(petra, await mails('Open instead'));
    const sanja = await belay.as('sanja');
    await sanja.put<TicketDetail>(`/api/tickets/${id}/exclusions/${await idOf(petra)}`, {
      commandId: 'not-for-petra-2',
    });
    await isForgotten(petra, subject);
    await leave(petra);
  });

  const idOf = async (desk: Desk): Promise<number> => (await ask<{ id: number }>(desk, '/api/me')).id;
});
