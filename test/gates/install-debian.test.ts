import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { home, plant, type Files } from './tree.ts';

const root = '#!/bin/sh\necho 0\n';
const anybody = '#!/bin/sh\necho 1000\n';
const installs =
  '#!/bin/sh\necho "$@" >> "$ASKED"\ncase "$*" in *chromium*) printf "" > "$BIN/chromium"; /bin/chmod +x "$BIN/chromium";; esac\n';
const there = '#!/bin/sh\n';

/** Runs the script on a machine that has just these programs. */
const run = (programs: Files): { code: number | null; said: string; has: string[] } => {
  const bin = plant(programs, {});
  for (const name of readdirSync(bin)) chmodSync(join(bin, name), 0o755);
  const { status, stdout, stderr } = spawnSync('/bin/sh', [join(home, 'scripts/install-debian.sh')], {
    encoding: 'utf8',
    env: { PATH: bin, BIN: bin, ASKED: join(bin, 'asked'), BELAY_CHROMIUM: '' },
  });
  return { code: status, said: stdout + stderr, has: readdirSync(bin) };
};

test('touches nothing when everything is there', () => {
  const { code, has } = run({ chromium: there, 'apt-get': installs, id: root });
  expect({ code, has }).toEqual({ code: 0, has: ['apt-get', 'chromium', 'id'] });
});

test('installs just what is missing, as root', () => {
  const { code, has } = run({ 'apt-get': installs, id: root });
  expect({ code, has }).toEqual({ code: 0, has: ['apt-get', 'asked', 'chromium', 'id'] });
});

test('says exactly what to install when it is not root', () => {
  const { code, said, has } = run({ 'apt-get': installs, id: anybody });
  expect(code).toBe(1);
  expect(said).toContain(
    'sudo apt-get update && sudo apt-get install --no-install-recommends -y chromium fonts-dejavu-core',
  );
  expect(has).not.toContain('asked');
});

test('says what is missing where there is no apt', () => {
  const { code, said } = run({ id: root });
  expect(code).toBe(1);
  expect(said).toContain('missing: chromium fonts-dejavu-core. There is no apt-get here');
});

test('fails when apt cannot install', () => {
  const { code, said } = run({ 'apt-get': '#!/bin/sh\nexit 100\n', id: root });
  expect(code).toBe(1);
  expect(said).toContain('could not install: chromium fonts-dejavu-core');
});
