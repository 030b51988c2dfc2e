/**
 * `npm run dev`: the server from source, restarted when a file it loaded changes, and the web bundle
 * rebuilt as you save. Stops both when either stops or you press Ctrl-C.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';

const root = `${import.meta.dirname}/..`;
const start = (command: string, args: string[]): ChildProcess =>
  spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'development' } });

const build = [`${root}/node_modules/vite/bin/vite.js`, 'build', '-c', 'src/web/vite.config.ts'];
// Once beforehand, so that the server finds the pages and does not build them at the same time.
spawnSync(process.execPath, build, { cwd: root, stdio: 'inherit' });
const children = [
  start(process.execPath, [...build, '--watch']),
  start(process.execPath, ['--watch', '--watch-preserve-output', 'src/server/main.ts']),
];

const stop = (signal: NodeJS.Signals): void => {
  for (const child of children) child.kill(signal);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
for (const child of children) {
  child.on('exit', (code) => {
    process.exitCode ||= code ?? 0;
    stop('SIGTERM');
  });
}
