import { describe, expect, test } from 'vitest';
import type { Rollout } from '#contract/rollout.ts';
import { violations, type Desk } from './browser.ts';
import { ask, leave, openBelay, seen } from './open-belay.ts';

const started = await openBelay({ everyday: true, browser: { locale: 'hr-HR' } });
const PAGE = '/settings/rollouts';

describe.skipIf(started === null)('published rules for tickets that are open, in Croatian', () => {
  const { belay, deskOf } = started ?? ({} as NonNullable<typeof started>);

  /** The next version of the standard policy, with that much for a resolution, written by one and published by another. */
  const publishes = async (resolutionMs: number): Promise<number> => {
    const ivana = await belay.as('ivana');
    const { body } = await ivana.get<{ body: { targets: { kind: string; targetMs: object }[] } }>(
      '/api/policies/Standard',
    );
    const lengths = { S1: resolutionMs, S2: resolutionMs, S3: resolutionMs, S4: resolutionMs };
    const targets = body.targets.map((each) => (each.kind === 'resolution' ? { ...each, targetMs: lengths } : each));
    const draft = { kind: 'policy', name: 'Standard', body: { ...body, targets } };
    const { id, revision } = await ivana.post<{ id: number; revision: number }>('/api/config/drafts', draft);
    const sanja = await belay.as('sanja');
    await sanja.put(`/api/config/drafts/${id}/publication`, { revision });
    return (await sanja.get<{ version: number }>('/api/policies/Standard')).version;
  };
  const rollouts = async (desk: Desk): Promise<Rollout[]> =>
    (await ask<{ items: Rollout[] }>(desk, '/api/config/rollouts')).items;
  const choose = ({ page }: Desk, version: number) =>
    page.getByLabel('Objavljena pravila').selectOption({ label: `Standard, inačica ${version}` });
  const begins = ({ page }: Desk) => page.getByRole('button', { name: /^Primijeni na \d+ otvoren/ }).click();
  const newest = ({ page }: Desk) =>
    page.getByRole('list', { name: 'Primijenjeno na otvorene zahtjeve' }).getByRole('listitem').first();

  test('what a version would mean is looked at, applied by the keyboard alone, and told to its end', async () => {
    const version = await publishes(40 * 3_600_000);
    const sanja = await deskOf('Sanja Matić');
    const { page } = sanja;
    await page.getByRole('link', { name: 'Uvođenje pravila' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('pravila za otvorene');
    await page.getByRole('option', { name: /Pravila za otvorene zahtjeve/ }).click();
    await page.waitForURL(`**${PAGE}`);
    await page.getByText('Ništa još nije primijenjeno').waitFor();
    expect(await violations(page)).toEqual([]);

    await choose(sanja, version);
    const preview = page.getByRole('region', { name: 'Što bi to značilo' });
    await preview.getByText('od toga bi se promijenilo').waitFor();
    await preview.getByRole('list', { name: 'Zahtjevi koji bi se promijenili' }).getByRole('link').first().waitFor();
    expect(await violations(page)).toEqual([]);

    await page.getByRole('button', { name: /^Primijeni na/ }).focus();
    await page.keyboard.press('Enter');
    await newest(sanja).getByText('Gotovo').waitFor();
    expect(await violations(page)).toEqual([]);
    const [done] = await rollouts(sanja);
    expect(done).toMatchObject({ state: 'done', version, failed: 0, askedBy: { name: 'Sanja Matić' } });
    expect(done!.changed).toBeGreaterThan(20);
    await newest(sanja).getByText(`promijenjeno ${done!.changed}`).waitFor();

    await choose(sanja, version);
    await preview.getByText('nema se što primijeniti').waitFor();
    await leave(sanja);
  });

  test('one that is under way is stopped; what it has come to stays', async () => {
    const version = await publishes(50 * 3_600_000);
    const sanja = await deskOf('Sanja Matić', PAGE);
    await choose(sanja, version);
    await sanja.page.getByText('od toga bi se promijenilo').waitFor();
    // whoever holds an open ticket keeps the first round waiting, so that there is something to stop
    const released = Promise.withResolvers<void>();
    const held = belay.db.withTransaction(async (tx) => {
      await tx.query(`select from ticket where status <> 'closed' for update`);
      await released.promise;
    });
    await begins(sanja);
    await newest(sanja).getByText('U tijeku').waitFor();
    expect(await violations(sanja.page)).toEqual([]);
    await newest(sanja)
      .getByRole('button', { name: `Zaustavi primjenu: Standard, inačica ${version}` })
      .click();
    released.resolve();
    await held;
    await newest(sanja).getByText('Zaustavljeno').waitFor();
    await seen(async () => expect((await rollouts(sanja))[0]).toMatchObject({ state: 'cancelled', version }));
    const [stopped] = await rollouts(sanja);
    expect(stopped!.progress.done).toBeLessThan(stopped!.progress.of);
    await leave(sanja);
  });

  test('on a phone it fits; whoever does not look after the rules is told who may', async () => {
    const sanja = await deskOf('Sanja Matić', PAGE, { viewport: { width: 360, height: 740 } });
    await newest(sanja).getByText('Zaustavljeno').waitFor();
    const wide = await sanja.page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    const petra = await deskOf('Petra Novak', PAGE);
    await petra.page.getByRole('alert').first().waitFor();
    expect(await petra.page.getByRole('link', { name: 'Uvođenje pravila' }).count()).toBe(0);
    await leave(sanja, petra);
  });
});
