import { describe, expect, test } from 'vitest';
import { violations, type Desk } from './browser.ts';
import { leave, openBelay, seen, ticketOf } from './open-belay.ts';

const started = await openBelay();

describe.skipIf(started === null)('the desk in a browser', () => {
  const { deskOf, emptyDesk, login, mails: complain } = started ?? ({} as NonNullable<typeof started>);

  const row = ({ page }: Desk, subject: string) => page.getByRole('row').filter({ hasText: subject });
  const title = ({ page }: Desk, subject: string) => page.getByRole('heading', { level: 1, name: subject });
  /** Opens the ticket of a mail as soon as it is one; the row may lie below what is drawn of the list. */
  const open = async (desk: Desk, subject: string): Promise<void> => {
    await desk.page.goto(`/inbox/all/${await ticketOf(desk, subject)}`);
    await title(desk, subject).waitFor();
  };

  test('a mail is escalated by one, seen by the other without a reload, taken, and seen taken', async () => {
    const subject = await complain('Refund of order 9911');
    const petra = await deskOf('Petra Novak', '/inbox/all');
    const marko = await deskOf('Marko Knežević', '/inbox/escalated');
    await open(petra, subject);

    await petra.page.keyboard.press('e');
    await petra.page.keyboard.press('3');
    await petra.page.getByLabel('In words').fill('Order 9911, third promise missed.');
    await petra.page.keyboard.press('Control+Enter');
    await petra.page.getByText(/^Escalated\. Called: .*Marko Knežević/).waitFor();
    // The chip of the step tells who was told, what comes next and why.
    await petra.page.locator('.clock-bar').getByRole('button').filter({ hasText: 'ST' }).focus();
    const card = petra.page.locator('.clock-card');
    await card.getByText('Marko Knežević').first().waitFor();
    await card.getByText(/^Team lead: .*Ivana Babić/).waitFor();
    await card.getByText('Petra Novak asked: asked for a manager').waitFor();
    await petra.page.keyboard.press('Escape');
    await row(marko, subject).waitFor();

    await row(marko, subject).click();
    const strip = marko.page.getByRole('region', { name: 'Escalation' });
    await strip.getByText(/You were called: step 1 of 3 because Petra Novak asked: asked for a manager/).waitFor();
    const thread = marko.page.getByRole('region', { name: 'Thread' });
    await thread.getByText('Order 9911, third promise missed.').waitFor();
    await marko.page.keyboard.press('t');
    await strip.getByText(/^You hold it until/).waitFor();
    await petra.page.getByText(/^Marko Knežević holds it until/).waitFor();
    await leave(petra, marko);
  });

  test('an escalation that moved on meanwhile is refused with the reason, and goes through the second time', async () => {
    const subject = await complain('Charged twice');
    const petra = await deskOf('Petra Novak', '/inbox/all');
    const lea = await deskOf('Lea Santos', '/inbox/all');
    for (const desk of [petra, lea]) {
      await open(desk, subject);
      await desk.page.keyboard.press('e');
      await desk.page.keyboard.press('2');
    }
    // What Lea's desk shows is fetched late: until it is there she has only what she saw before Petra was faster.
    const id = await ticketOf(lea, subject);
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    await lea.page.route(`**/api/tickets/${id}`, async (route) => {
      await arrived;
      await route.continue();
    });
    const sent: string[] = [];
    lea.page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/escalations')) sent.push(request.url());
    });
    await petra.page.keyboard.press('Control+Enter');
    await petra.page.getByText(/^Escalated\. Called/).waitFor();
    await lea.page.keyboard.press('Control+Enter');
    const refusal = /^Somebody was faster/;
    const dialog = lea.page.getByRole('dialog');
    await dialog.locator('button[aria-busy=true]').waitFor();
    expect(await dialog.getByText(refusal).count()).toBe(0);
    await lea.page.keyboard.press('Control+Enter');
    arrive();
    await dialog.getByText(refusal).waitFor();
    // Where one looks, and only there.
    expect(await lea.page.locator('.toast').count()).toBe(0);
    await dialog.getByText('Step 2, Team lead').waitFor();
    await lea.page.keyboard.press('2');
    await lea.page.keyboard.press('Control+Enter');
    await lea.page
      .getByText(/Called: Ivana Babić/)
      .first()
      .waitFor();
    expect(sent).toHaveLength(2);
    await leave(petra, lea);
  });

  test('what is pressed in one breath escalates, also while the dialog is still on its way', async () => {
    const subject = await complain('Third delay');
    const petra = await deskOf('Petra Novak', '/me');
    const { page } = petra;
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const asked = page.waitForRequest(/EscalateDialog/);
    await page.route(/EscalateDialog/, async (route) => {
      await arrived;
      await route.continue();
    });
    await open(petra, subject);
    await asked;
    for (const key of ['e', '3', '1', 'Control+Enter']) await page.keyboard.press(key);
    expect(await page.getByRole('dialog').count()).toBe(0);
    arrive();
    await page.getByText(/^Escalated\. Called/).waitFor();
    await page
      .getByText(/because Petra Novak asked: asked for a manager/)
      .first()
      .waitFor();
    await leave(petra);
  });

  test('what is sent in the moment in which the dialog has the focus carries what was chosen before', async () => {
    const subject = await complain('Fourth delay');
    const petra = await deskOf('Petra Novak', '/me');
    const { page } = petra;
    await open(petra, subject);
    await page.evaluate(() => {
      const isNeed = (target: EventTarget | null) => target instanceof HTMLInputElement && target.name === 'need';
      const enter = { key: 'Enter', code: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
      addEventListener('focusin', ({ target }) => {
        if (isNeed(target)) target!.dispatchEvent(new KeyboardEvent('keydown', enter));
      });
    });
    await page.keyboard.press('e');
    await page.keyboard.press('2');
    await page.getByText(/^Escalated\. Called/).waitFor();
    await page
      .getByText(/because Petra Novak asked: needs authority/)
      .first()
      .waitFor();
    await leave(petra);
  });

  test('a ticket is taken, answered, noted and solved without touching the mouse', async () => {
    const subject = await complain('Where is my invoice?');
    const lea = await deskOf('Lea Santos', '/inbox/all');
    const { page } = lea;
    await page.getByRole('row').first().waitFor();
    // a run of keys leads through the rows: the ticket is opened where it rests
    const marked = page.locator('[data-at]').filter({ hasText: subject });
    for (let step = 0; step < 60 && !(await marked.isVisible()); step += 1) await page.keyboard.press('j');
    await title(lea, subject).waitFor();

    // Whoever the mail was assigned to by load: afterwards it is Lea's.
    await page.keyboard.press('i');
    await page.getByText('You are responsible.').waitFor();

    await page.keyboard.press('n');
    await page.keyboard.type('Look in the archive first, j k e d.');
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('article', { name: 'Internal note from Lea Santos' })
      .getByText('Look in the archive')
      .waitFor();

    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await page.keyboard.type('Dear Ana, your invoice is on its way.');
    await page.keyboard.press('Control+Enter');
    const reply = page.getByRole('article', { name: 'Reply from Lea Santos' });
    await reply.getByText('your invoice is on its way').waitFor();
    await reply.getByText('Sent').waitFor();

    await page.keyboard.press('Escape');
    await page.keyboard.press('d');
    await page.locator('#page').getByText('Solved.', { exact: true }).waitFor();
    await leave(lea);
  });

  test('what is typed for one ticket stays with it, and a note never becomes a reply', async () => {
    const first = await complain('First matter');
    const second = await complain('Second matter');
    const petra = await deskOf('Petra Novak', '/inbox/all');
    const field = petra.page.locator('.composer .ProseMirror');
    await open(petra, first);
    await petra.page.keyboard.press('n');
    await field.waitFor();
    await petra.page.keyboard.type('only for colleagues');
    await petra.page.getByText('Draft kept').waitFor();
    await petra.page.getByRole('button', { name: 'Reply to Ana' }).click();
    expect(await field.innerText()).not.toContain('only');
    await open(petra, second);
    await petra.page.keyboard.press('n');
    expect(await field.innerText()).not.toContain('only');
    await open(petra, first);
    await petra.page.keyboard.press('n');
    expect(await field.innerText()).toBe('only for colleagues');
    await leave(petra);
  });

  test('a reply asked for while the ticket still loads is kept, with what is typed after it; no letter starts anything', async () => {
    const subject = await complain('Still on its way');
    const petra = await deskOf('Petra Novak', '/inbox/all');
    const { page } = petra;
    const id = await ticketOf(petra, subject);
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    await page.route(`**/api/tickets/${id}`, async (route) => {
      await arrived;
      await route.continue();
    });
    const acts: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET' && !/presence$|notices\/seen$/.test(request.url())) acts.push(request.url());
    });
    await page.goto(`/inbox/all/${id}`);
    await page.getByRole('row').first().waitFor();
    await page.keyboard.press('r');
    await page.keyboard.type('Dear Ana, sad idea: jk d e');
    expect(await title(petra, subject).isVisible()).toBe(false);
    arrive();
    const field = page.locator('.composer[data-mode=reply] .ProseMirror');
    await field.getByText('Dear Ana, sad idea: jk d e').waitFor();
    await page.keyboard.type('.');
    await seen(async () => expect(await field.innerText()).toBe('Dear Ana, sad idea: jk d e.'));
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(new URL(page.url()).pathname).toBe(`/inbox/all/${id}`);
    expect(acts).toEqual([]);
    await leave(petra);
  });

  test('a note that is sent while the ticket still loads goes out when it is there, and nothing after it is typed into it', async () => {
    const subject = await complain('Sent before it is there');
    const lea = await deskOf('Lea Santos', '/inbox/all');
    const { page } = lea;
    const id = await ticketOf(lea, subject);
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    await page.route(`**/api/tickets/${id}`, async (route) => {
      await arrived;
      await route.continue();
    });
    await page.goto(`/inbox/all/${id}`);
    await page.getByRole('row').first().waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('The archive has it, e d.');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.type('jk');
    arrive();
    const note = page.getByRole('article', { name: 'Internal note from Lea Santos' });
    await note.getByText('The archive has it, e d.', { exact: true }).waitFor();
    expect(await page.locator('.composer[data-mode=note] .composer-text').innerText()).not.toContain('archive');
    expect(await note.count()).toBe(1);
    await leave(lea);
  });

  test('signing in leads back to where one was, and a wrong password is said', async () => {
    const desk = await emptyDesk('/inbox/escalated?team=1');
    const { page } = desk;
    await page.getByLabel('E-mail').fill(login('Ivana Babić').email);
    await page.getByLabel('Password').fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('E-mail and password do not match.').waitFor();
    await page.getByLabel('Password').fill(login('Ivana Babić').password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Escalated/ }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/inbox/escalated?team=1');
    await page.getByRole('button', { name: /Ivana Babić/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto('/inbox/mine');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await leave(desk);
  });

  test('no rule of WCAG 2.2 AA is broken on the screens that no other file looks at', async () => {
    const subject = await complain('Screens');
    const options = { reducedMotion: 'reduce' } as const;
    const nobody = await emptyDesk('/sign-in', options);
    await nobody.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const found: Record<string, string[]> = { 'sign-in': await violations(nobody.page) };
    await leave(nobody);

    const sanja = await deskOf('Sanja Matić', '/inbox/all', options);
    const { page } = sanja;
    const look = async (screen: string): Promise<void> => {
      found[screen] = await violations(page);
    };
    await open(sanja, subject);
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('table').first().waitFor();
    await look('history');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await look('keys');
    await page.goto('/mail/caught');
    await page.getByRole('main').getByRole('link').first().click();
    await page.getByRole('article').waitFor();
    await look('caught mail');
    await page.goto('/mail/intake');
    await page.getByRole('table').waitFor();
    await look('intake');
    expect(Object.keys(found)).toHaveLength(5);
    expect(Object.values(found).flat().length === 0 ? [] : found).toEqual([]);
    await leave(sanja);
  });
});
