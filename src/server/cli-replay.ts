import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { CommandFailed, MIGRATIONS } from '#server/cli-place.ts';
import type { Say } from '#server/cli-words.ts';
import { readFigures, type Figures } from '#server/metrics/figure-store.ts';
import { carriedFigures, type CarriedFigures } from '#server/metrics/history/carried.ts';
import { NoHistory, readHistory } from '#server/metrics/history/read.ts';
import { replayHistory, type Replayed } from '#server/metrics/history/replay.ts';
import type { BadRow } from '#server/metrics/history/row.ts';
import { openDatabase, type Database } from '#server/platform/db/database.ts';
import { migrate } from '#server/platform/db/migrate.ts';
import { createLog } from '#server/platform/log.ts';

type Tell = (text: string) => void;
type Wish = {
  /** Where the company is kept; null throws it away. */
  keep: string | null;
  /** What is open at the end may be missed and climb from then on. */
  goesOn: boolean;
  json: boolean;
};

/** Most lines of one kind that are printed. */
const SHOWN = 20;

type Told = { bad: BadRow[]; replayed: Replayed; carried: CarriedFigures; own: Figures };

/** `belay replay <file>`: another desk's history lived through the door, in a database nobody else uses. */
export const replay = async (say: Say, tell: Tell, file: string, { keep, goesOn, json }: Wish): Promise<void> => {
  const { rows, bad } = await readHistory(path.resolve(file)).catch((error: unknown) => {
    throw error instanceof NoHistory
      ? new CommandFailed(say('cli.replay.no_history', { file, why: error.message }))
      : error;
  });
  const carried = carriedFigures(rows);
  if (!json) {
    tell(say('cli.replay.read', { rows: rows.length, tickets: carried.incidents, bad: bad.length }));
    const lines = bad.map(({ line, why, text }) => say('cli.replay.bad_line', { line, why, text }));
    list(say, tell, lines);
  }
  const told = await inFolder(say, keep, async (db) => {
    const replayed = await replayHistory(db, rows, { goesOn });
    return { bad, replayed, carried, own: await readFigures(db) };
  });
  if (json) tell(JSON.stringify(told, null, 2));
  else tellFigures(say, tell, told);
  if (keep !== null && !json) tell(say('cli.replay.kept', { folder: path.resolve(keep) }));
};

/** Does `work` with an embedded database in a folder of its own, which goes again unless it is to be kept. */
const inFolder = async <T>(say: Say, keep: string | null, work: (db: Database) => Promise<T>): Promise<T> => {
  const folder = keep === null ? await mkdtemp(path.join(os.tmpdir(), 'belay-replay-')) : path.resolve(keep);
  if (keep !== null) await mkdir(folder, { recursive: true });
  // the account PostgreSQL runs under, where we are root, must be able to pass
  if (keep === null) await chmod(folder, 0o711);
  if ((await readdir(folder)).length > 0) throw new CommandFailed(say('cli.replay.folder_used', { folder }));
  try {
    const db = await openDatabase(
      { databaseUrl: null, dataFolder: folder, pgBouncer: false },
      createLog({ level: 'silent' }),
    );
    try {
      await migrate(db, MIGRATIONS);
      return await work(db);
    } finally {
      await db.close();
    }
  } finally {
    if (keep === null) await rm(folder, { recursive: true, force: true });
  }
};

const tellFigures = (say: Say, tell: Tell, { replayed, carried, own }: Told): void => {
  const { commands, refused } = replayed;
  tell(say('cli.replay.done', { commands, refused: refused.length }));
  const lines = refused.map(({ line, number, command, refusal }) =>
    say('cli.replay.refused_line', { line, ticket: number, command, refusal }),
  );
  list(say, tell, lines);
  const figure = (value: string, name: string, values: Record<string, number> = {}): void =>
    tell(`  ${value.padStart(8)}  ${say(`cli.replay.figure.${name}`, values)}`);
  const spread = (told: Figures['resolution_hours']): void => {
    figure('', 'resolution', { n: told.n });
    const hours = (value: number | null): string => (value === null ? '–' : value.toLocaleString(say.locale));
    const { mean, median, p90 } = told;
    tell(`            ${say('cli.replay.spread', { mean: hours(mean), median: hours(median), p90: hours(p90) })}`);
  };
  const count = (value: number): string => value.toLocaleString(say.locale);
  tell(`\n${say('cli.replay.carried')}`);
  figure(count(carried.reassigned_ge1), 'teams_1');
  figure(count(carried.reassigned_ge3), 'teams_3');
  figure(count(carried.reopened), 'reopened');
  figure(count(carried.priority_changed), 'severity');
  figure(count(carried.no_touch_fcr_proxy), 'untouched');
  figure(count(carried.made_sla_true), 'targets_met');
  spread(carried.resolution_hours);
  tell(`\n${say('cli.replay.own')}`);
  figure(count(own.team_changed), 'teams_1');
  figure(count(own.team_changed_3), 'teams_3');
  figure(count(own.reopened), 'reopened');
  figure(count(own.severity_changed), 'severity');
  figure(count(own.solved_untouched), 'untouched');
  spread(own.resolution_hours);
};

const list = (say: Say, tell: Tell, lines: string[]): void => {
  for (const line of lines.slice(0, SHOWN)) tell(line);
  if (lines.length > SHOWN) tell(say('cli.replay.more', { count: lines.length - SHOWN }));
};
