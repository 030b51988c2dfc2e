import { expect, test } from 'vitest';
import { appliedLines, applyFile, findingLines } from '#server/cli-config.ts';
import { rollOut } from '#server/cli-rollouts.ts';
import { loadWords } from '#server/cli-words.ts';
import { manualClock } from '#server/platform/clock.ts';
import { readConfigNames } from '#server/people/name-store.ts';
import { seedDemo } from '#seed/seed-demo.ts';
import { testDatabase } from '#test/harness/database.ts';
import { doorWith, MONDAY } from '#test/harness/desk.ts';
import { applyThings, ImpossibleFile, type Applied } from './config-apply.ts';
import { fileSchema, readThings, writeFileText } from './config-file.ts';
import { readFileText } from './config-file-read.ts';
import { diffLines } from './line-diff.ts';

const db = await testDatabase();
await db.withTransaction((tx) => seedDemo(tx, doorWith(manualClock(MONDAY)), MONDAY, { everyday: false }));

const exported = (): Promise<string> =>
  db.withTransaction(async (tx) => writeFileText(await readThings(tx), await readConfigNames(tx)));
const apply = (text: string): Promise<Applied> =>
  db.withTransaction(async (tx) => {
    const read = readFileText(text, await readConfigNames(tx));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return applyThings(tx, read.things, MONDAY);
  });
const problemsOf = (text: string) =>
  db.withTransaction(async (tx) => {
    const read = readFileText(text, await readConfigNames(tx));
    return read.ok ? [] : read.problems.map(({ column: _column, ...problem }) => problem);
  });
const lineOf = (text: string, part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1;

test('what is exported names people and teams, and applying it changes nothing', async () => {
  const text = await exported();
  expect(text).toMatch(/^belay: 1\ncalendars:\n {2}Manila:\n/);
  expect(text).toContain('lastResort: [sanja@bura.example]');
  expect(text).not.toMatch(/(person|team|version)Id|Ms:/i);
  expect(await apply(text)).toMatchObject({ changes: [], unchanged: 9, unmentioned: [], findings: [] });
  expect((await exported()) === text).toBe(true);
});

test('a change is shown line by line, published once, and what uses it with it', async () => {
  const changed = (await exported()).replace('mon: [[08:00, 18:00]]', 'mon: [[07:30, 18:00]]');
  const applied = await apply(changed);
  expect(
    applied.changes.map(({ what, kind, name, version, uses }) => ({
      what,
      kind,
      name,
      version,
      uses: uses.map((use) => use.name),
    })),
  ).toEqual([
    { what: 'changed', kind: 'calendar', name: 'Zagreb', version: 2, uses: [] },
    { what: 'renewed', kind: 'path', name: 'Refunds', version: 2, uses: ['Zagreb'] },
    { what: 'renewed', kind: 'path', name: 'Standard', version: 2, uses: ['Zagreb'] },
    { what: 'renewed', kind: 'policy', name: 'Standard', version: 2, uses: ['Zagreb', 'Standard'] },
  ]);
  const lines = appliedLines(await loadWords('en'), applied, 'apply');
  expect(lines[0]).toBe('~ calendars.Zagreb (becomes version 2)');
  expect(lines.some((line) => line.startsWith('  + ') && line.includes('07:30'))).toBe(true);
  expect(lines).toContain('4 things published; 5 unchanged.');
  expect((await apply(changed)).changes).toEqual([]);
  const { rows } = await db.query(`select published_as from config_version where name = 'Zagreb' order by version`);
  expect(rows).toEqual([{ published_as: null }, { published_as: 'file' }]);
});

test('what a file says nothing of stays; open tickets that would go another way are counted', async () => {
  const matrix = 'belay: 1\nmatrix:\n  rows: []\n  otherwise: { policy: Orders }\n';
  const applied = await apply(matrix);
  expect(applied.unmentioned).toHaveLength(8);
  expect(applied.changes).toMatchObject([{ what: 'changed', kind: 'matrix', name: 'main' }]);
  expect(applied.open.tickets).toBeGreaterThan(5);
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from ticket t join config_version p on p.id = t.policy_version_id
     where t.status not in ('solved', 'closed') and p.name <> 'Orders'`,
  );
  expect(applied.open.otherwise).toBe(rows[0]!.n);
});

test('a file reads as its authors think: days in order, lengths in hours and minutes, and not what is so anyway', async () => {
  const text = await exported();
  expect(text).toContain('      mon: [[09:00, 21:00]]\n      tue: [[09:00, 21:00]]\n      wed: ');
  expect(text).toContain('target: {S1: 15m, S2: 30m, S3: 1h, S4: 4h}');
  expect(text).toMatch(/wait: 15m\n/);
  expect(text).not.toContain('guarded: false');
  const asTravelled = text.replaceAll('wait: 15m', 'waitMs: 900000');
  expect(asTravelled).not.toBe(text);
  expect((await apply(asTravelled)).changes).toEqual([]);
});

test('a team may be called like a field of a file', async () => {
  const text = 'belay: 1\ncalendars:\n  person: { timeZone: Europe/Zagreb, alwaysOpen: true }\n';
  expect((await apply(text)).changes).toMatchObject([{ what: 'new', kind: 'calendar', name: 'person' }]);
  expect(await exported()).toContain('  person: {timeZone: Europe/Zagreb, alwaysOpen: true}\n');
});

test('a file that is wrong says where: no YAML, no such shape, no such name, no such length', async () => {
  expect(await problemsOf('belay: 1\npaths:\n  - [')).toMatchObject([{ code: 'yaml' }]);
  const text = await exported();
  const misspelt = text.replace('sanja@bura.example', 'sonja@bura.example');
  expect(await problemsOf(misspelt)).toEqual([
    {
      line: lineOf(misspelt, 'sonja'),
      path: 'paths.Orders.lastResort',
      code: 'unknown_name',
      says: 'sonja@bura.example',
    },
  ]);
  const shape = text.replace('waitIn: business', 'waitIn: sometimes');
  expect(await problemsOf(shape)).toMatchObject([
    { line: lineOf(shape, 'sometimes'), path: 'paths.Orders.steps.0.waitIn', code: 'shape' },
  ]);
  const days = text.replace('remindAfter: 4h', 'remindAfter: 3d');
  expect(await problemsOf(days)).toEqual([
    { line: lineOf(days, '3d'), path: 'paths.Orders.remindAfter', code: 'length', says: '3d' },
  ]);
  const none = text.replace('remindAfter: 4h', 'remindAfter: 0m');
  expect(await problemsOf(none)).toMatchObject([
    { line: lineOf(none, 'remindAfter: 0m'), path: 'paths.Orders.remindAfter', code: 'shape' },
  ]);
});

test('a field that nothing has is told where it stands, with the one that may be meant', async () => {
  const text = (await exported()).replace('repeat: 0', 'repaet: 0').replace('timeZone: Asia/Manila', 'zzz: 1');
  expect(await problemsOf(text)).toEqual([
    // what is missing stands nowhere: the thing it is missing from is told
    expect.objectContaining({ path: 'calendars.Manila.timeZone', code: 'missing_field' }),
    { line: lineOf(text, 'zzz'), path: 'calendars.Manila.zzz', code: 'unknown_field', says: 'zzz' },
    expect.objectContaining({ path: 'paths.Orders.repeat', code: 'missing_field' }),
    {
      line: lineOf(text, 'repaet'),
      path: 'paths.Orders.repaet',
      code: 'unknown_field',
      says: 'repaet',
      meant: 'repeat',
    },
  ]);
});

/** What `plan` and `apply` say of a file in which something is wrong. */
const refusalOf = async (wrong: string, language = 'en'): Promise<string> => {
  const say = await loadWords(language);
  const failed = await db
    .withTransaction((tx) => applyFile(say, tx, { file: 'rules.yaml', text: wrong, now: MONDAY }))
    .catch((error: unknown) => error);
  return (failed as Error).message;
};

test('what cannot be published is told by file, line and column, as a code, and with what to do', async () => {
  const text = await exported();
  const nowhere = text.replace('otherwise: {policy: Orders}', 'otherwise: {policy: Nowhere}');
  const at = (wrong: string, part: string) => `rules.yaml:${lineOf(wrong, part)}:`;
  expect(await refusalOf(nowhere)).toMatch(
    new RegExp(`^${at(nowhere, 'Nowhere')}\\d+ \\[unknown\\]: matrix.otherwise.policy: There is nothing of this name`),
  );
  const hours = text.replace('mon: [[07:30, 18:00]]', 'mon: [[18:00, 08:00]]');
  expect(await refusalOf(hours)).toMatch(
    new RegExp(
      `^${at(hours, '[[18:00, 08:00]]')}\\d+ \\[ends_before_it_starts\\]: calendars.Zagreb.week.mon.0: It ends`,
    ),
  );
  const short = text.replace('wait: 15m', 'wait: 15s');
  expect(await refusalOf(short)).toMatch(
    new RegExp(`^${at(short, 'wait: 15s')}\\d+ \\[out_of_range\\]: paths.\\w+.steps.\\d.wait: This is too little`),
  );
  const misspelt = text.replace('repeat: 0', 'repaet: 0');
  expect(await refusalOf(misspelt)).toContain(
    '[unknown_field]: paths.Orders.repaet: there is no such field. repeat may be meant.',
  );
});

test('everything that is wrong with a file is told at once, and what only follows from it is not', async () => {
  const text = (await exported())
    .replace('wait: 15m', 'wait: 15s')
    .replace('mon: [[07:30, 18:00]]', 'mon: [[18:00, 08:00]]')
    .replace('confirmWithin: 1h', 'confirmWithin: soon')
    .replace('otherwise: {policy: Orders}', 'otherwise: {policy: Nowhere}');
  const said = (await refusalOf(text))
    .split('\n')
    .map((line) => line.replace(/^rules\.yaml:\d+:\d+ /, '').slice(0, 60));
  expect(said).toEqual([
    expect.stringContaining('[ends_before_it_starts]: calendars.Zagreb.week.mon.0'),
    expect.stringContaining('[length]: paths.Orders.confirmWithin'),
    expect.stringContaining('[unknown]: matrix.otherwise.policy'),
  ]);
});

test('people whom nobody knows are named each by their line, and are not taken for one another', async () => {
  const holder = (person: string) => `      - { person: ${person}@nowhere.example, level: 1 }\n`;
  const said = await refusalOf(`belay: 1\nskills:\n  Sewing:\n    holders:\n${holder('ana')}${holder('eva')}`);
  expect(said.split('\n')).toEqual([
    expect.stringContaining('rules.yaml:5:19 [unknown_name]'),
    expect.stringContaining('rules.yaml:6:19 [unknown_name]'),
  ]);
  const petra = holder('petra').replace('nowhere', 'bura');
  const twice = await refusalOf(`belay: 1\nskills:\n  Sewing:\n    holders:\n${petra}${petra}`);
  expect(twice).toContain('[person_twice]: skills.Sewing.holders: Somebody is named twice. Keep one of them. See npx');
});

test('a new policy that counts by new hours which cannot be is not blamed for them', async () => {
  const text = `belay: 1
calendars:
  Split: { timeZone: Europe/Nowhere, week: { mon: [['09:00', '17:00']] } }
policies:
  Split: { path: Orders, targets: [{ kind: first_reply, target: { S1: 1h, S2: 1h, S3: 1h, S4: 1h }, calendar: Split,
    pauseIn: [], warnPercents: [] }] }
`;
  expect((await refusalOf(text)).split('\n')).toEqual([
    expect.stringContaining('[unknown_time_zone]: calendars.Split'),
  ]);
});

test('what the shape of a file forbids is told in the language of whoever asks, with its code', async () => {
  const text = (await exported())
    .replace('repeat: 0', 'repeat: often')
    .replace(/otherwise: \{policy: Orders\}/, 'otherwise: {policy: ""}');
  const said = await refusalOf(text, 'hr');
  expect(said).toMatch(/\[invalid_type\]: paths\.Orders\.repeat: .*očekuje se.*Vidi npx belay config schema/);
  expect(said).toMatch(/\[too_small\]: matrix\.otherwise\.policy: /);
  expect(said).not.toMatch(/Invalid|expected|Too small/);
  const row = '{id: A, when: {}, plan: {policy: Orders}}';
  const twice = `belay: 1\nmatrix: {rows: [${row}, ${row}], otherwise: {policy: Orders}}\n`;
  expect(await refusalOf(twice, 'hr')).toContain('[id_twice]: matrix.rows: Dva imaju istu oznaku.');
  expect(await refusalOf('belay: 1\nbelay: 1\n', 'hr')).toContain('[yaml]: ovo nije YAML: ovaj je naziv dvaput');
});

test('what only a simulation can try does not pass as published', async () => {
  const text = `${await exported()}tiers: []\n`;
  expect(await refusalOf(text)).toContain('[only_tried]: tiers can only be tried, with npx belay simulate');
});

test('what names a version that is nowhere is refused by its place in the file, and nothing of the file is kept', async () => {
  const before = await exported();
  const text = before
    .replace('otherwise: {policy: Orders}', 'otherwise: {policy: Nowhere}')
    .replace('repeat: 0', 'repeat: 4');
  expect(text).toContain('Nowhere');
  const refused = await apply(text).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ImpossibleFile);
  expect(refused).toMatchObject({
    impossible: [{ thing: { kind: 'matrix' }, problems: [{ path: 'otherwise.policy', code: 'unknown' }] }],
  });
  expect(await exported()).toBe(before);
});

test('hours that never open stop a file when a policy counts by them', async () => {
  const { findings } = await apply('belay: 1\ncalendars:\n  Zagreb: { timeZone: Europe/Zagreb, week: {} }\n');
  const never = findings.filter(({ code }) => code === 'calendar_never_open');
  expect(never.map(({ stops, place }) => [stops, `${place.kind} ${place.name} ${place.field}`])).toEqual([
    [true, 'policy Standard targets.0.calendar'],
    [true, 'calendar Zagreb week'],
  ]);
  expect(findingLines(await loadWords('en'), never).slice(-2)).toEqual([
    '✗ calendars.Zagreb.week: Standard counts by Zagreb, which never opens: nothing it promises would ever be due.',
    '  Give Zagreb hours in which it is open, or let Standard count by another calendar.',
  ]);
});

test('the schema knows the names a file uses, and none of the numbers that travel', () => {
  const schema = JSON.stringify(fileSchema());
  expect(schema).toContain('"intakeRules"');
  expect(schema).toContain('"person"');
  expect(schema).not.toMatch(/personId|teamId|dutyListId|skillId/);
});

test('a difference keeps the longest common lines', () => {
  const signs = diffLines('a\nb\nc\n', 'a\nx\nc\nd\n').map(({ sign, text }) => `${sign}${text}`);
  expect(signs).toEqual([' a', '-b', '+x', ' c', '+d']);
});

test('what a file says nothing of is renewed with what it names, and applied by its calendar only', async () => {
  const { changes, unmentioned } = await apply(
    'belay: 1\ncalendars:\n  Manila: { timeZone: Asia/Manila, alwaysOpen: true }\n',
  );
  expect(changes.map(({ what, kind, name }) => `${what} ${kind} ${name}`)).toEqual([
    'changed calendar Manila',
    'renewed path Orders',
    'renewed policy Orders',
  ]);
  expect(unmentioned.map(({ kind, name }) => `${kind} ${name}`)).not.toContain('policy Orders');
  const say = await loadWords('en');
  const begun = await db.withTransaction((tx) => rollOut(tx, say, changes, MONDAY));
  expect(begun).toHaveLength(1);
  expect(begun[0]).toContain('calendars.Manila');
});
