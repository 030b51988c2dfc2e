import { describe, expect, test } from 'vitest';
import type { Candidates } from '#contract/agent.ts';
import { violations, type Desk } from './browser.ts';
import { deskAt, detail, fromMenu, open, sendsDialog, underWay } from './matter-desk.ts';
import { ask, leave, openBelay, seen, ticketOf } from './open-belay.ts';

const started = await openBelay({ browser: { locale: 'hr-HR' } });
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
    await seen(async () => expect((await detail(petra, id)).legs[0]!.status).toBe('ended'));
    await leave(petra);
  });

  test('what cannot be done now is in the menu, is reached by key and says why; what one has no right to is not there', async () => {
    const { desk: ivana, id } = await at('Ivana Babić', 'Odbijeno');
    const { page } = ivana;
    await page.getByRole('button', { name: 'Više', exact: true }).press('Enter');
    const refused = page.getByRole('menuitem', { name: /^Deeskaliraj/, disabled: true });
    expect(await refused.innerText()).toContain('Nema eskalacije u tijeku.');
    const isReached = (): Promise<boolean> => refused.evaluate((item) => item === document.activeElement);
    for (let presses = 0; presses < 12 && !(await isReached()); presses += 1) await page.keyboard.press('ArrowDown');
    expect(await isReached()).toBe(true);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Nema eskalacije u tijeku.').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await leave(ivana);

    const petra = await openAs('Petra Novak');
    await open(petra, id);
    await petra.page.getByRole('button', { name: 'Više', exact: true }).click();
    await petra.page.getByRole('menuitem', { name: 'Odgodi', exact: true }).waitFor();
    expect(await petra.page.getByRole('menuitem', { name: /^Deeskaliraj/ }).count()).toBe(0);

    // whoever she is, she learns why (not) she
    await petra.page.getByRole('menuitem', { name: 'Zašto ja, zašto ne ja?' }).click();
    const weighed = petra.page.getByRole('list', { name: 'Zašto ja, zašto ne ja?' });
    await weighed.getByRole('listitem').filter({ hasText: 'Petra Novak (vi)' }).waitFor();
    const { items } = await ask<Candidates>(petra, `/api/tickets/${id}/candidates`);
    expect(await weighed.getByRole('listitem').count()).toBe(items.length);
    expect(await violations(petra.page)).toEqual([]);
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
    await seen(async () => expect((await detail(petra, id)).requester.name).toBe('Ana Kovač'));
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
    const dialog = page.getByRole('dialog');
    const subject = dialog.getByLabel('Naziv zahtjeva');
    await subject.waitFor();
    expect(await subject.inputValue()).toBe('I još nešto.');
    expect(await violations(page)).toEqual([]);
    await subject.fill('Druga stvar');
    await sendsDialog(petra);
    await page.getByText(/Poruka ima vlastiti zahtjev/).waitFor();
    const [link] = (await detail(petra, id)).links;
    expect((await detail(petra, link!.ticket.id)).subject).toBe('Druga stvar');
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
    await seen(async () => expect((await detail(petra, id)).topic).toBe('refund'));
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

  test('up and across at once: the ladder is climbed, and then a part is asked of a skill or a team', async () => {
    const { desk: petra, id } = await at('Petra Novak', 'Oboje');
    const { page } = petra;
    await page.keyboard.press('e');
    await page.getByRole('dialog').getByRole('button', { name: 'Oboje' }).click();
    await page.keyboard.press('2');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    const part = page.getByRole('dialog', { name: 'Zatraži dionicu od drugih' });
    await part.waitFor();
    await page.keyboard.press('1');
    await part.getByLabel('Od koga').selectOption({ index: 1 });
    await part.getByLabel('Što je potrebno').fill('Provjeriti uplatu.');
    expect(await violations(page)).toEqual([]);
    await sendsDialog(petra);
    const both = await detail(petra, id);
    expect(both.escalations[0]?.reasons[0]).toMatchObject({ reason: 'authority' });
    expect(both.legs.filter(({ status }) => status !== 'ended').length).toBeGreaterThan(0);
    await leave(petra);
  });
});
