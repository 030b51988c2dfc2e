import { afterAll, describe, expect, test, vi } from 'vitest';
import { startTestBelay } from '#test/harness/belay.ts';
import { needs } from '#test/need.ts';
import { openDesks } from './browser.ts';

const chromium = needs('chromium');

const openStage = async (browser: string) => {
  const belay = await startTestBelay();
  const desks = await openDesks(browser, belay.url);
  afterAll(() => desks.close());
  return { belay, desks };
};
const stage = chromium === null ? null : await openStage(chromium);

describe.skipIf(chromium === null)('the page about the API', () => {
  test('shows every operation under the strict policy, asks nobody else, and tries one out', async () => {
    const { belay, desks } = stage!;
    const petra = belay.logins.find(({ email }) => email.startsWith('petra@'))!;
    const { page, faults, context } = await desks.open(petra, '/api/docs');
    const elsewhere: string[] = [];
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(belay.url) && !url.startsWith('data:') && !url.startsWith('blob:')) elsewhere.push(url);
    });
    const answer = await page.reload();
    expect(answer!.headers()['content-security-policy']).toContain("script-src 'self';");
    await page.getByText('Open a ticket on behalf of a requester.').first().waitFor();
    await vi.waitFor(async () => expect(await page.locator('.opblock').count()).toBeGreaterThan(60), {
      timeout: 30_000,
    });
    await page.locator('#operations-Me-getMe .opblock-summary-control').click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.locator('.live-responses-table').getByText(petra.email).first().waitFor();
    expect(elsewhere).toEqual([]);
    expect(faults).toEqual([]);
  });
});
