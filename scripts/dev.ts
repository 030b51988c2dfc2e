/**
 * `npm run dev`: the server from source, restarted when a file it loaded changes, and in front of it Vite, which
 * shows a change of the pages as you save. Both stop when either stops, or with Ctrl-C.
 */
import { spawn, type ChildProcess } from 'node:child_process';

const root = `${import.meta.dirname}/..`;
const host = '127.0.0.1';
const port = process.env['BELAY_DEV_PORT'] ?? '5173';
const desk = `http://${host}:${port}`;

const start = (args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });

const vite = ['node_modules/vite/bin/vite.js', '-c', 'src/web/vite.config.ts', '--host', host, '--port', port];
const children = [
  start([...vite, '--strictPort', '--clearScreen', 'false']),
  // The browser talks to Vite, so that is where links and sign-in must point.
  start(['--watch', '--watch-preserve-output', 'src/server/main.ts'], {
    BELAY_PUBLIC_URL: process.env['BELAY_PUBLIC_URL'] ?? desk,
  }),
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
