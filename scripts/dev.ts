/**
 * `npm run dev`: the server from source, restarted when a file it loaded changes, and the web bundle
 * rebuilt as you save. Stops both when either stops or you press Ctrl-C.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';

const root = `${import.meta.dirname}/..`;
const start = (command: string, args: string[]): ChildProcess =>
  spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'development' } });

const children: ChildProcess[] = [];
if (existsSync(`${root}/src/web/vite.config.ts`)) {
  const vite = `${root}/node_modules/vite/bin/vite.js`;
  children.push(start(process.execPath, [vite, 'build', '--watch', '-c', 'src/web/vite.config.ts']));
}
children.push(start(process.execPath, ['--watch', '--watch-preserve-output', 'src/server/main.ts']));

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
