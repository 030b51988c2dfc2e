import { describe, expect, test, vi } from 'vitest';
import { violations, type Desk } from './browser.ts';
import { deskAt, detail, fromMenu, open, sendsDialog, underWay } from './matter-desk.ts';
import { ask, leave, openBelay, ticketOf } from './open-belay.ts';

const started = await openBelay({ browser: { locale: 'hr-HR' } });
const SOON_MS = 8_000;

describe.skipIf(started === null)('disputes, approvals given on, links, splits and amounts, in Croatian', () => {
  const { belay, deskOf: openAs, mails } = started ?? ({} as NonNullable<typeof started>);

  const at = (name: string, subject: string) => deskAt(started!, name, subject);
  const undo = ({ page }: Desk) => page.keyboard.press('u');

  test('a dispute is asked to be decided, from the palette too, and withdrawn by undoing it', async () => {
    const { desk: petra, id } = await at('Petra Novak', 'Spor');
    const { page } = petra;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('spor');
    await page.getByRole('option', { name: /Zatraži odluku o sporu/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Zatraži odluku o sporu' });
    await dialog.waitFor();
    await page.keyboard.press('Control+Enter');
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('S kim se ne slažete').selectOption({ label: 'Marko Knežević' });
    await dialog.getByLabel('O čemu je riječ').fill('Marko kaže da nije naše.');
    expect(await violations(page)).toEqual([]);
    await sendsDialog(petra);
    await underWay(petra).getByText('Petra Novak i Marko Knežević se ne slažu').waitFor();
    expect((await detail(petra, id)).legs).toMatchObject([{ reason: 'dispute', status: 'offered' }]);
    await undo(petra);
    await vi.waitFor(async () => expect((await detail(petra, id)).legs[0]!.status).toBe('ended'), SOON_MS);
    await leave(petra);
  });

  test('whoever is asked to allow something gives it to somebody who may; one who may not is refused in the dialog', async () => {
    const { desk: petra, id } = await at('Petra Novak', 'Prepušta se');
    await petra.page.keyboard.press('o');
    const asking = petra.page.getByRole('dialog');
    await asking.getByLabel('Od koga').selectOption('manager');
    await asking.getByLabel('Iznos').fill('60');
    await asking.getByLabel('Što treba odobriti').fill('Povrat.');
    await sendsDialog(petra);
    const asked = (await detail(petra, id)).approvals[0]!.seats[0]!.told[0]!.name;

    const lead = await openAs(asked);
    await open(lead, id);
    await underWay(lead).getByRole('button', { name: 'Prepusti drugome' }).click();
    const dialog = lead.page.getByRole('dialog', { name: 'Prepusti drugome' });
    await dialog.getByLabel('Kome').selectOption({ label: 'Petra Novak' });
    await lead.page.keyboard.press('Control+Enter');
    await dialog.getByRole('alert').waitFor();
    expect(await violations(lead.page)).toEqual([]);
    await dialog.getByLabel('Kome').selectOption({ label: 'Davor Perić' });
    await sendsDialog(lead);
    await underWay(lead).getByText('Davor Perić').waitFor();
    expect((await detail(lead, id)).approvals[0]!.seats[0]!.told.map(({ name }) => name)).toEqual(['Davor Perić']);
    await leave(petra, lead);
  });

  test('tickets are linked, the link is removed and comes back; the requester changes and changes back', async () => {
    const other = await mails('Uzrok');
    const { desk: petra, id } = await at('Petra Novak', 'Posljedica');
    const { page } = petra;
    const otherId = await ticketOf(petra, other);
    const { number } = await detail(petra, otherId);
    await fromMenu(petra, 'Poveži');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.keyboard.press('4');
    await dialog.getByLabel('Broj ili riječi').fill(`#${number}`);
    await dialog.getByRole('button', { name: other }).click();
    expect(await violations(page)).toEqual([]);
    await sendsDialog(petra);
    await page.getByRole('tab', { name: 'Povezano' }).click();
    await page.getByText('dio je od').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: `Ukloni vezu s #${number}` }).click();
    await page.getByText('dio je od').waitFor({ state: 'detached' });
    expect((await detail(petra, otherId)).links).toEqual([]);
    await undo(petra);
    await page.getByText('dio je od').waitFor();
    expect((await detail(petra, otherId)).links).toMatchObject([{ kind: 'parent_of', ticket: { id } }]);

    await fromMenu(petra, 'Promijeni podnositelja');
    await page.getByRole('dialog').getByLabel('E-pošta').fill('sestra.kovac@posta.example');
    expect(await violations(page)).toEqual([]);
    await sendsDialog(petra);
    expect((await detail(petra, id)).requesterEmail).toBe('sestra.kovac@posta.example');
    await undo(petra);
    await vi.waitFor(async () => expect((await detail(petra, id)).requester.name).toBe('Ana Kovač'), SOON_MS);
    await leave(petra);
  });

  test('what is split off is taken back into the ticket it came from', async () => {
    const from = 'Ana Kovač <ana.kovac@posta.example>';
    const mail = { from, to: 'billing@bura.example', subject: 'Dvije stvari', text: 'Gdje je povrat?' };
    const messageId = await belay.sends(mail);
    const petra = await openAs('Petra Novak');
    const { page } = petra;
    const id = await ticketOf(petra, mail.subject);
    await belay.sends({ ...mail, subject: 'Re: Dvije stvari', text: 'I još nešto.', inReplyTo: `<${messageId}>` });
    await open(petra, id);
    await page.getByRole('region', { name: 'Razgovor' }).getByText('I još nešto.').waitFor();
    // what began the ticket stays in it
    await page.getByRole('button', { name: 'Zaseban zahtjev' }).click();
    await page.getByText(/Poruka ima vlastiti zahtjev/).waitFor();
    const [link] = (await detail(petra, id)).links;
    await page.waitForURL(new RegExp(`/t/${link!.ticket.id}`));
    await undo(petra);
    await page.waitForURL(new RegExp(`/t/${id}$`));
    expect(await detail(petra, link!.ticket.id)).toMatchObject({ closedAs: 'merged', mergedInto: { id } });
    await page.getByRole('region', { name: 'Razgovor' }).getByText('I još nešto.').waitFor();
    await leave(petra);
  });

  test('where a step asks for approval, escalating says the amount', async () => {
    const { desk: petra, id } = await at('Petra Novak', 'Iznos');
    const { page } = petra;
    await fromMenu(petra, 'Promijeni temu');
    await page.getByRole('dialog').getByRole('textbox').fill('refund');
    await page.keyboard.press('Enter');
    await vi.waitFor(async () => expect((await detail(petra, id)).topic).toBe('refund'), SOON_MS);
    await open(petra, id);
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await page.keyboard.press('2');
    await dialog.getByLabel('Iznos').fill('nula');
    await page.keyboard.press('Control+Enter');
    await dialog.getByText('Upišite iznos veći od nule').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Iznos').fill('75,20');
    await sendsDialog(petra);
    const log = await ask<{ items: { type: string; body: object }[] }>(petra, `/api/tickets/${id}/events`);
    expect(JSON.stringify(log.items)).toContain('"minor":7520');
    await leave(petra);
  });
});
