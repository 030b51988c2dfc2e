import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, expect, test, vi } from 'vitest';
import { webBudgets, weigh, type Chunk } from './web-budgets.ts';

const chunk = (file: string, gz: number, given: Partial<Chunk> = {}): Chunk => ({
  file,
  made: null,
  isEntry: false,
  imports: [],
  modules: [],
  gz,
  ...given,
});
const KB = 1_000;

test('a lazy part weighs what it adds to the shell, with all that is fetched for it', () => {
  const { weighed, faults } = weigh(
    [
      chunk('main.js', 90 * KB, { isEntry: true, made: '/src/main.tsx', imports: ['shared.js'] }),
      chunk('shared.js', 40 * KB),
      chunk('pane.js', 20 * KB, { made: '/src/web/ticket/TicketPane.tsx', imports: ['shared.js', 'more.js'] }),
      chunk('more.js', 10 * KB),
      chunk('hr.js', 14 * KB, { made: '\0virtual:locale/hr' }),
      chunk('en.js', 12 * KB, { made: '\0virtual:locale/en' }),
    ],
    9 * KB,
    new Set(),
  );
  expect(faults).toEqual([]);
  expect(weighed[0]?.gz).toBe(153 * KB);
  expect(weighed.find((one) => one.name.endsWith('TicketPane.tsx'))).toMatchObject({ gz: 30 * KB, budget: 40 * KB });
});

test('what is imported lazily by one and eagerly by another lies in the shell, and that is said', () => {
  const { faults } = weigh(
    [
      chunk('main.js', KB, {
        isEntry: true,
        made: '/src/main.tsx',
        modules: ['/src/web/app/PaletteSheet.tsx', '/node_modules/cmdk/index.mjs'],
      }),
    ],
    0,
    new Set(['/src/web/app/PaletteSheet.tsx']),
  );
  expect(faults).toEqual([
    'src/web/app/PaletteSheet.tsx is imported lazily and eagerly: it is in the shell',
    'cmdk is in the shell',
  ]);
});

const folder = await mkdtemp(join(tmpdir(), 'belay-budgets-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

// what people load; a test's own environment is built for development
vi.stubEnv('NODE_ENV', 'production');
afterAll(() => vi.unstubAllEnvs());

const buildOf = async (page: string): Promise<unknown> => {
  await writeFile(join(folder, 'main.js'), `import('./page.js').then(({ words }) => { document.title = words; });`);
  await writeFile(join(folder, 'page.js'), page);
  return build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    plugins: [webBudgets()],
    build: { rollupOptions: { input: join(folder, 'main.js') }, write: false },
  });
};

test('a page that fits is built', async () => {
  await expect(buildOf(`export const words = 'small';`)).resolves.toBeDefined();
});

test('a page that weighs too much fails the build, which names it', async () => {
  // bytes of chance do not get smaller by being packed
  const words = randomBytes(40_000).toString('base64');
  await expect(buildOf(`export const words = '${words}';`)).rejects.toThrow(
    /page\.js weighs 4\d\.\d kB, more than 15\.0 kB/,
  );
});
