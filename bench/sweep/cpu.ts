import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from '#server/platform/db/database.ts';

/** What the kernel counts in: hundredths of a second. */
const TICK_MS = 10;

/** Processor time so far, of this process and of the embedded PostgreSQL with all it has started. */
export interface Spent {
  belayMs: number;
  /** 0 where there is no /proc to read it from. */
  postgresMs: number;
}

export function spent(db: Database): Spent {
  const { user, system } = process.cpuUsage();
  return { belayMs: (user + system) / 1_000, postgresMs: db.where.embedded ? postgresMs(db.where.postmasterPid()) : 0 };
}

/** Processor time for each of so many things done since `before`; what load slows down, it does not make more. */
export function spentEach(db: Database, before: Spent, many: number): Spent {
  const after = spent(db);
  const each = (part: keyof Spent): number => Number(((after[part] - before[part]) / many).toFixed(3));
  return { belayMs: each('belayMs'), postgresMs: each('postgresMs') };
}

/** Backends that have ended count with the postmaster, which waited for them. */
function postgresMs(postmaster: number | null): number {
  let ticks = 0;
  for (const { pid, fields } of processes()) {
    const [parent, own, waitedFor] = [Number(fields[1]), timesOf(fields, 11), timesOf(fields, 13)];
    if (pid === postmaster) ticks += own + waitedFor;
    else if (parent === postmaster) ticks += own;
  }
  return ticks * TICK_MS;
}

const timesOf = (fields: string[], at: number): number => Number(fields[at]) + Number(fields[at + 1]);

/** Every process with what /proc says of it from its state on. */
function processes(): { pid: number; fields: string[] }[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      return { pid: Number(name), fields: stat.slice(stat.lastIndexOf(')') + 2).split(' ') };
    } catch {
      // it has ended meanwhile
      return [];
    }
  });
}
