import { clock } from './clock.ts';
import { colours } from './colours.ts';
import { documents } from './documents.ts';
import { edgeCases } from './edge-cases.ts';
import { folders } from './folders.ts';
import type { Gate } from './gate.ts';
import { locales } from './locales.ts';
import { lock } from './lock.ts';
import { machinePaths } from './machine-paths.ts';
import { migrations } from './migrations.ts';
import { settings } from './settings.ts';

/** Every gate, with the one that holds tables and their writers as it is given: a test plants tables of its own. */
export const everyGate = (writers: Gate): Gate[] => [
  writers,
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
