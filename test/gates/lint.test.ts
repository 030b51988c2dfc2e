import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { home, plantLinted, type Files } from './tree.ts';

/** Rules that this repository's own oxlint configuration finds broken in a planted tree, with their file. */
const rulesBroken = (files: Files, typed = false): string[] => {
  const root = plantLinted(files, typed);
  const run = spawnSync(join(home, 'node_modules/.bin/oxlint'), ['-f', 'json'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, OXLINT_TSGOLINT_PATH: join(home, 'node_modules/.bin/tsgolint') },
  });
  const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: { code: string; filename: string }[] };
  return [...new Set(diagnostics.map(({ code, filename }) => `${filename} ${code}`))];
};

const breaks = (path: string, code: string, rule: string, typed = false): void => {
  expect(rulesBroken({ [path]: code }, typed)).toContain(`${path} ${rule}`);
};
const direction = 'eslint(no-restricted-imports)';

describe('the dependency rule', () => {
  test.each([
    ['src/core/sla/x.ts', 'node:fs'],
    ['src/core/sla/x.ts', 'zod'],
    ['src/core/sla/x.ts', '#contract/ticket.ts'],
    ['src/core/sla/x.ts', '#server/app.ts'],
    ['src/core/sla/x.ts', '#test/need.ts'],
    ['src/core/sla/x.ts', '../../server/app.ts'],
    ['src/core/sla/x.ts', './../../server/app.ts'],
    ['src/core/sla/x.test.ts', '#server/app.ts'],
    ['src/core/sla/x.test.ts', 'pg'],
    ['src/contract/x.ts', 'fastify'],
    ['src/contract/x.ts', '#server/app.ts'],
    ['src/server/platform/http/x.ts', '#server/ticket/handle.ts'],
    ['src/server/platform/http/x.ts', '#server/app.ts'],
    ['src/server/platform/http/x.ts', '#server/channels/email/parse.ts'],
    ['src/server/platform/http/x.ts', '#core/ticket/decide.ts'],
    ['src/server/channels/email/x.ts', '#server/ticket/handle.ts'],
    ['src/server/channels/email/x.ts', '#server/ticket/store.ts'],
    ['src/server/channels/email/x.ts', '#server/app.ts'],
    ['src/server/escalation/x.ts', '#server/channels/email/send.ts'],
    ['src/server/escalation/x.ts', '#server/ticket/routes.ts'],
    ['src/server/escalation/x.ts', '#server/ticket/intake.ts'],
    ['src/server/escalation/x.ts', '#server/app.ts'],
    ['src/server/escalation/x.ts', '#server/main.ts'],
    ['src/server/escalation/x.ts', '#web/app/router.tsx'],
    ['src/server/escalation/x.ts', '#test/harness.ts'],
    ['src/web/ticket/x.ts', '#server/app.ts'],
    ['src/web/ticket/x.ts', '#portal/app.ts'],
    ['src/web/ticket/x.ts', 'node:fs'],
    ['src/portal/x.ts', '#web/ui/button.tsx'],
    ['src/widget/x.ts', '#server/app.ts'],
  ])('%s may not import %s', (path, imported) => {
    breaks(path, `import { x } from '${imported}';\nexport const y = x;\n`, direction);
  });

  test.each([
    ["import type { x } from '#server/app.ts';\nexport type Y = x;\n", 'a type'],
    ["export { x } from '#server/app.ts';\n", 'a re-export'],
    ["export * from '#server/app.ts';\n", 'a re-export of all'],
    ["export const x = () => import('#server/app.ts');\n", 'a late import'],
  ])('nor by the back door: %s', (code) => {
    breaks('src/core/sla/x.ts', code, direction);
  });

  test.each([
    ['src/core/sla/x.ts', '#core/time.ts'],
    ['src/core/sla/x.ts', './clock.ts'],
    ['src/core/sla/x.test.ts', 'fast-check'],
    ['src/contract/x.ts', 'zod'],
    ['src/contract/x.ts', '#core/time.ts'],
    ['src/server/platform/http/x.ts', 'fastify'],
    ['src/server/platform/http/x.ts', '#core/time.ts'],
    ['src/server/platform/http/x.ts', '#server/platform/clock.ts'],
    ['src/server/channels/email/x.ts', '#server/platform/log.ts'],
    ['src/server/escalation/x.ts', '#server/ticket/handle.ts'],
    ['src/server/escalation/x.ts', '#server/people/store.ts'],
    ['src/server/escalation/x.ts', '#contract/ticket.ts'],
    ['src/server/app.ts', '#server/escalation/routes.ts'],
    ['src/web/ticket/x.ts', '#core/sla/clock.ts'],
  ])('%s may import %s', (path, imported) => {
    expect(rulesBroken({ [path]: `import { x } from '${imported}';\nexport const y = x;\n` })).toEqual([]);
  });

  test('there are no cycles', () => {
    const broken = rulesBroken({
      'src/core/a/one.ts': "import { two } from '#core/a/two.ts';\nexport const one = () => two;\n",
      'src/core/a/two.ts': "import { one } from './one.ts';\nexport const two = () => one;\n",
    });
    expect(broken).toContain('src/core/a/one.ts import(no-cycle)');
  });
});

describe('the clock rule', () => {
  test.each(['Date.now()', 'Math.random()', 'performance.now()', "Date['now']()"])(
    '%s is for platform/clock',
    (call) => {
      const code = `export const at = () => ${call};\n`;
      breaks('src/core/sla/x.ts', code, 'eslint(no-restricted-properties)');
      breaks('src/server/ticket/x.ts', code, 'eslint(no-restricted-properties)');
      breaks('src/web/ticket/x.ts', code, 'eslint(no-restricted-properties)');
      expect(rulesBroken({ 'src/server/platform/clock.ts': code })).not.toContain(
        'src/server/platform/clock.ts eslint(no-restricted-properties)',
      );
    },
  );
});

describe('small, typed, and in the reader’s language', () => {
  const lines = (count: number): string => '\n'.repeat(count);

  test('a file has at most 300 lines', () => {
    breaks('src/core/sla/x.ts', `export const x = 1;\n// end${lines(300)}export const y = 2;\n`, 'eslint(max-lines)');
  });

  test('a function has at most 60 lines, unless it is a test', () => {
    const long = `export const x = (): number => {${lines(61)}return 1;\n};\n`;
    breaks('src/core/sla/x.ts', long, 'eslint(max-lines-per-function)');
    expect(rulesBroken({ 'src/core/sla/x.test.ts': long })).toEqual([]);
  });

  test('words in JSX come from the locales', () => {
    breaks('src/web/ticket/Thread.tsx', 'export const Thread = () => <p>Reply now</p>;\n', 'react(jsx-no-literals)');
    expect(rulesBroken({ 'src/web/ticket/Thread.tsx': 'export const Thread = () => <p>·</p>;\n' })).toEqual([]);
  });

  test('a promise nobody waits for, and a switch that forgets a case', () => {
    const floating = 'const send = async (): Promise<number> => 1;\nexport const x = (): void => {\n  send();\n};\n';
    breaks('src/server/ticket/x.ts', floating, 'typescript(no-floating-promises)', true);
    const forgets =
      "export const x = (s: 'a' | 'b'): void => {\n  switch (s) {\n    case 'a':\n      break;\n  }\n};\n";
    breaks('src/core/ticket/x.ts', forgets, 'typescript(switch-exhaustiveness-check)', true);
  });

  test('any, a silenced compiler and a left-over todo are refused', () => {
    breaks('src/core/sla/x.ts', 'export const x = (y: any) => y;\n', 'typescript(no-explicit-any)');
    breaks('src/core/sla/x.ts', '// @ts-ignore\nexport const x = 1;\n', 'typescript(ban-ts-comment)');
    breaks('src/core/sla/x.ts', `// ${'TO'}${'DO'} later\nexport const x = 1;\n`, 'eslint(no-warning-comments)');
  });
});
