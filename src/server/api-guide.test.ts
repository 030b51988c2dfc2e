import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { startTestBelay } from '#test/harness/belay.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { needs } from '#test/need.ts';

const GUIDE = path.resolve(import.meta.dirname, '../../docs/guide/api.md');
const curl = needs('curl');
const run = promisify(execFile);

/** The guide's commands as one script that says before each block which it is. */
const scriptOf = (guide: string): string => {
  const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block!);
  return ['set -eu', ...blocks.flatMap((block, index) => [`printf '\\n--- %s\\n' ${index}`, block])].join('\n');
};

const openStage = async () => {
  const folder = await temporaryFolder('belay-test-guide-');
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return { belay: await startTestBelay(), folder };
};
const stage = curl === null ? null : await openStage();

describe.skipIf(curl === null)('the guide to the API', () => {
  test('its commands, as typed, open a ticket, read it back, repeat it, and take up a stream', async () => {
    const { belay, folder } = stage!;
    const petra = belay.logins.find(({ email }) => email.startsWith('petra@'))!;
    await writeFile(path.join(folder, 'guide.sh'), scriptOf(await readFile(GUIDE, 'utf8')));
    const env = { ...process.env, BELAY: belay.url, EMAIL: petra.email, PASSWORD: petra.password };
    const { stdout, stderr } = await run('bash', ['guide.sh'], { cwd: folder, env });
    const said = stdout.split(/^--- \d+$/m).slice(1);
    const [key, made, read, again, note, pages, problems, live, missed] = said;

    expect(stderr).toBe('');
    expect(key).toContain('"signedIn":true');
    expect(made).toContain('"subject":"No sound on the left"');
    expect(made).toContain('"channel":"api"');
    expect(read).toContain('The left side is silent since Friday.');
    expect(read).toContain('"type":"ticket_opened"');
    expect(again).toMatch(/^HTTP\/1\.1 201/m);
    expect(again).toMatch(/^idempotency-replayed: true/im);
    const numberOf = (text: string | undefined) => /"number":(\d+)/.exec(text ?? '')?.[1];
    expect(numberOf(again)).toBe(numberOf(made));
    const { rows } = await belay.db.query(`select from ticket where subject = 'No sound on the left'`);
    expect(rows).toHaveLength(1);
    expect(note).toContain(`"number":${numberOf(made)}`);
    expect(pages).toContain('"nextCursor"');
    expect(problems).toContain('"code":"invalid_request"');
    expect(problems).toContain('"title":"Prijavite se."');
    expect(live).toMatch(/^event: ticket\nid: \d+$/m);
    expect(missed).toMatch(/^event: ticket\nid: \d+$/m);
    expect(said).toHaveLength(9);
  }, 90_000);
});
