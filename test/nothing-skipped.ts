import type { Reporter, TestModule } from 'vitest/node';

const projectsOfVerify = ['core', 'gates', 'server', 'scenarios', 'e2e', 'chaos'];

/**
 * Says aloud at the end what was skipped. Under `npm run verify` a skipped test, or a kind of test of
 * which none ran, is a failure: a green verify means that everything ran.
 */
export default class NothingSkipped implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped: string[] = [];
    const ran = new Set<string>();
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        if (test.result().state === 'skipped') skipped.push(`${module.relativeModuleId} > ${test.fullName}`);
        else ran.add(module.project.name);
      }
    }
    const absent = projectsOfVerify.filter((name) => !ran.has(name)).map((name) => `no ${name} test ran`);
    const verify = process.env['BELAY_VERIFY'] === '1';
    const missing = verify ? [...skipped, ...absent] : skipped;
    if (missing.length === 0) return;
    process.stderr.write(`\n  !!  NOT RUN (${missing.length}):\n`);
    for (const line of missing) process.stderr.write(`  !!  ${line}\n`);
    if (!verify) return;
    process.stderr.write('  !!  verify allows no skip\n');
    process.exitCode = 1;
  }
}
