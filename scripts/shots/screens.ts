import type { Page } from 'playwright-core';

/** A picture to take: who looks at what, and what they did to see it. */
export interface Screen {
  name: string;
  /** The part of a colleague's address before @; null = nobody is signed in. */
  as: string | null;
  path: string;
  act?: (page: Page, size: 'desktop' | 'phone') => Promise<void>;
}

const openFirst = async (page: Page): Promise<void> => {
  await page.getByRole('row').nth(1).click();
  await page.waitForURL(/\/(inbox\/[^/]+|t)\/\d+/);
  await page.getByRole('tablist').waitFor();
  await page.locator('.skeleton-late').first().waitFor({ state: 'detached' });
};
const press = (key: string) => async (page: Page) => page.keyboard.press(key);
const pressForDialog = (key: string) => async (page: Page) => {
  await page.keyboard.press(key);
  await page.getByRole('dialog').waitFor();
};

/** What is done on the first ticket of a list, once it is there. */
const onFirst =
  (act: (page: Page) => Promise<void>): NonNullable<Screen['act']> =>
  async (page) => {
    await openFirst(page);
    await act(page);
  };
const openTab = (index: number) => onFirst((page) => page.getByRole('tab').nth(index).click());
const write = (key: string, words: string) =>
  onFirst(async (page) => {
    await page.keyboard.press(key);
    await page.locator('[contenteditable=true], textarea').first().waitFor();
    await page.keyboard.type(words);
  });

const loseLine = async (page: Page): Promise<void> => {
  await page.context().setOffline(true);
  await page.locator('.live-banner').waitFor();
};
const waitForLine = onFirst(async (page) => {
  await loseLine(page);
  await page.keyboard.press('n');
  await page.locator('.composer[data-mode=note] .composer-text:focus').waitFor();
  await page.keyboard.type('Provjereno u skladištu.');
  await page.keyboard.press('Control+Enter');
  await page.locator('.waiting').first().waitFor();
});
const failLists = async (page: Page): Promise<void> => {
  await page.route('**/api/tickets?**', (route) => route.fulfill({ status: 500, json: { code: 'internal' } }));
  await page.reload();
  await page.getByRole('alert').first().waitFor();
};
const asTable = async (page: Page): Promise<void> => {
  await page.evaluate(() => localStorage.setItem('belay.display', JSON.stringify({ mode: 'table' })));
  await page.reload();
  await page.getByRole('row').nth(3).waitFor();
};
const lookAtStep = onFirst(async (page) => {
  await page.locator('.clock-bar').getByRole('button').last().focus();
  await page.locator('.clock-card').waitFor();
});
/** Asks others instead of climbing. */
const escalateAcross = onFirst(async (page) => {
  await pressForDialog('e')(page);
  await page.getByRole('button', { name: 'To a skill or team' }).click();
  await page.getByRole('dialog').getByRole('combobox').waitFor();
});

/** Names a time in a reply, and asks for another one. */
const promiseTime = onFirst(async (page) => {
  await page.keyboard.press('r');
  await page.locator('.composer .ProseMirror').waitFor();
  const flag = page.getByRole('button', { name: /^(Obećaj rok|Promise a time)$/ });
  await flag.click();
  await page.getByRole('menuitem').nth(3).click();
  await page.locator('.composer-hint').waitFor();
  await flag.click();
  await page.getByRole('menuitem').first().waitFor();
});

/** Every screen there is, as a Croatian lead, an English agent and the people who run Belay see it. */
export const SCREENS: Screen[] = [
  { name: 'sign-in', as: null, path: '/sign-in' },
  { name: 'inbox-mine-en', as: 'jonas', path: '/inbox/mine' },
  { name: 'inbox-all-hr', as: 'ivana', path: '/inbox/all' },
  { name: 'inbox-all-manager', as: 'sanja', path: '/inbox/all' },
  { name: 'inbox-table-hr', as: 'sanja', path: '/inbox/all', act: asTable },
  { name: 'inbox-escalated-hr', as: 'sanja', path: '/inbox/escalated' },
  { name: 'inbox-closed', as: 'sanja', path: '/inbox/closed' },
  { name: 'inbox-empty', as: 'davor', path: '/inbox/unassigned' },
  { name: 'keys', as: 'petra', path: '/inbox/mine', act: press('?') },
  { name: 'ticket-hr', as: 'marko', path: '/inbox/mine', act: openFirst },
  { name: 'ticket-en', as: 'jonas', path: '/inbox/mine', act: openFirst },
  { name: 'ladder-hr', as: 'sanja', path: '/inbox/escalated', act: onFirst(press('v')) },
  { name: 'ladder-en', as: 'jonas', path: '/inbox/escalated', act: onFirst(press('v')) },
  { name: 'escalate-hr', as: 'petra', path: '/inbox/mine', act: onFirst(pressForDialog('e')) },
  { name: 'escalate-across-en', as: 'jonas', path: '/inbox/mine', act: escalateAcross },
  {
    name: 'reply-hr',
    as: 'marko',
    path: '/inbox/mine',
    act: write('r', 'Buongiorno, verifico subito con la banca.'),
  },
  { name: 'promise-by-hr', as: 'marko', path: '/inbox/mine', act: promiseTime },
  { name: 'note-en', as: 'jonas', path: '/inbox/mine', act: write('n', 'Serial number checked: within warranty.') },
  { name: 'history-en', as: 'jonas', path: '/inbox/mine', act: openTab(2) },
  { name: 'related-hr', as: 'sanja', path: '/inbox/all', act: openTab(3) },
  { name: 'step-card-hr', as: 'sanja', path: '/inbox/escalated', act: lookAtStep },
  { name: 'offline-hr', as: 'petra', path: '/inbox/mine', act: onFirst(loseLine) },
  { name: 'waiting-hr', as: 'petra', path: '/inbox/mine', act: waitForLine },
  { name: 'error-hr', as: 'petra', path: '/inbox/mine', act: failLists },
  { name: 'new-ticket-hr', as: 'petra', path: '/inbox/mine', act: pressForDialog('c') },
  { name: 'palette-hr', as: 'petra', path: '/inbox/mine', act: pressForDialog('Control+k') },
  { name: 'search-hr', as: 'sanja', path: '/search?q=povrat' },
  { name: 'search-nothing', as: 'sanja', path: '/search?q=tramvaj' },
  { name: 'my-keys-hr', as: 'petra', path: '/me/shortcuts' },
  { name: 'recent-hr', as: 'petra', path: '/me/recent' },
  { name: 'caught-mail', as: 'sanja', path: '/mail/caught' },
  { name: 'intake', as: 'sanja', path: '/mail/intake' },
  { name: 'not-found', as: 'petra', path: '/nowhere' },
];
