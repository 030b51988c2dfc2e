import type { Page } from 'playwright-core';
import { DRAWN } from './cpu.ts';
import { spreadOf, type Spread } from './spread.ts';

/** As a key that is held repeats. */
const APART_MS = 40;

/** Of the browser; TypeScript's library does not know it. */
declare const scheduler: { postTask: (task: () => void, options: { priority: 'user-blocking' }) => Promise<void> };

/** What the page notes of itself. */
interface Noted {
  keyMs: number[];
  interactionMs: number[];
  drawnMs: Promise<number>;
}

/** Makes the page note how long each key took until its frame was drawn, and what the browser says of it. */
const watchKeys = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const noted = globalThis as unknown as Noted & { isWatched?: true };
    noted.keyMs = [];
    noted.interactionMs = [];
    if (noted.isWatched === true) return;
    noted.isWatched = true;
    addEventListener(
      'keydown',
      (event) => {
        requestAnimationFrame(() => {
          // A task after the frame's: by then it is drawn.
          const channel = new MessageChannel();
          channel.port1.addEventListener('message', () => noted.keyMs.push(performance.now() - event.timeStamp));
          channel.port1.start();
          channel.port2.postMessage(null);
        });
      },
      { capture: true },
    );
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'keydown') noted.interactionMs.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });

/** Presses `key` many times, as somebody who holds it; how long until each frame, and each interaction's next paint. */
export async function holdKey(page: Page, key: string, times: number): Promise<{ frame: Spread; interaction: Spread }> {
  await watchKeys(page);
  for (let press = 0; press < times; press += 1) {
    await page.keyboard.press(key);
    await page.waitForTimeout(APART_MS);
  }
  await page.waitForTimeout(1_000);
  const { keyMs, interactionMs } = await page.evaluate(() => {
    const noted = globalThis as unknown as Noted;
    return { keyMs: noted.keyMs, interactionMs: noted.interactionMs };
  });
  // The browser tells only of those that took longer than its threshold.
  const untold = Array.from({ length: Math.max(0, times - interactionMs.length) }, () => 16);
  return { frame: spreadOf(keyMs), interaction: spreadOf([...interactionMs, ...untold]) };
}

/**
 * Presses `key` and says how long it took until what is awaited was drawn. The watch is laid before the key is pressed:
 * a browser takes keys before it takes scripts.
 */
async function untilDrawn(page: Page, key: string, awaited: 'another title' | 'a dialog'): Promise<number> {
  await page.evaluate(
    ([what, mark]) => {
      const titleNow = (): string | undefined => document.querySelector('#ticket-title')?.textContent;
      const before = titleNow();
      const isThere = (): boolean =>
        what === 'a dialog'
          ? document.querySelector('[role=dialog]') !== null
          : titleNow() !== undefined && titleNow() !== before;
      let beganAt = 0;
      addEventListener('keydown', (event) => (beganAt = event.timeStamp), { capture: true, once: true });
      (globalThis as unknown as Noted).drawnMs = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`no ${what}`)), 20_000);
        const watch = new MutationObserver(() => {
          if (beganAt === 0 || !isThere()) return;
          watch.disconnect();
          // The first task after the frame's: by then it is drawn, and what the desk does afterwards does not count.
          requestAnimationFrame(() => {
            const drawn = (): void => {
              performance.mark(mark);
              resolve(performance.now() - beganAt);
            };
            void scheduler.postTask(drawn, { priority: 'user-blocking' });
          });
        });
        watch.observe(document.body, { childList: true, subtree: true, characterData: true });
      });
    },
    [awaited, DRAWN] as const,
  );
  await page.keyboard.press(key);
  return page.evaluate(() => (globalThis as unknown as Noted).drawnMs);
}

/** Waits until nothing of the ticket on the screen changes any more. */
async function settled(page: Page): Promise<void> {
  const state = (): Promise<string> =>
    page.evaluate(() => `${location.pathname} ${document.querySelector('#ticket-title')?.textContent}`);
  let before = await state();
  for (let still = 0; still < 6;) {
    await page.waitForTimeout(250);
    const now = await state();
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

/** From pressing `key` until another ticket's title is drawn, one after the other. */
export async function switches(page: Page, key: string, times: number): Promise<Spread> {
  const lengths: number[] = [];
  await settled(page);
  for (let turn = 0; turn < times; turn += 1) {
    lengths.push(await untilDrawn(page, key, 'another title'));
    await page.waitForTimeout(700);
  }
  return spreadOf(lengths);
}

const MOST_TRIED = 100;

/** Leads on to a ticket that may be escalated now. */
async function toEscalatable(page: Page): Promise<void> {
  const button = page.locator('.head-acts button[aria-keyshortcuts=e]:not([aria-disabled])');
  for (let tried = 0; tried < MOST_TRIED; tried += 1) {
    await settled(page);
    if ((await button.count()) > 0) return;
    await page.keyboard.press('j');
  }
  throw new Error('no ticket may be escalated');
}

/** From `E` until the dialog is drawn. */
export async function escalateDialog(page: Page, times: number): Promise<Spread> {
  const lengths: number[] = [];
  await toEscalatable(page);
  for (let turn = 0; turn < times; turn += 1) {
    lengths.push(await untilDrawn(page, 'e', 'a dialog'));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.waitForTimeout(400);
  }
  return spreadOf(lengths);
}
