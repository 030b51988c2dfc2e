import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { StartRefusal } from '#server/platform/start-refusal.ts';

const run = promisify(execFile);

/** The account PostgreSQL runs as, which owns its folder; null = Belay's own account. */
export type Account = { uid: number; gid: number } | null;

const CANDIDATES = ['postgres', 'belay'] as const;

/**
 * PostgreSQL refuses to run as root. Root's Belay runs it as the owner of the cluster when there is one, else as the
 * account `postgres`, else as `belay`, which is created. An ordinary user runs it as itself.
 * Throws StartRefusal: no_account.
 */
export const accountFor = async (cluster: string): Promise<Account> => {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(cluster).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of CANDIDATES) {
    const found = await lookUp(name);
    if (found) return found;
  }
  return createAccount();
};

const lookUp = async (name: string): Promise<Account> => {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
};

const createAccount = async (): Promise<Account> => {
  const name = CANDIDATES[1];
  const how = [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
  ];
  try {
    await run('useradd', [...how, name]);
  } catch (error) {
    throw new StartRefusal(
      'no_account',
      `PostgreSQL does not run as root, and the account "${name}" could not be created (${(error as Error).message.trim()}). Create it with: useradd ${how.join(' ')} ${name} – or start Belay as an ordinary user.`,
      { cause: error },
    );
  }
  return lookUp(name);
};

/** True when `account` may pass through (`x`) `target`, or sees that it is there (`e`): asked of the system, so that ACLs count too. */
export const mayReach = async (account: Account, target: string, right: 'e' | 'x'): Promise<boolean> => {
  try {
    await run('test', [`-${right}`, target], { ...account, cwd: '/' });
    return true;
  } catch {
    return false;
  }
};
