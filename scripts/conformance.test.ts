import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const cases = join(root, 'test/conformance');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'belay-conformance-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function conformance(...args: string[]): { status: number | null; lines: string[]; errors: string } {
  const run = spawnSync(process.execPath, [join(root, 'scripts/conformance.ts'), ...args], { encoding: 'utf8' });
  return { status: run.status, lines: run.stdout.split('\n').filter(Boolean), errors: run.stderr };
}

test('a folder in which everything passes is counted file by file', () => {
  copyFileSync(join(cases, 'business-time.json'), join(folder, 'business-time.json'));
  copyFileSync(join(cases, 'business-time.json'), join(folder, 'business-time-again.json'));
  writeFileSync(join(folder, 'README.md'), 'not a kind');
  expect(conformance(folder)).toEqual({
    status: 0,
    lines: ['business-time-again.json: 164 passed, 0 failed', 'business-time.json: 164 passed, 0 failed'],
    errors: '',
  });
});

test('one wrong answer fails, by its id', () => {
  const file = JSON.parse(readFileSync(join(cases, 'business-time.json'), 'utf8'));
  file.cases[7].expected = { open: 'perhaps' };
  file.cases[8].calendar = 'no such calendar';
  writeFileSync(join(folder, 'business-time.json'), JSON.stringify(file));
  const { status, lines, errors } = conformance(folder);
  expect(status).toBe(1);
  expect(lines).toEqual(['business-time.json: 162 passed, 2 failed']);
  expect(errors).toContain(file.cases[7].id);
  expect(errors).toContain(`${file.cases[8].id}: threw Error: no calendar no such calendar`);
});

test('a file without cases and a file that is no JSON fail', () => {
  writeFileSync(join(folder, 'business-time-empty.json'), '{"calendars":{},"cases":[]}');
  writeFileSync(join(folder, 'business-time-torn.json'), '{"calendars":');
  const { status, lines } = conformance(folder);
  expect(status).toBe(1);
  expect(lines).toEqual([
    'business-time-empty.json: 0 passed, 1 failed',
    'business-time-torn.json: 0 passed, 1 failed',
  ]);
});

test('a folder without conformance files, a folder that is not there and no folder at all are errors', () => {
  writeFileSync(join(folder, 'README.md'), 'nothing to run');
  for (const args of [[folder], [join(folder, 'nowhere')], []]) {
    const { status, lines } = conformance(...args);
    expect(status).toBeGreaterThan(0);
    expect(lines).toEqual([]);
  }
});
