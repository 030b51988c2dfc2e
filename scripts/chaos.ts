/**
 * `npm run chaos -- --rounds N`: kills a Belay at work N times with -9 and looks whether every promise was kept.
 * Prints a line a round, then the report as one JSON line; exits non-zero on any fault.
 */
import { parseArgs } from 'node:util';
import { runChaos } from '#test/chaos/chaos.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '30' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('usage: npm run chaos -- --rounds N');
  process.exit(2);
}
const report = await runChaos(rounds, (line) => console.error(line));
console.log(JSON.stringify(report));
process.exit(report.faults.length === 0 && report.limbo.total === 0 && report.stuck === 0 ? 0 : 1);
