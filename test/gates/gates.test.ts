import { execFileSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyGate } from '#scripts/gates/all.ts';
import { clock } from '#scripts/gates/clock.ts';
import { colours } from '#scripts/gates/colours.ts';
import { documents } from '#scripts/gates/documents.ts';
import { folders } from '#scripts/gates/folders.ts';
import { faultsOf, type Gate } from '#scripts/gates/gate.ts';
import { locales } from '#scripts/gates/locales.ts';
import { lock } from '#scripts/gates/lock.ts';
import { machinePaths } from '#scripts/gates/machine-paths.ts';
import { landedLine, landedList, migrations } from '#scripts/gates/migrations.ts';
import { oneWriter } from '#scripts/gates/one-writer.ts';
import { settings } from '#scripts/gates/settings.ts';
import { plant, type Files } from './tree.ts';

const writers = oneWriter(
  {
    ticket: { by: 'belay', writers: ['src/server/ticket/store.ts'] },
    session: { by: 'better-auth', writers: [] },
  },
  {},
);
const all = everyGate(writers);

const faultsIn = (gate: Gate, files: Files): string[] =>
  faultsOf(gate, plant(files)).map(({ where, says }) => `${where} ${says}`);

describe('every gate', () => {
  test.each(all)('$name approves of a healthy tree', (gate) => {
    expect(faultsOf(gate, plant())).toEqual([]);
  });

  test.each(all)('$name cannot pass on zero files', (gate) => {
    expect(faultsOf(gate, plant({}, {}))).not.toEqual([]);
  });
});

describe('one writer', () => {
  const elsewhere = 'src/server/escalation/acknowledge.ts';
  test.each([
    ['update', "const q = 'update ticket set tier = 2';"],
    ['update of an alias', 'const q = sql`update ticket as t\n set tier = 2`;'],
    ['update in capitals, quoted, with its schema', `const q = 'UPDATE only public."ticket" SET tier = 2';`],
    ['insert', 'const q = sql`insert into ticket (id) values (${id})`;'],
    ['insert in a with', 'const q = sql`with x as (insert into ticket default values returning id) select 1`;'],
    ['delete', "const q = 'delete from ticket where id = $1';"],
    ['merge', "const q = 'merge into ticket using x on true';"],
    ['truncate', "const q = 'truncate ticket';"],
    ['copy', "const q = 'copy ticket (id) from stdin';"],
    ['kysely insertInto', "db.insertInto('ticket').execute();"],
    ['kysely updateTable with an alias', "db.updateTable('ticket as t').execute();"],
    ['kysely deleteFrom', "trx.deleteFrom('ticket').execute();"],
    ['kysely mergeInto', "trx.mergeInto('ticket').execute();"],
  ])('sees a second file write by %s', (_, code) => {
    expect(faultsIn(writers, { [elsewhere]: code })).toEqual([expect.stringContaining('writes "ticket"')]);
  });

  test('sees it in the seed too', () => {
    expect(faultsIn(writers, { 'seed/plant.ts': "const q = 'insert into ticket values (1)';" })).toHaveLength(1);
  });

  test('sees a write of a table nobody knows', () => {
    const found = faultsIn(writers, { [elsewhere]: "const q = 'insert into ghost values (1)';" });
    expect(found).toEqual([expect.stringContaining('writes "ghost", which test/gates/table-owners.ts does not know')]);
  });

  test("sees a write of another package's table", () => {
    expect(faultsIn(writers, { [elsewhere]: "const q = 'delete from session';" })).toHaveLength(1);
  });

  test.each(['const q = sql`insert into ${table} values (1)`;', 'db.insertInto(table).execute();'])(
    'wants the table by name: %s',
    (code) => {
      expect(faultsIn(writers, { [elsewhere]: code })).toEqual([expect.stringContaining('not in the code')]);
    },
  );

  test('lets a file write any table only when it is named for that, and wants the name gone when it does not', () => {
    const restore = 'src/server/platform/backup/restore.ts';
    const owners = { ticket: { by: 'belay', writers: ['src/server/ticket/store.ts'] } } as const;
    const named = oneWriter(owners, { [restore]: 'restores' });
    const any = 'const q = `copy ${table} (${columns}) from stdin`;';
    expect(faultsIn(named, { [restore]: any })).toEqual([]);
    expect(faultsIn(named, { [restore]: any, 'src/server/ticket/other.ts': any })).toEqual([
      expect.stringContaining('not in the code'),
    ]);
    // by name it is as any other file
    expect(faultsIn(named, { [restore]: `${any} const r = 'delete from ticket';` })).toHaveLength(1);
    expect(faultsIn(named, { [restore]: '' })).toEqual([expect.stringContaining('may write every table and does not')]);
  });

  test('sees a table that a migration makes and nobody owns', () => {
    const found = faultsIn(writers, { 'migrations/0002_ghost.sql': 'CREATE TABLE IF NOT EXISTS "ghost" (id int);' });
    expect(found).toEqual([expect.stringContaining('makes "ghost", which has no owner')]);
  });

  test('sees an owned table that nothing makes', () => {
    const found = faultsIn(writers, { 'migrations/0001_tickets.sql': 'select 1;' });
    expect(found).toEqual([expect.stringContaining('"ticket" is owned but nothing makes it')]);
  });

  test('reads, locks, comments and tests are no writes', () => {
    const code =
      "// update ticket set tier = 2\nconst q = 'select id from ticket for update skip locked';\nconst r = '-- delete from ticket';";
    expect(faultsIn(writers, { [elsewhere]: code })).toEqual([]);
    expect(faultsIn(writers, { 'src/server/ticket/x.test.ts': "const q = 'delete from ticket';" })).toEqual([]);
  });
});

describe('told the time', () => {
  test.each([
    'export const at = new Date();',
    'export const at = Date();',
    'export const at = Temporal.Now.instant();',
    'export const at = process.hrtime.bigint();',
    "export const q = 'select * from ticket where due_at <= now()';",
    'export const q = sql`update ticket set due_at = current_timestamp`;',
    "export const q = 'select CLOCK_TIMESTAMP()';",
  ])('sees %s', (code) => {
    expect(faultsIn(clock, { 'src/server/ticket/late.ts': code })).toHaveLength(1);
    expect(faultsIn(clock, { 'src/core/ticket/late.ts': code })).toHaveLength(1);
  });

  test('a date from a given instant is no clock', () => {
    expect(faultsIn(clock, { 'src/core/ticket/x.ts': 'export const d = (at: number) => new Date(at);' })).toEqual([]);
  });
});

describe('folders and names', () => {
  test.each(['server', 'web'])('sees a folder of %s that is no concept of core', (runtime) => {
    const found = faultsIn(folders, { [`src/${runtime}/conversation/x.ts`]: '' });
    expect(found).toEqual([expect.stringContaining(`src/${runtime}/conversation`)]);
  });

  test.each(['utils.ts', 'ticket-helpers.ts', 'utils/x.ts', 'ticket-manager.ts'])('sees the vague name %s', (name) => {
    expect(faultsIn(folders, { [`src/core/ticket/${name}`]: '' })).toHaveLength(1);
  });
});

describe('migrations', () => {
  test.each<[string, Files]>([
    ['a gap', { 'migrations/0003_more.sql': '' }],
    ['a double number', { 'migrations/0001_also.sql': '' }],
    ['a name out of style', { 'migrations/2_More.sql': '' }],
    ['a file that is no SQL', { 'migrations/0002_more.ts': '' }],
  ])('sees %s', (_, files) => {
    expect(faultsIn(migrations, files)).not.toEqual([]);
  });

  const landed = (): string => {
    const root = plant();
    appendFileSync(join(root, landedList), `${landedLine(root, 'migrations/0001_tickets.sql')}\n`);
    return root;
  };

  test('approves of one that landed and stayed as it was', () => {
    expect(faultsOf(migrations, landed())).toEqual([]);
  });

  test('sees an edit of one that has landed', () => {
    const root = landed();
    appendFileSync(join(root, 'migrations/0001_tickets.sql'), '\n-- a word more');
    expect(faultsOf(migrations, root)).toEqual([expect.objectContaining({ says: expect.stringContaining('edited') })]);
  });

  test('sees an edit that was covered up in the list, by the history of git', () => {
    const root = landed();
    const git = (...args: string[]): void => {
      const who = ['-c', 'user.name=A Tester', '-c', 'user.email=tester@belay.example', '-c', 'commit.gpgsign=false'];
      execFileSync('git', ['-C', root, ...who, ...args], { stdio: 'ignore' });
    };
    git('init');
    git('add', '.');
    git('commit', '--no-verify', '-m', 'Land');
    expect(faultsOf(migrations, root)).toEqual([]);
    appendFileSync(join(root, 'migrations/0001_tickets.sql'), '\n-- a word more');
    writeFileSync(join(root, landedList), `${landedLine(root, 'migrations/0001_tickets.sql')}\n`);
    expect(faultsOf(migrations, root)).toEqual([expect.objectContaining({ where: landedList })]);
  });
});

describe('locales', () => {
  test.each([
    ['a missing key', '{ "ticket": {} }'],
    ['a key too many', '{ "ticket": { "count": "{count} {name}", "more": "x" } }'],
    ['a missing placeholder', '{ "ticket": { "count": "{count}" } }'],
    ['a renamed placeholder', '{ "ticket": { "count": "{count} {ime}" } }'],
    ['an empty message', '{ "ticket": { "count": "" } }'],
    ['a plural without "other"', '{ "ticket": { "count": "{count, plural, one {#}} {name}" } }'],
    ['a brace that is not closed', '{ "ticket": { "count": "{count} {name} {" } }'],
  ])('sees %s', (_, hr) => {
    expect(faultsIn(locales, { 'locales/hr.json': hr })).not.toEqual([]);
  });

  test('sees that English is missing', () => {
    expect(faultsIn(locales, { 'locales/en.json': null })).not.toEqual([]);
  });

  test('is content with English alone', () => {
    expect(faultsIn(locales, { 'locales/hr.json': null })).toEqual([]);
  });
});

describe('colours from tokens', () => {
  test.each(['#fff', '#1A2b3C', '#11223344', 'rgb(1 2 3)', 'oklch(0.5 0.1 20)'])('sees a bare %s', (colour) => {
    expect(faultsIn(colours, { 'src/web/ui/x.css': `.x { color: ${colour} }` })).toHaveLength(1);
    expect(faultsIn(colours, { 'src/web/ui/X.tsx': `const x = { color: '${colour}' };` })).toHaveLength(1);
  });

  test('tokens hold colours, and imports with # are none', () => {
    expect(faultsIn(colours, { 'src/web/ui/tokens.css': ':root { --ink: #123456 }' })).toEqual([]);
    expect(faultsIn(colours, { 'src/web/ui/X.tsx': "import '#core/add.ts'; const id = '#face-plate';" })).toEqual([]);
  });
});

describe('documents', () => {
  test('sees a link to nowhere, a file and a script that do not exist', () => {
    expect(faultsIn(documents, { 'README.md': 'Look into `src/core/gone.ts`.' })).toHaveLength(1);
    expect(faultsIn(documents, { 'README.md': 'Look into `src/core/time.ts`, in `src/core/`.' })).toEqual([]);
    expect(faultsIn(documents, { 'README.md': '[x](docs/gone.md)' })).toHaveLength(1);
    expect(faultsIn(documents, { 'README.md': '`npm run gone`' })).toHaveLength(1);
    const numbered = { 'docs/decisions/0001-a.md': 'A', 'docs/decisions/0001-b.md': 'B', 'changes/0001-a.md': 'A' };
    expect(faultsIn(documents, numbered)).toHaveLength(1);
  });
});

describe('no machine paths or registry hosts', () => {
  // Written in parts, so that this file does not name such a place itself.
  test.each([
    `read('${'/ro'}${'ot'}/.npmrc')`,
    `read('${'/ho'}${'me'}/ana/belay')`,
    `read('${'/tm'}${'p'}/belay')`,
    `https${'://'}registry.example.org/zod`,
    `{ ${'"resol'}ved": "x" }`,
  ])('sees %s', (text) => {
    expect(faultsIn(machinePaths, { 'docs/x.md': text })).toHaveLength(1);
  });

  test('a second work tree of git, whose .git is a file with a path, is no fault of ours', () => {
    const path = `/${['root', 'belay'].join('/')}/.git/worktrees/x`;
    expect(faultsIn(machinePaths, { '.git': `gitdir: ${path}`, 'docs/x.md': 'nothing' })).toEqual([]);
  });
});

describe('settings', () => {
  test('sees one that is not told of, and one that nobody reads', () => {
    expect(faultsIn(settings, { 'src/server/config.ts': 'BELAY_PORT BELAY_NEW' })).toHaveLength(1);
    expect(faultsIn(settings, { 'docs/guide/settings.md': 'BELAY_PORT BELAY_OLD' })).toHaveLength(1);
  });
});

describe('lock file', () => {
  const locked = (more: object): Files => ({
    'package-lock.json': JSON.stringify({
      packages: {
        '': {},
        'node_modules/lint': { optionalDependencies: { 'lint-mac': '1.0.0', 'lint-linux': '1.0.0' } },
        'node_modules/lint-linux': {},
        ...more,
      },
    }),
  });

  test('sees that the package of a platform is missing', () => {
    expect(faultsIn(lock, locked({}))).toEqual([expect.stringContaining('lacks lint-mac')]);
  });

  test('finds it beside or above the one that asks', () => {
    expect(faultsIn(lock, locked({ 'node_modules/lint-mac': {} }))).toEqual([]);
    expect(faultsIn(lock, locked({ 'node_modules/lint/node_modules/lint-mac': {} }))).toEqual([]);
    expect(faultsIn(lock, locked({ 'node_modules/other/node_modules/lint-mac': {} }))).toHaveLength(1);
  });
});
