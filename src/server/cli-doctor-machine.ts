import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm, stat, statfs, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { DAY } from '#core/time.ts';
import type { Finding } from '#server/cli-finding.ts';
import type { Place } from '#server/cli-place.ts';
import { lastBackup } from '#server/platform/backup/note.ts';
import { machineClock } from '#server/platform/clock.ts';
import { codeOf } from '#server/platform/db/connection-loss.ts';
import { layoutOf } from '#server/platform/db/embedded/layout.ts';
import { keptSecret } from '#server/platform/secret.ts';

const OLDEST_NODE = 26;
const MEGABYTE = 1_048_576;
const LITTLE_SPACE = 2_048;
const NO_SPACE = 256;
const OLD_BACKUP_DAYS = 7;

/** Node, folder, disk, secret, address and ports: what is looked at without the database. */
export const checkMachine = async (place: Place): Promise<Finding[]> => [
  nodeVersion(process.versions.node),
  ...(await dataFolder(place.dataFolder)),
  await secret(place),
  address(place),
  ...(await ports(place)),
  await backups(place),
];

/** Exported for tests, which have one Node only. */
export const nodeVersion = (version: string): Finding => {
  const isNew = Number.parseInt(version, 10) >= OLDEST_NODE;
  return { check: 'node', state: isNew ? 'ok' : 'bad', code: isNew ? 'ok' : 'old', values: { version } };
};

const dataFolder = async (folder: string): Promise<Finding[]> => {
  const probe = path.join(folder, `.doctor-${randomBytes(4).toString('hex')}`);
  try {
    await writeFile(probe, 'x');
    await rm(probe);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [{ check: 'data_folder', state: 'bad', code: 'not_writable', values: { folder, why } }];
  }
  const { bavail, bsize } = await statfs(folder);
  return [
    { check: 'data_folder', state: 'ok', code: 'ok', values: { folder } },
    space(Math.floor((bavail * bsize) / MEGABYTE)),
  ];
};

/** How much room is left, in megabytes. */
export const space = (megabytes: number): Finding => {
  const values = { size: megabytes };
  if (megabytes < NO_SPACE) return { check: 'disk', state: 'bad', code: 'full', values };
  if (megabytes < LITTLE_SPACE) return { check: 'disk', state: 'warn', code: 'little', values };
  return { check: 'disk', state: 'ok', code: 'ok', values };
};

const secret = async ({ config, dataFolder: folder }: Place): Promise<Finding> => {
  const check = 'secret';
  if (config.secret !== null) return { check, state: 'ok', code: 'given' };
  const kept = await keptSecret(folder).catch(() => '');
  const file = path.join(folder, 'secret');
  if (kept === null) return { check, state: 'note', code: 'none_yet' };
  if (kept.length < 32) return { check, state: 'bad', code: 'unreadable', values: { file } };
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) return { check, state: 'warn', code: 'open_to_others', values: { file } };
  return { check, state: 'ok', code: 'kept', values: { file } };
};

const LOOPBACK = /^(?:127\.|localhost$|::1$)/;

/** Cookies are only kept from listeners on the line where the public address is https. */
const address = ({ config: { publicUrl, host } }: Place): Finding => {
  const check = 'address';
  if (publicUrl?.startsWith('https:')) return { check, state: 'ok', code: 'https', values: { url: publicUrl } };
  if (publicUrl !== null && !LOOPBACK.test(new URL(publicUrl).hostname)) {
    return { check, state: 'warn', code: 'plain', values: { url: publicUrl } };
  }
  if (!LOOPBACK.test(host)) return { check, state: 'warn', code: 'open', values: { host } };
  return { check, state: 'ok', code: 'local' };
};

const ports = async ({ config, running }: Place): Promise<Finding[]> => {
  if (running !== null) {
    const answers = await fetch(`${running.url}/api/health`, { signal: AbortSignal.timeout(5_000) }).then(
      () => true,
      () => false,
    );
    return [
      {
        check: 'ports',
        state: answers ? 'ok' : 'bad',
        code: answers ? 'ours' : 'silent',
        values: { url: running.url, smtp: `${running.smtp.host}:${running.smtp.port}`, pid: String(running.pid) },
      },
    ];
  }
  return Promise.all([
    port(config.host, config.port, 'BELAY_PORT'),
    port(config.smtpHost, config.smtpPort, 'BELAY_SMTP_PORT'),
  ]);
};

const port = async (host: string, number: number, variable: string): Promise<Finding> => {
  const values = { place: `${host}:${number}`, variable };
  const server = net.createServer();
  try {
    server.listen(number, host);
    await once(server, 'listening');
    return { check: 'ports', state: 'ok', code: 'free', values };
  } catch (error) {
    const code = codeOf(error) === 'EADDRINUSE' ? 'taken' : 'forbidden';
    return { check: 'ports', state: 'bad', code, values };
  } finally {
    server.close();
  }
};

const backups = async ({ config, dataFolder: folder }: Place): Promise<Finding> => {
  const check = 'backup';
  const isYoung = await stat(layoutOf(folder).root).then(
    ({ birthtimeMs }) => machineClock() - birthtimeMs < DAY,
    () => true,
  );
  const last = await lastBackup(folder);
  if (last === null) {
    if (config.databaseUrl !== null) return { check, state: 'note', code: 'own' };
    return { check, state: isYoung ? 'note' : 'warn', code: 'never' };
  }
  const days = Math.floor((machineClock() - (await stat(last.note)).mtimeMs) / DAY);
  const values = { file: last.file, days };
  if (days > OLD_BACKUP_DAYS && config.databaseUrl === null) return { check, state: 'warn', code: 'old', values };
  return { check, state: 'ok', code: 'ok', values };
};
