/** `node scripts/gates.ts`: the rules of the house that a linter cannot hold. Exits 1 and names every fault. */
import { join } from 'node:path';
import { everyGate } from './gates/all.ts';
import { faultsOf } from './gates/gate.ts';
import { oneWriter } from './gates/one-writer.ts';

const root = join(import.meta.dirname, '..');

let faulty = 0;
for (const gate of everyGate(oneWriter())) {
  const faults = faultsOf(gate, root);
  if (faults.length > 0) faulty += 1;
  process.stdout.write(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${gate.name}\n`);
  for (const { where, says } of faults) process.stdout.write(`       ${where} ${says}\n`);
}
process.exitCode = faulty === 0 ? 0 : 1;
