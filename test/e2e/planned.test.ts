import { describe, expect, test } from 'vitest';
import type { AgentPresence } from '#contract/agent.ts';
import { violations } from './browser.ts';
import { deskAt, detail, fromMenu, sendsDialog, underWay } from './matter-desk.ts';
import { ask, leave, openBelay, seen } from './open-belay.ts';

const started = await openBelay({ browser: { locale: 'hr-HR' } });
describe.skipIf(started === null)('planned work, another path, breaks and focus, in Croatian', () => {
  const { deskOf: openAs } = started ?? ({} as NonNullable<typeof started>);

  const at = (name: string, subject: string) => deskAt(started!, name, subject);

  test('a lead plans work and ends it, and sends a climb up another path', async () => {
    const { desk: ivana, id } = await at('Ivana Babić', 'Radovi');
    const { page } = ivana;
    await fromMenu(ivana, 'Planirani radovi');
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Ili do').fill('2020-01-01T08:00');
    await page.getByRole('button', { name: 'Do tada' }).click();
    await page.getByText('Taj je trenutak već prošao').first().waitFor();
    await fromMenu(ivana, 'Planirani radovi');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('2');
    await underWay(ivana).getByText('Planirani radovi do').waitFor();
    expect((await detail(ivana, id)).maintenanceUntil).not.toBeNull();
    await underWay(ivana).getByRole('button', { name: 'Završi planirane radove' }).click();
    await seen(async () => expect((await detail(ivana, id)).maintenanceUntil).toBeNull());

    await page.keyboard.press('e');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('2');
    await sendsDialog(ivana);
    const before = (await detail(ivana, id)).escalations[0]!.path;
    await fromMenu(ivana, 'Pošalji drugim putem');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio').first().waitFor({ state: 'attached' });
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('1');
    await sendsDialog(ivana);
    expect((await detail(ivana, id)).escalations[0]!.path).not.toBe(before);
    await leave(ivana);
  });

  test('a break is planned, seen by a colleague, and cancelled; focus has an end', async () => {
    const petra = await openAs('Petra Novak', '/me/breaks');
    const { page } = petra;
    await page.getByLabel('Počinje').fill('2030-05-06T12:00');
    await page.getByLabel('Zašto').fill('Ručak');
    await page.getByRole('button', { name: 'Planiraj', exact: true }).click();
    const planned = page.getByRole('list', { name: 'Planirane pauze' });
    await planned.getByText('Ručak').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Planiraj', exact: true }).click();
    await page.getByRole('alert').getByText('planirana druga pauza').waitFor();

    const lea = await openAs('Lea Santos', '/me/breaks');
    const row = lea.page.getByRole('listitem').filter({ hasText: 'Petra Novak' });
    await row.getByText(/pauza/).waitFor();
    expect(await row.textContent()).not.toContain('Ručak');
    await planned.getByRole('button').click();
    await planned.getByText('Ručak').waitFor({ state: 'detached' });

    await page.keyboard.press('q');
    await page.getByRole('menuitem', { name: 'Na 2 h' }).click();
    await page.getByRole('button', { name: /Usredotočeni do/ }).waitFor();
    const own = await ask<AgentPresence>(petra, '/api/me/presence');
    expect(own).toMatchObject({ presence: 'focus', breaks: [] });
    expect(own.until).not.toBeNull();
    await leave(petra, lea);
  });
});
