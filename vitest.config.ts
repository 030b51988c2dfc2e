import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

// `npm run test:long` asks more of every property and every round of chaos.
const patience = process.env['BELAY_LONG'] === '1' ? 20 : 1;

/**
 * One project per kind of test. `groupOrder` makes the groups run one after the other, so that the
 * database, browser and chaos suites never compete for the same two cores.
 */
const project = (
  name: string,
  groupOrder: number,
  include: string[],
  limits: { maxWorkers: number; testTimeout: number; database?: true; browser?: true },
): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name,
    include,
    environment: 'node',
    setupFiles: ['./test/setup.ts'],
    globalSetup: [
      ...(limits.database === true ? ['./test/harness/global-setup.ts'] : []),
      ...(limits.browser === true ? ['./test/e2e/build-web.ts'] : []),
    ],
    sequence: { groupOrder },
    fileParallelism: limits.maxWorkers > 1,
    maxWorkers: limits.maxWorkers,
    testTimeout: patience * limits.testTimeout,
    hookTimeout: patience * Math.max(60_000, limits.testTimeout),
  },
});

export default defineConfig({
  test: {
    reporters: ['default', './test/nothing-skipped.ts'],
    projects: [
      project('core', 0, ['src/{core,contract,web,portal,widget}/**/*.test.{ts,tsx}'], {
        maxWorkers: 2,
        // what hangs is ended, on a busy machine too; what is slow is measured elsewhere
        testTimeout: 30_000,
      }),
      project('gates', 1, ['test/gates/**/*.test.ts'], { maxWorkers: 2, testTimeout: 60_000 }),
      project('server', 2, ['{src/server,seed,scripts,bench}/**/*.test.ts', 'test/*.test.ts'], {
        maxWorkers: 2,
        testTimeout: 30_000,
        database: true,
      }),
      project('scenarios', 3, ['test/scenarios/**/*.test.ts'], { maxWorkers: 1, testTimeout: 60_000, database: true }),
      project('e2e', 4, ['test/e2e/**/*.test.ts'], {
        maxWorkers: 1,
        testTimeout: 120_000,
        database: true,
        browser: true,
      }),
      project('chaos', 5, ['test/chaos/**/*.test.ts'], { maxWorkers: 1, testTimeout: 900_000 }),
    ],
  },
});
