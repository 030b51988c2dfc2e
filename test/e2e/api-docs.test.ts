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
    const { paths } = (await (await context.request.get(`${belay.url}/api/openapi.json`)).json()) as {
      paths: Record<string, object>;
    };
    const described = Object.values(paths).flatMap((operations) => Object.keys(operations)).length;
    // a long page draws what is in sight: it is scrolled through, round and round
    const shown = new Set<string>();
    await vi.waitFor(
      async () => {
        for (const id of await page.locator('.opblock').evaluateAll((all) => all.map((one) => one.id))) shown.add(id);
        await page.evaluate(() => {
          const isAtEnd = scrollY + innerHeight >= document.body.scrollHeight - 1;
          scrollTo(0, isAtEnd ? 0 : scrollY + innerHeight / 2);
        });
        expect(shown.size).toBe(described);
      },
      { timeout: 60_000, interval: 100 },
    );
    await page.goto(`${belay.url}/api/docs#/Me/getMe`);
    await page.reload();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    await page.locator('.live-responses-table').getByText(petra.email).first().waitFor();
    expect(elsewhere).toEqual([]);
    expect(faults).toEqual([]);
  });
});
