#!/usr/bin/env node
// Plain JavaScript on purpose: this file must run on whatever Node started it, find the Node 26 that
// npm installed beside Belay, and hand over to it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = `${root}node_modules/.bin/node`;
const node = existsSync(own) ? own : process.execPath;
const child = spawn(node, [`${root}src/server/cli.ts`, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
