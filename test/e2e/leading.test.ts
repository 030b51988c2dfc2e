import { describe, expect, test } from 'vitest';
import { leave, openBelay, seen, ticketOf } from './open-belay.ts';

const started = await openBelay();

describe.skipIf(started === null)('from ticket to ticket by key', () => {
  const { deskOf, mails: complain } = started ?? ({} as NonNullable<typeof started>);

  test('leading on marks the row at once, and no key in a hurry acts on the ticket that is left', async () => {
    const desk = await deskOf('Petra Novak', '/inbox/all');
    const { page } = desk;
    const id = await ticketOf(desk, await complain('Passing by'));
    await page.goto('/inbox/all?sort=newest');
    await page.locator(`#ticket-row-${id}`).click();
    await page.locator('.head-acts button[aria-keyshortcuts=d]:not([aria-disabled])').waitFor();
    const acts: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET' && !/presence$|notices\/seen$/.test(request.url())) acts.push(request.url());
    });
    const [marked, path] = await page.evaluate(async () => {
      // A run, as of a key that is held, and what comes next in such a hurry that nothing was drawn in between.
      for (const key of ['j', 'j', 'j', 'd', 'e']) {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      }
      await new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
      return [document.querySelector('[data-at]')?.id, location.pathname];
    });
    expect(marked).not.toBe(`ticket-row-${id}`);
    expect(marked).toBe(`ticket-row-${path?.split('/').at(-1)}`);
    await seen(async () =>
      expect(await page.locator('.composer-place').getAttribute('id')).toBe(`composer-${path?.split('/').at(-1)}`),
    );
    expect(acts).toEqual([]);
    expect(await page.getByRole('dialog').count()).toBe(0);
    await leave(desk);
  });

  test('a key for the ticket that has just come does not wait for the rest of it', async () => {
    const desk = await deskOf('Petra Novak', '/inbox/all');
    const { page } = desk;
    const ids = [
      await ticketOf(desk, await complain('On the desk')),
      await ticketOf(desk, await complain('Just come')),
    ];
    await page.goto('/inbox/all?sort=newest');
    // Both are known from here on.
    for (const id of [...ids, ids[0]]) {
      await page.locator(`#ticket-row-${id}`).click();
      await page.locator(`#composer-${id}`).waitFor();
    }
    const [number, words] = await page.evaluate(
      () =>
        new Promise<[string, string]>((resolve) => {
          const title = document.querySelector('#ticket-title')!;
          const hurry = new MutationObserver(() => {
            hurry.disconnect();
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', bubbles: true }));
            resolve([title.querySelector('.num')?.textContent ?? '', title.textContent]);
          });
          hurry.observe(title, { childList: true, subtree: true, characterData: true });
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', bubbles: true }));
        }),
    );
    expect(words).toContain('Just come');
    await page.getByRole('dialog', { name: number }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/inbox/all/${ids[1]}`);
    await leave(desk);
  });

  test('going to and fro leaves nothing of a ticket on the page, nor in memory', async () => {
    const desk = await deskOf('Petra Novak', '/inbox/all?sort=newest');
    const { page } = desk;
    const cdp = await desk.context.newCDPSession(page);
    await cdp.send('Performance.enable');
    const there = async (): Promise<{ elements: number; nodes: number }> => {
      await cdp.send('HeapProfiler.collectGarbage');
      const { metrics } = await cdp.send('Performance.getMetrics');
      const nodes = metrics.find(({ name }) => name === 'Nodes')?.value ?? 0;
      return { elements: await page.locator('*').count(), nodes };
    };
    const toAndFro = async (): Promise<void> => {
      for (const key of 'jjjjjjkkkkkk') {
        const before = page.url();
        await page.keyboard.press(key);
        await page.waitForURL((url) => url.href !== before);
        await page.locator(`#composer-${page.url().match(/(\d+)\?/)?.[1]}`).waitFor();
      }
    };
    await page.locator('#ticket-grid [role=row]').first().click();
    await toAndFro();
    await toAndFro();
    const before = await there();
    for (let turn = 0; turn < 4; turn += 1) await toAndFro();
    await seen(async () => {
      const after = await there();
      expect(after.elements).toBeLessThan(before.elements * 1.1);
      expect(after.nodes).toBeLessThan(before.nodes * 1.1);
    });
    await leave(desk);
  });
});
