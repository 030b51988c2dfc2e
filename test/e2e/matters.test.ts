import { describe, expect, test } from 'vitest';
import type { AgentPresence } from '#contract/agent.ts';
import { violations } from './browser.ts';
import { detail, fromMenu, open, underWay } from './matter-desk.ts';
import { ask, leave, openBelay, seen, ticketOf } from './open-belay.ts';

const started = await openBelay({ browser: { locale: 'hr-HR' } });

describe.skipIf(started === null)('what is asked, handed over and put aside, in Croatian', () => {
  const { deskOf: openAs, mails } = started ?? ({} as NonNullable<typeof started>);

  test('a break is taken by key, says its end, and ends by being available', async () => {
    const petra = await openAs('Petra Novak');
    const { page } = petra;
    await page.getByRole('row').first().waitFor();
    await page.keyboard.press('q');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Na 30 min' }).click();
    await page.getByRole('button', { name: /Pauza do/ }).waitFor();
    const own = await ask<AgentPresence>(petra, '/api/me/presence');
    expect(own).toMatchObject({ presence: 'break', because: 'asked' });
    // The desk names the end, the server the beginning.
    expect(Math.abs(own.until! - own.since! - 30 * 60_000)).toBeLessThan(10_000);
    await page.keyboard.press('q');
    await page.getByRole('menuitemradio', { name: 'Dostupni' }).click();
    await page.getByRole('button', { name: /Dostupni/ }).waitFor();
    expect(await ask(petra, '/api/me/presence')).toMatchObject({ presence: 'available', until: null });
    await leave(petra);
  });

  test('approval is asked for by key and given by whoever leads, in a dialog each', async () => {
    const subject = await mails('Odobrenje');
    const petra = await openAs('Petra Novak');
    const id = await ticketOf(petra, subject);
    await open(petra, id);
    await petra.page.keyboard.press('o');
    const dialog = petra.page.getByRole('dialog', { name: 'Zatraži odobrenje' });
    await dialog.getByLabel('Od koga').selectOption('manager');
    await dialog.getByLabel('Iznos').fill('120,50');
    await dialog.getByLabel('Što treba odobriti').fill('Povrat cijele narudžbe.');
    expect(await violations(petra.page)).toEqual([]);
    await petra.page.keyboard.press('Control+Enter');
    await underWay(petra).getByText('120,50').waitFor();
    const [asked] = (await detail(petra, id)).approvals;
    expect(asked).toMatchObject({ status: 'pending', amount: { minor: 12_050, currency: 'EUR' } });

    const decider = asked!.seats[0]!.told[0]!.name;
    const lead = await openAs(decider);
    await open(lead, id);
    await underWay(lead).getByRole('button', { name: 'Odluči' }).click();
    await lead.page.getByRole('dialog').waitFor();
    await lead.page.keyboard.press('1');
    await lead.page.keyboard.press('Control+Enter');
    await lead.page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await detail(lead, id)).approvals[0]).toMatchObject({ status: 'ended', endedWhy: 'granted' });
    await leave(petra, lead);
  });

  test('a part is asked for, returned with a reason, and withdrawn', async () => {
    const subject = await mails('Dio posla');
    const petra = await openAs('Petra Novak');
    const id = await ticketOf(petra, subject);
    await open(petra, id);
    await fromMenu(petra, 'Zatraži dionicu od drugih');
    const dialog = petra.page.getByRole('dialog');
    await dialog.waitFor();
    await petra.page.keyboard.press('2');
    await dialog.getByLabel('Od koga').selectOption('manager');
    await dialog.getByLabel('Što je potrebno').fill('Odluka o povratu.');
    await petra.page.keyboard.press('Control+Enter');
    await underWay(petra).getByRole('listitem', { name: 'Predana dionica' }).waitFor();
    const told = (await detail(petra, id)).legs[0]!.told[0]!.name;

    const lead = await openAs(told);
    await open(lead, id);
    expect(await violations(lead.page)).toEqual([]);
    await underWay(lead).getByRole('button', { name: 'Vrati' }).click();
    await lead.page.getByRole('dialog').waitFor();
    await lead.page.keyboard.press('3');
    await lead.page.keyboard.press('Control+Enter');
    await lead.page.getByRole('dialog').waitFor({ state: 'detached' });
    expect((await detail(lead, id)).legs[0]!.returns).toMatchObject([{ reason: 'facts_missing' }]);
    await leave(petra, lead);
  });

  test('a supplier is asked beside the thread', async () => {
    const subject = await mails('Upit');
    const petra = await openAs('Petra Novak');
    const id = await ticketOf(petra, subject);
    await open(petra, id);
    await fromMenu(petra, 'Pitaj dobavljača');
    const dialog = petra.page.getByRole('dialog');
    await dialog.getByLabel('Adresa').fill('skladiste@dobavljac.example');
    await dialog.getByLabel('Upit').fill('Gdje je paket?');
    await petra.page.keyboard.press('Control+Enter');
    await underWay(petra).getByText('skladiste@dobavljac.example').waitFor();
    expect((await detail(petra, id)).questions).toMatchObject([
      { status: 'open', to: ['skladiste@dobavljac.example'] },
    ]);
    await leave(petra);
  });

  test('put aside by key and taken up again; spam and merging are taken back', async () => {
    const [kept, other] = [await mails('Ostaje'), await mails('Spaja se')];
    const petra = await openAs('Petra Novak');
    const { page } = petra;
    const into = await ticketOf(petra, kept);
    const id = await ticketOf(petra, other);
    await open(petra, id);
    await page.keyboard.press('z');
    await page.getByRole('dialog', { name: 'Odgodi' }).waitFor();
    await page.keyboard.press('1');
    await underWay(petra).getByRole('button', { name: 'Nastavi' }).click();
    await underWay(petra).waitFor({ state: 'detached' });
    expect(await detail(petra, id)).toMatchObject({ snoozedUntil: null });

    await fromMenu(petra, 'Neželjena pošta');
    await underWay(petra).getByRole('button', { name: 'Nije neželjena pošta' }).click();
    await underWay(petra).waitFor({ state: 'detached' });
    expect(await detail(petra, id)).toMatchObject({ closedAs: null });

    const { number } = await detail(petra, into);
    await fromMenu(petra, 'Spoji');
    await page.getByRole('dialog').getByLabel('Broj ili riječi').fill(`#${number}`);
    await page.getByRole('dialog').getByRole('button', { name: kept }).click();
    await underWay(petra).getByText(`#${number}`).waitFor();
    await underWay(petra).getByRole('button', { name: 'Razdvoji' }).click();
    await seen(async () => expect((await detail(petra, id)).mergedInto).toBeNull());
    await leave(petra);
  });

  test('a climb is silenced, heard again, taken, given up, and ended because its reason is gone', async () => {
    const subject = await mails('Uspon');
    const petra = await openAs('Petra Novak');
    const id = await ticketOf(petra, subject);
    await open(petra, id);
    await petra.page.keyboard.press('e');
    await petra.page.getByRole('dialog').waitFor();
    await petra.page.keyboard.press('2');
    await petra.page.keyboard.press('Control+Enter');
    await petra.page.getByRole('dialog').waitFor({ state: 'detached' });
    const called = (await detail(petra, id)).escalations[0]!.told[0]!.name;

    const lead = await openAs('Ivana Babić');
    await open(lead, id);
    await fromMenu(lead, 'Utišaj eskalaciju');
    await lead.page.getByRole('dialog').waitFor();
    await lead.page.keyboard.press('1');
    await lead.page
      .getByText(/Utišano do/)
      .first()
      .waitFor();
    await fromMenu(lead, 'Prekini tišinu');
    await seen(async () => expect((await detail(lead, id)).escalations[0]!.silencedUntil).toBeNull());

    const holder = await openAs(called);
    await open(holder, id);
    await holder.page.keyboard.press('t');
    await seen(async () => expect((await detail(lead, id)).escalations[0]!.status).toBe('acknowledged'));
    await fromMenu(holder, /^Odustani od preuzimanja/);
    await seen(async () => expect((await detail(lead, id)).escalations[0]!.status).not.toBe('acknowledged'));

    await fromMenu(lead, 'Deeskaliraj');
    await lead.page.getByRole('dialog').waitFor();
    await lead.page.keyboard.press('1');
    await lead.page.keyboard.press('Control+Enter');
    await seen(async () => expect((await detail(lead, id)).escalations[0]!.status).toBe('ended'));
    await leave(holder);
    await leave(petra, lead);
  });
});
