/**
 * `node scripts/land-migrations.ts`, once a change with a migration is agreed and about to land: writes down
 * its checksum, after which the gate refuses every edit of it.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from './gates/gate.ts';
import { landedLine, landedList, linesOf, migrationsOf } from './gates/migrations.ts';

const root = join(import.meta.dirname, '..');
const landed = existsSync(join(root, landedList)) ? linesOf(textOf(root, landedList)) : [];
const names = new Set(landed.map((line) => line.split(' ')[1]));
const fresh = migrationsOf(root).filter((path) => !names.has(path));
for (const path of fresh) appendFileSync(join(root, landedList), `${landedLine(root, path)}\n`);
process.stdout.write(fresh.length === 0 ? 'nothing new to land\n' : `landed: ${fresh.join(', ')}\n`);
