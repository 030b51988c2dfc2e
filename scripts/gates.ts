/** `node scripts/gates.ts`: the rules of the house that a linter cannot hold. Exits 1 and names every fault. */
import { join } from 'node:path';
import { clock } from './gates/clock.ts';
import { colours } from './gates/colours.ts';
import { documents } from './gates/documents.ts';
import { edgeCases } from './gates/edge-cases.ts';
import { folders } from './gates/folders.ts';
import { faultsOf } from './gates/gate.ts';
import { locales } from './gates/locales.ts';
import { lock } from './gates/lock.ts';
import { machinePaths } from './gates/machine-paths.ts';
import { migrations } from './gates/migrations.ts';
import { oneWriter } from './gates/one-writer.ts';
import { settings } from './gates/settings.ts';

const gates = [
  oneWriter(),
  clock,
  folders,
  migrations,
  locales,
  colours,
  documents,
  settings,
  lock,
  machinePaths,
  edgeCases,
];
const root = join(import.meta.dirname, '..');

let faulty = 0;
for (const gate of gates) {
  const faults = faultsOf(gate, root);
  if (faults.length > 0) faulty += 1;
  process.stdout.write(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${gate.name}\n`);
  for (const { where, says } of faults) process.stdout.write(`       ${where} ${says}\n`);
}
process.exitCode = faulty === 0 ? 0 : 1;
