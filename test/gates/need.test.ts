import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { needs } from '#test/need.ts';

describe('a part that a test needs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'belay-need-'));
    vi.stubEnv('BELAY_CHROMIUM', '');
    vi.stubEnv('PATH', folder);
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  test('is given by its path when it is there', () => {
    writeFileSync(join(folder, 'chromium'), '#!/bin/sh\n', { mode: 0o755 });
    expect(needs('chromium')).toBe(join(folder, 'chromium'));
  });

  test('is skipped aloud when it is missing', () => {
    vi.stubEnv('BELAY_VERIFY', '');
    expect(needs('chromium')).toBeNull();
    expect(process.stderr.write).toHaveBeenCalledWith(expect.stringContaining('SKIPPED FOR WANT OF CHROMIUM'));
  });

  test('is a failure when it is missing under verify', () => {
    vi.stubEnv('BELAY_VERIFY', '1');
    expect(() => needs('chromium')).toThrow('verify allows no skip');
  });

  test('that only root can run is skipped aloud for everybody else', () => {
    vi.stubEnv('BELAY_VERIFY', '');
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    writeFileSync(join(folder, 'dovecot'), '#!/bin/sh\n', { mode: 0o755 });
    expect(needs('dovecot')).toBeNull();
    expect(process.stderr.write).toHaveBeenCalledWith(expect.stringContaining('only root can: run the tests as root'));
    vi.spyOn(process, 'getuid').mockReturnValue(0);
    expect(needs('dovecot')).toBe(join(folder, 'dovecot'));
  });
});
