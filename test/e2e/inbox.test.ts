import { describe, expect, test } from 'vitest';
import { seen } from './open-belay.ts';
import type { TicketPage } from '#contract/list.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { violations } from './browser.ts';
import { start } from './inbox-desk.ts';

const started = await start();

describe.skipIf(started === null)('the inbox in Croatian', () => {
  const { opened, asks, api, rows, ids, inbox, leave } = started ?? ({} as NonNullable<typeof started>);

  test('the desk speaks Croatian, says so to readers, and changes its language for good', async () => {
    const desk = await inbox('Petra Novak', '/inbox/all');
    const { page } = desk;
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('hr');
    await page.getByRole('heading', { level: 1, name: /^Svi/ }).waitFor();
    const name = page.locator('.view-name > .cut');
    expect(await name.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await page.getByRole('button', { name: /Petra Novak/ }).click();
    await page.getByRole('menuitemradio', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: /^All/ }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /^All/ }).waitFor();
    await seen(async () => expect((await api<{ language: string }>(desk, '/api/me')).language).toBe('en'));
    await leave(desk);
  });

  test('a filter stands in the address, survives a reload, and is dropped by its chip', async () => {
    const desk = await inbox('Sanja Matić', '/inbox/all');
    const { page } = desk;
    await page.keyboard.press('f');
    await page.getByRole('menuitem', { name: 'Ozbiljnost' }).click();
    await page.getByRole('menuitemcheckbox', { name: /^Ozbiljnost 2/ }).click();
    await page.getByRole('menuitemcheckbox', { name: /^Ozbiljnost 1/ }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(new URL(page.url()).search).toBe('?severity=S2&severity=S1');
    await page.reload();
    const chip = page.getByRole('button', { name: /^Ukloni: Ozbiljnost 1/ });
    await chip.waitFor();
    const severities = (await api<TicketPage>(desk, '/api/tickets?view=all&severity=S1&severity=S2')).items;
    expect(severities.length).toBeGreaterThan(0);
    await seen(async () =>
      expect((await ids(desk)).length).toBe(Math.min(severities.length, (await ids(desk)).length)),
    );
    expect(await ids(desk)).toContain(`ticket-row-${severities[0]?.id}`);
    await chip.click();
    await seen(() => expect(new URL(page.url()).search).toBe('?severity=S2'));

    await page.goto('/inbox/all?severity=S1&tag=no-such-tag');
    await page.getByText('Nijedan zahtjev ne odgovara').waitFor();
    await page.getByRole('button', { name: 'Bez „Oznaka: no-such-tag”' }).click();
    await rows(desk).first().waitFor();
    await leave(desk);
  });

  test('several tickets are changed at once, what was refused is named, and one undo puts all back', async () => {
    const desk = await inbox('Sanja Matić', '/inbox/all');
    const { page } = desk;
    const subjects = [await asks('Račun'), await asks('Račun')];
    const [first, second] = [await opened(desk, subjects[0] ?? ''), await opened(desk, subjects[1] ?? '')];
    await page.goto('/inbox/all?sort=newest');
    await page.locator(`#ticket-row-${second}`).waitFor();
    for (const id of [first, second]) {
      await page.locator(`#ticket-row-${id}`).hover();
      await page.locator(`#ticket-row-${id} input`).check();
    }
    const bar = page.getByRole('region', { name: 'Radnje s odabranim zahtjevima' });
    await bar.getByText('odabrana 2').waitFor();
    await bar.getByRole('button', { name: 'Ozbiljnost' }).click();
    await page.getByRole('menuitem', { name: /^Ozbiljnost 1/ }).click();
    await page.getByText('Promijenjena su 2 zahtjeva.').waitFor();
    const severities = async () =>
      Promise.all([first, second].map(async (id) => (await api<TicketDetail>(desk, `/api/tickets/${id}`)).severity));
    expect(await severities()).toEqual(['S1', 'S1']);

    await page.keyboard.press('u');
    await page.getByText('Poništeno.').waitFor();
    expect(await severities()).not.toContain('S1');
    await page.goto(`/inbox/all?sort=newest`);
    await leave(desk);
  });

  test('under the pointer rows do not move while a colleague works; a point applies the order', async () => {
    const sanja = await inbox('Sanja Matić', '/inbox/all?sort=newest');
    const before = await ids(sanja);
    await rows(sanja).nth(2).hover();
    const newest = `ticket-row-${await opened(sanja, await asks('Novi zahtjev'))}`;
    await sanja.page.locator('.list-moved').waitFor();
    expect((await ids(sanja)).slice(0, 5)).toEqual(before.slice(0, 5));
    await sanja.page.keyboard.press('.');
    await sanja.page.locator('.list-moved').waitFor({ state: 'hidden' });
    expect((await ids(sanja)).slice(0, 5)).toEqual([newest, ...before.slice(0, 4)]);
    await leave(sanja);
  });

  test('who looks at a ticket is seen in the list of the other, without a reload', async () => {
    const petra = await inbox('Petra Novak', '/inbox/all?sort=newest');
    const lea = await inbox('Lea Santos', '/inbox/all?sort=newest');
    const id = await opened(petra, await asks('Gleda se'));
    await petra.page.goto(`/inbox/all/${id}?sort=newest`);
    await petra.page.locator('#ticket-title').waitFor();
    await lea.page.locator(`#ticket-row-${id}`).getByText('Gleda: Petra Novak').waitFor();
    await leave(petra, lea);
  });

  test('work is found, skipped with a reason, searched and opened without touching the mouse', async () => {
    const desk = await inbox('Petra Novak', '/inbox/all');
    const { page } = desk;
    await page.keyboard.press('w');
    await page.locator('#ticket-title').waitFor();
    const first = new URL(page.url()).pathname;
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await page.keyboard.press('w');
    await page.getByRole('dialog', { name: /^Zašto ne #/ }).waitFor();
    await page.keyboard.press('3');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Preskoči, sljedeći' }).press('Enter');
    await seen(() => expect(new URL(page.url()).pathname).not.toBe(first));

    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByRole('heading', { level: 1, name: /^Eskalirani/ }).waitFor();
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill('povrat');
    await page.locator('mark').first().waitFor();
    await page.getByRole('searchbox').fill('povrat status:nemoguce');
    await page.getByText('Vrijednost iza operatora pretrazi ne znači ništa.').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('nedavne');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await leave(desk);
  });

  test('a ticket for somebody on the phone is written down by its key', async () => {
    const desk = await inbox('Petra Novak', '/inbox/all');
    const { page } = desk;
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Novi zahtjev' });
    await dialog.getByLabel('E-pošta podnositelja').fill('nova.osoba@posta.example');
    await dialog.getByLabel('Ime, ako je nov').fill('Nova Osoba');
    await dialog.getByLabel('Predmet').fill('Naručio telefonom');
    await dialog.getByLabel('Što traži, njegovim riječima').fill('Želi zamjenu slušalica.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { level: 1, name: 'Naručio telefonom' }).waitFor();
    expect(await opened(desk, 'Naručio telefonom')).toBeGreaterThan(0);
    await leave(desk);
  });

  test('keys fit the keyboard: Cyrillic by place, never with AltGr or while composing; changed, and all off', async () => {
    const desk = await inbox('Petra Novak', '/inbox/all');
    const { page } = desk;
    const press = (init: object): Promise<void> =>
      page.evaluate((given) => {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...given }));
      }, init);
    await press({ key: 'о', code: 'KeyJ', modifierAltGraph: true });
    await press({ key: 'j', code: 'KeyJ', isComposing: true });
    await press({ key: 'ś', code: 'KeyJ', altKey: true });
    expect(new URL(page.url()).pathname).toBe('/inbox/all');
    await press({ key: 'о', code: 'KeyJ' });
    await seen(() => expect(new URL(page.url()).pathname).not.toBe('/inbox/all'));

    await page.goto('/me/shortcuts');
    await page.getByRole('button', { name: 'Promijeni: Sljedeći zahtjev' }).click();
    await page.keyboard.press('e');
    await page.getByText('također: Eskaliraj').waitFor();
    await page.getByRole('button', { name: 'Promijeni: Sljedeći zahtjev' }).click();
    await page.keyboard.press('y');
    await page.getByText('također: Eskaliraj').waitFor({ state: 'hidden' });
    await page.goto('/inbox/all');
    await rows(desk).first().waitFor();
    await page.keyboard.press('j');
    expect(new URL(page.url()).pathname).toBe('/inbox/all');
    await page.keyboard.press('y');
    await page.locator('#ticket-title').waitFor();

    await page.goto('/me/shortcuts');
    await page.getByRole('checkbox', { name: 'Pojedinačne tipke rade' }).uncheck();
    await page.goto('/inbox/all');
    await rows(desk).first().waitFor();
    await page.keyboard.press('y');
    await page.keyboard.press('x');
    expect(new URL(page.url()).pathname).toBe('/inbox/all');
    await leave(desk);
  });

  test('the ladder is walked from hold to hold, told by both times, and leads to what was done', async () => {
    const desk = await inbox('Sanja Matić', '/inbox/escalated');
    const { page } = desk;
    await page.keyboard.press('j');
    await page.getByRole('tab', { name: 'Ljestve' }).waitFor();
    await page.keyboard.press('v');
    await page.getByText(/radnog vremena\./).waitFor();
    await page.getByRole('button', { name: 'Vrijeme na satu' }).click();
    await page.getByText(/radnog vremena\./).waitFor({ state: 'hidden' });
    const boxes = page.locator('a.ladder-span');
    await boxes.first().focus();
    const first = await page.evaluate(() => document.activeElement?.getAttribute('title'));
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('title'))).not.toBe(first);
    const chartRows = await page.locator('.ladder-table tbody tr').allInnerTexts();
    await page.getByRole('button', { name: 'Tablica' }).click();
    expect((await page.locator('.ladder-table tbody tr').allInnerTexts()).length).toBe(chartRows.length);
    await page.getByRole('button', { name: 'Crtež' }).click();
    // Whatever has only just begun lies before the line of now.
    const now = (await page.locator('.ladder-now').boundingBox()) ?? { x: 0, width: 0 };
    for (const box of await boxes.all()) {
      const at = await box.boundingBox();
      expect((at?.x ?? 0) + (at?.width ?? 0)).toBeLessThanOrEqual(now.x + now.width / 2 + 1);
    }
    await leave(desk);
  });

  test('what every selected ticket would refuse is greyed and says why', async () => {
    const desk = await inbox('Sanja Matić', '/inbox/all');
    const { page } = desk;
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.locator('.bulk').getByRole('button', { name: 'Ozbiljnost' }).click();
    const refused = page.locator('[role=menuitem][aria-disabled=true]');
    await refused.waitFor();
    expect(await refused.innerText()).toContain('Zahtjev već ima tu ozbiljnost.');
    expect(await page.getByRole('menuitem').count()).toBe(4);
    await leave(desk);
  });

  test('on a phone the notices stand within the screen', async () => {
    const desk = await inbox('Petra Novak', '/inbox/mine', { viewport: { width: 360, height: 740 } });
    await desk.page.getByRole('button', { name: 'Izbornik' }).click();
    await desk.page.getByRole('button', { name: /^Obavijesti/ }).click();
    const box = await desk.page.getByRole('dialog', { name: 'Obavijesti' }).boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 1_000)).toBeLessThanOrEqual(360);
    await leave(desk);
  });

  test('no rule of WCAG 2.2 AA or of good practice is broken', async () => {
    const desk = await inbox('Sanja Matić', '/inbox/all', { reducedMotion: 'reduce' });
    const { page } = desk;
    const found: Record<string, string[]> = {};
    const look = async (screen: string): Promise<void> => {
      found[screen] = await violations(page, ['best-practice']);
    };
    await look('full');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('odabran 1').waitFor();
    await look('bulk');
    await page.keyboard.press('v');
    await page.locator('a.ladder-span').first().waitFor();
    await look('ladder');
    await page.goto('/inbox/all?tag=no-such-tag');
    await page.getByText('Nijedan zahtjev ne odgovara').waitFor();
    await look('no match');
    await page.goto('/search?q=povrat');
    await page.locator('.search-hit').first().waitFor();
    await look('search');
    await page.goto('/me/shortcuts');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await look('keys');
    await page.goto('/me/recent');
    await page.getByText('Još ništa').waitFor();
    await look('recent');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await look('palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await page.getByRole('dialog', { name: 'Novi zahtjev' }).waitFor();
    await look('new ticket');
    await page.evaluate(() =>
      localStorage.setItem('belay.display', JSON.stringify({ mode: 'table', density: 'compact' })),
    );
    await page.goto('/inbox/all');
    await page.getByRole('columnheader', { name: 'Predmet' }).waitFor();
    await look('table');
    await page.evaluate(() => localStorage.removeItem('belay.display'));
    await page.route('**/api/tickets?*', (route) => route.fulfill({ status: 500, body: '{}' }));
    await page.goto('/inbox/escalated');
    await page.getByRole('alert').waitFor({ timeout: 20_000 });
    await look('error');
    await page.unroute('**/api/tickets?*');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('/inbox/all');
    await rows(desk).first().waitFor();
    await look('phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(Object.keys(found)).toHaveLength(12);
    expect(Object.values(found).flat().length === 0 ? [] : found).toEqual([]);
    await leave(desk);
  });
});
