import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { COMMANDS } from '#server/cli-commands.ts';
import { nodeVersion, space } from '#server/cli-doctor-machine.ts';
import { clockFinding } from '#server/cli-doctor-database.ts';
import { databaseRefusal, wordsOf } from '#server/cli-doctor.ts';
import { helpText } from '#server/cli-help.ts';
import { lengthWords } from '#server/cli-time.ts';
import { loadWords, terminalLanguage } from '#server/cli-words.ts';
import { VERSION } from '#server/platform/version.ts';
import { inDatabase, temporaryFolder } from '#test/harness/server.ts';
import { freePort } from '#test/servers/free-port.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const folder = await temporaryFolder('belay-test-cli-');
afterAll(() => rm(folder, { recursive: true, force: true }));

type Run = { code: number; said: string };
const run = (args: string[], env: Record<string, string> = {}): Promise<Run> =>
  new Promise((resolve) => {
    const own = {
      BELAY_DATA: folder,
      BELAY_PORT: '26150',
      BELAY_SMTP_PORT: '26151',
      DATABASE_URL: '',
      LANG: 'C',
      LC_ALL: '',
    };
    const options = { cwd: ROOT, env: { ...process.env, ...own, ...env }, timeout: 240_000 };
    execFile(process.execPath, ['src/server/cli.ts', ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, said: stdout + stderr });
    });
  });

test('help names every command, with words for each in both languages of the commands', async () => {
  for (const language of ['en', 'hr']) {
    const help = helpText(await loadWords(language));
    for (const { usage, name } of COMMANDS) {
      expect(help).toContain(`npx belay ${usage}`);
      expect(usage.startsWith(name)).toBe(true);
    }
  }
});

test('every option that help names is one the command takes, and the other way round', () => {
  for (const { usage, options = {}, operands } of COMMANDS) {
    const named = [...usage.matchAll(/--([a-z-]+)/g)].map(([, option]) => option).toSorted();
    expect(named).toEqual(Object.keys(options).toSorted());
    expect([...usage.replaceAll(/--\S+ (?:"<[^>]*>"|<[^>]*>|\S+)/g, '').matchAll(/<[^>]+>/g)].length).toBe(
      operands.length,
    );
  }
});

test('a command speaks the language of its terminal', async () => {
  expect([{ LANG: 'hr_HR.UTF-8' }, { LC_ALL: 'en_US', LANG: 'hr' }, { LANG: 'C' }, {}].map(terminalLanguage)).toEqual([
    'hr',
    'en',
    'en',
    'en',
  ]);
  expect((await run(['nothing'], { LANG: 'hr_HR.UTF-8' })).said).toContain('Nema naredbe');
  expect((await run(['nothing'], { LANG: 'xx' })).said).toContain('There is no command "nothing"');
});

test('the version the program names is that of the package', async () => {
  const { version } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
  expect(VERSION).toBe(version);
});

test('the doctor knows an old Node, a full disk and clocks that are apart, and says what to do', async () => {
  const say = await loadWords('en');
  const findings = [nodeVersion('20.20.2'), space(100), space(1_000), clockFinding(90_000)];
  expect(findings.map(({ state }) => state)).toEqual(['bad', 'bad', 'warn', 'warn']);
  for (const finding of findings) expect(wordsOf(say, finding).todo).not.toBeNull();
  expect([nodeVersion('26.10.0'), space(50_000), clockFinding(3)].map(({ state }) => state)).toEqual([
    'ok',
    'ok',
    'ok',
  ]);
});

test('the doctor tells a database that is away from one that refuses the sign-in or is not there, with what to do', async () => {
  const { connection } = inject('testServer');
  const errorOf = async (config: pg.ClientConfig): Promise<unknown> => {
    const client = new pg.Client(config);
    client.on('error', () => {});
    return client.connect().then(
      () => client.end(),
      (error: unknown) => error,
    );
  };
  const findings = [
    await errorOf({ ...connection, host: '127.0.0.1', port: await freePort() }),
    await errorOf({ ...connection, user: 'nobody_here' }),
    await errorOf(inDatabase(connection, 'nowhere')),
    new Error('something else'),
  ].map(databaseRefusal);
  expect(findings.map(({ code }) => code)).toEqual(['unreachable', 'sign_in', 'absent', 'refused']);
  for (const language of ['en', 'hr']) {
    const say = await loadWords(language);
    const told = findings.map((finding) => wordsOf(say, finding));
    for (const { says, todo } of told) expect([says, todo]).toEqual([expect.stringMatching(/: /), expect.any(String)]);
    expect(told[2]!.todo).toContain("encoding 'UTF8'");
  }
});

test('a length is told in its two largest units', () => {
  expect(lengthWords('en', 5_400_000)).toBe('1 hr 30 min');
  expect(lengthWords('en', 0)).toBe('0 sec');
  // a day of business time is not 24 hours
  expect(lengthWords('en', 90_061_000)).toBe('25 hr 1 min');
});

test('a fresh folder: the doctor makes nothing, seed fills it, api-key and explain work, a backup goes to another folder', async () => {
  const before = await run(['doctor', '--json']);
  expect(before.code).toBe(0);
  expect(
    JSON.parse(before.said).findings.map(({ check, code }: { check: string; code: string }) => `${check}.${code}`),
  ).toContain('database.none_yet');
  expect(await run(['explain', '1001'])).toMatchObject({ code: 1 });

  const seeded = await run(['seed']);
  expect([seeded.code, seeded.said]).toEqual([0, expect.stringMatching(/sanja@bura\.example\s+[a-z2-9-]{19}/)]);
  expect(await run(['seed'])).toMatchObject({
    code: 1,
    said: expect.stringContaining('people in this database already'),
  });
  expect(await run(['migrate'])).toMatchObject({ code: 0, said: expect.stringContaining('nothing to run') });

  const key = await run([
    'api-key',
    'create',
    '--person',
    'petra@bura.example',
    '--scopes',
    'tickets:read',
    '--expires',
    '90d',
  ]);
  expect([key.code, key.said]).toEqual([0, expect.stringMatching(/\bbelay_[A-Za-z0-9]{40}\b/)]);
  expect(await run(['api-key', 'create', '--person', 'petra@bura.example', '--scopes', 'everything'])).toMatchObject({
    code: 2,
  });
  expect(await run(['api-key', 'create', '--person', 'nobody@bura.example', '--scopes', 'tickets:read'])).toMatchObject(
    { code: 1 },
  );

  const explained = await run(['explain', '#1001', '--zone', 'Asia/Manila', '--lang', 'hr']);
  expect([explained.code, explained.said]).toEqual([0, expect.stringContaining('Prvi odgovor')]);
  expect(await run(['explain', '1001', '--zone', 'Europe/Atlantis'])).toMatchObject({ code: 2 });

  const file = path.join(folder, 'belay.backup');
  expect(await run(['backup', file])).toMatchObject({ code: 0 });
  expect(await run(['backup', file])).toMatchObject({ code: 1, said: expect.stringContaining('never overwrites') });
  const doctor = await run(['doctor']);
  expect([doctor.code, doctor.said]).toEqual([0, expect.stringContaining('Last backup: today')]);

  const other = path.join(folder, 'other');
  const restored = await run(['restore', file], { BELAY_DATA: other });
  expect([restored.code, restored.said]).toEqual([
    0,
    expect.stringContaining('secret of the backup is in the data folder'),
  ]);
  expect(await readFile(path.join(other, 'secret'), 'utf8')).toBe(await readFile(path.join(folder, 'secret'), 'utf8'));
  expect(await run(['explain', '1001'], { BELAY_DATA: other })).toEqual(await run(['explain', '1001']));
  expect(await run(['restore', file], { BELAY_DATA: other })).toMatchObject({
    code: 1,
    said: expect.stringContaining('not empty'),
  });
}, 300_000);

test('what was exported and changed is tried by the same file, and what in it is wrong is told by its line', async () => {
  const file = path.join(folder, 'rules.yaml');
  const { said: rules } = await run(['config', 'export']);
  await writeFile(file, rules);
  expect(await run(['simulate', '--draft', file])).toMatchObject({
    code: 0,
    said: expect.stringContaining('No ticket fares differently.'),
  });
  await writeFile(file, rules.replaceAll('wait: 15m', 'wait: 1h').replace('{email: 25,', '{email: 20,'));
  const tried = await run(['simulate', '--draft', file]);
  expect(tried).toMatchObject({ code: 0, said: expect.not.stringContaining('Not tried') });
  expect(tried.said).toMatch(/\d+ tickets? fares? differently:/);
  await writeFile(file, rules.replaceAll('wait: 15m', 'wait: 3 days'));
  const wrong = await run(['simulate', '--draft', file]);
  expect([wrong.code, wrong.said]).toEqual([
    1,
    expect.stringMatching(/rules\.yaml:\d+:\d+ \[\w+\]: paths\.\S+\.wait: 3 days/),
  ]);
}, 300_000);

test('what is no backup, or only a part of one, is refused and leaves the database empty', async () => {
  const target = path.join(folder, 'third');
  const whole = await readFile(path.join(folder, 'belay.backup'));
  const cut = path.join(folder, 'cut.backup');
  const stream = createWriteStream(cut);
  stream.end(whole.subarray(0, whole.length - 500));
  await new Promise((resolve) => {
    stream.once('close', resolve);
  });
  const text = path.join(folder, 'letter.txt');
  await writeFile(text, 'Dear Belay,\n');
  for (const file of [cut, text, path.join(folder, 'nowhere')]) {
    const { code, said } = await run(['restore', file], { BELAY_DATA: target });
    expect([code, said]).toEqual([1, expect.stringContaining('cannot be restored')]);
  }
  expect(await run(['restore', path.join(folder, 'belay.backup')], { BELAY_DATA: target })).toMatchObject({ code: 0 });
}, 300_000);
