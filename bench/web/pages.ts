import type { CDPSession, Page } from 'playwright-core';
import { round } from './spread.ts';

/** Scrolls until the list has at least `wanted` rows, or has all; how many it has. */
export async function loadRows(page: Page, wanted: number): Promise<number> {
  await page.locator('#ticket-grid [role=row]').first().waitFor();
  const rows = (): Promise<number> =>
    page.evaluate(() => {
      const grid = document.querySelector('#ticket-grid')!;
      grid.scrollTop = grid.scrollHeight;
      return Math.round(grid.scrollHeight / document.querySelector('#ticket-grid [role=row]')!.clientHeight);
    });
  let before = 0;
  for (let still = 0; before < wanted && still < 60;) {
    const now = await rows();
    still = now === before ? still + 1 : 0;
    before = now;
    await page.waitForTimeout(50);
  }
  await page.evaluate(() => document.querySelector('#ticket-grid')!.scrollTo(0, 0));
  return before;
}

/** From going to a ticket until its newest message is drawn, in milliseconds: asked of the server, and known already. */
export async function longThread(page: Page, id: number, last: number): Promise<{ freshMs: number; knownMs: number }> {
  const open = (to: string, text: string): Promise<number> =>
    page.evaluate(
      ([where, awaited]) =>
        new Promise<number>((resolve, reject) => {
          setTimeout(() => reject(new Error(`${where} shows no ${awaited}`)), 30_000);
          const beganAt = performance.now();
          const watch = new MutationObserver(() => {
            if (!document.querySelector('.thread-scroll')?.textContent.includes(awaited)) return;
            watch.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - beganAt)));
          });
          watch.observe(document.body, { childList: true, subtree: true, characterData: true });
          history.pushState(null, '', where);
        }),
      [to, text] as const,
    );
  const text = `Message number ${last}.`;
  const freshMs = round(await open(`/inbox/all/${id}`, text));
  await page.waitForTimeout(1_000);
  await page.keyboard.press('j');
  await page.waitForTimeout(2_000);
  return { freshMs, knownMs: round(await open(`/inbox/all/${id}`, text)) };
}

/** What the page holds in memory after many switches to and fro between tickets, beside what it held before them. */
export async function heapOver(
  page: Page,
  cdp: CDPSession,
  switches: number,
): Promise<{ beforeMb: number; afterMb: number; times: number; nodesBefore: number; nodesAfter: number }> {
  await cdp.send('Performance.enable');
  const held = async (): Promise<{ mb: number; nodes: number }> => {
    for (let turn = 0; turn < 3; turn += 1) await cdp.send('HeapProfiler.collectGarbage');
    const { metrics } = await cdp.send('Performance.getMetrics');
    const of = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
    return { mb: of('JSHeapUsedSize') / 1e6, nodes: of('Nodes') };
  };
  const turn = async (count: number): Promise<void> => {
    for (let press = 0; press < count; press += 1) {
      await page.keyboard.press(press % 20 < 10 ? 'j' : 'k');
      // Each ticket is drawn, not only led past.
      await page.waitForTimeout(250);
    }
    await page.waitForTimeout(2_000);
  };
  // Everything lazy is loaded, and the same tickets are known.
  await turn(60);
  const before = await held();
  await turn(switches);
  const after = await held();
  return {
    beforeMb: round(before.mb),
    afterMb: round(after.mb),
    times: Math.round((after.mb / before.mb) * 100) / 100,
    nodesBefore: before.nodes,
    nodesAfter: after.nodes,
  };
}

const REST_S = 10;

/** How much of one core the page takes when nobody touches it. */
export async function atRest(cdp: CDPSession): Promise<{ seconds: number; percent: number }> {
  const busy = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find((one) => one.name === 'TaskDuration')?.value ?? 0;
  };
  const before = await busy();
  await new Promise((resolve) => {
    setTimeout(resolve, 1_000 * REST_S);
  });
  return { seconds: REST_S, percent: round((100 * ((await busy()) - before)) / REST_S) };
}
