import { readdirSync, readFileSync } from 'node:fs';

const TICK_MS = 10;

/**
 * CPU milliseconds used so far by this process, and by PostgreSQL: the postmaster, everything below it, and its children
 * that have ended.
 */
export function cpuMs(postmaster: number): { belay: number; postgres: number } {
  const { user, system } = process.cpuUsage();
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(Number(name)) ?? [])
    .filter((stat) => stat.parent === postmaster);
  const own = statOf(postmaster);
  if (own === null) throw new Error('PostgreSQL is gone');
  const ticks = children.reduce((sum, { ticks }) => sum + ticks, own.ticks + own.ofEnded);
  return { belay: (user + system) / 1_000, postgres: ticks * TICK_MS };
}

function statOf(pid: number): { parent: number; ticks: number; ofEnded: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number) as number[];
    return { parent: fields[1]!, ticks: fields[11]! + fields[12]!, ofEnded: fields[13]! + fields[14]! };
  } catch {
    // it ended while we looked: from now on its parent counts it
    return null;
  }
}
