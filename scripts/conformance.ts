// npm run conformance -- <folder>: runs every conformance file of a folder against the product.
import { runFolder } from '#test/conformance-adapters/run-folder.ts';

const FAILURES_SHOWN = 10;

const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: npm run conformance -- <folder>');
  process.exit(2);
}

const results = runFolder(folder);
for (const { file, passed, failures } of results) {
  console.log(`${file}: ${passed} passed, ${failures.length} failed`);
  for (const failure of failures.slice(0, FAILURES_SHOWN)) console.error(`  ${failure}`);
  if (failures.length > FAILURES_SHOWN) console.error(`  and ${failures.length - FAILURES_SHOWN} more`);
}
process.exitCode = results.some(({ failures }) => failures.length > 0) ? 1 : 0;
