import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { factOf } from '#core/metrics/facts.ts';
import { SYSTEM } from '#core/people/roles.ts';
import { evolve } from '#core/ticket/evolve.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { readFacts } from '#server/metrics/fact-store.ts';
import { readFigures, type Figures } from '#server/metrics/figure-store.ts';
import { manualClock } from '#server/platform/clock.ts';
import { createConfigCache } from '#server/sla/config-store.ts';
import { readLog } from '#server/ticket/event-store.ts';
import { handle, type Door } from '#server/ticket/handle.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { testDatabase, type TestDatabase } from '#test/harness/database.ts';
import { temporaryFolder } from '#test/harness/server.ts';
import { carriedFigures } from './carried.ts';
import { readHistory } from './read.ts';
import { replayHistory } from './replay.ts';
import type { Column } from './row.ts';

const HARBOUR = path.join(import.meta.dirname, 'harbour-desk.csv');
/** Three thousand real incidents that only the project's own machines have. */
const INCIDENTS = path.resolve(import.meta.dirname, '../../../../../shared/data/histories/servicenow');
const CARRIED: Column[] = ['reassignment_count', 'reopen_count', 'made_sla', 'resolved_at'];

const folder = await temporaryFolder('belay-test-history-');
afterAll(() => rm(folder, { recursive: true, force: true }));
const [plain, blanked, asked] = [await testDatabase(), await testDatabase(), await testDatabase()];
const real = await testDatabase();

const OPEN_TO_THE_END = 'HD0109';
const openAt = async (db: TestDatabase): Promise<Ticket[]> => {
  const { rows } = await db.query<{ id: number }>('select id from ticket where subject = $1', [OPEN_TO_THE_END]);
  return [...(await loadTickets(db, [rows[0]!.id])).values()];
};
/** Belay looks at what is open, as its sweep would at that moment. */
const looksAt = async (db: TestDatabase, at: Instant): Promise<void> => {
  const [ticket] = await openAt(db);
  const rest = { carrier: { add: async () => undefined }, mailHost: 'history.invalid' };
  const door: Door = { config: createConfigCache(), clock: manualClock(at), ...rest };
  const command = { type: 'tick' } as const;
  await db.withTransaction((tx) => handle(tx, door, [{ ticketId: ticket!.id, actor: SYSTEM, command }]));
};

const replayed = async (db: TestDatabase, file: string): Promise<Figures> => {
  const { rows } = await readHistory(file);
  const { refused } = await replayHistory(db, rows);
  expect(refused).toEqual([]);
  return readFigures(db);
};

/** The same history without what the other desk had counted itself. */
const withoutCarried = async (file: string): Promise<string> => {
  const bytes = await readFile(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const places = CARRIED.map((column) => header.split(',').indexOf(column));
  const emptied = lines.map((line) =>
    line
      .split(',')
      .map((cell, place) => (places.includes(place) ? '' : cell))
      .join(','),
  );
  const target = path.join(folder, 'without-carried.csv');
  await writeFile(target, [header, ...emptied, ''].join('\n'));
  return target;
};

const OF_THE_HARBOUR = {
  tickets: 9,
  team_changed: 2,
  team_changed_3: 1,
  reopened: 2,
  severity_changed: 1,
  solved_untouched: 3,
  resolution_hours: { n: 7, mean: 94.87, median: 25.17, p90: 339.25 },
  escalated: 0,
  breached: 0,
};

test("Belay's own figures of a harbour's desk come from its events", async () => {
  expect(await replayed(plain, HARBOUR)).toMatchObject(OF_THE_HARBOUR);
});

test('they are the same when everything that the other desk had counted is blanked', async () => {
  expect(await replayed(blanked, await withoutCarried(HARBOUR))).toEqual(await readFigures(plain));
});

test('every log replays to its row and to its facts', async () => {
  const { rows } = await plain.query<{ id: number }>('select id from ticket order by id');
  const ids = rows.map(({ id }) => id);
  const [tickets, facts] = [await loadTickets(plain, ids), await readFacts(plain, ids)];
  for (const id of ids) {
    const log = await readLog(plain, id);
    const told = log.reduce<Ticket | null>((ticket, { event, at }) => evolve(ticket, event, at), null);
    expect(told).toEqual(tickets.get(id));
    expect(factOf(null, log)).toEqual(facts.get(id));
  }
});

test('nobody is told or written to for what happened at another desk', async () => {
  const { rows } = await plain.query(
    'select (select count(*) from notice) as notices, (select count(*) from outbox) as outbox',
  );
  expect(rows).toEqual([{ notices: 0, outbox: 0 }]);
});

test('what was closed and solved again stands as the history says, at its moments', async () => {
  const { rows } = await plain.query<{ subject: string; status: string; team: string; at: number; by: string }>(
    `select t.subject, t.status, m.name as team, t.last_event_at as at, coalesce(p.name, '') as by
     from ticket t join team m on m.id = t.team_id left join person p on p.id = t.assignee_id
     where t.subject in ('HD0105', 'HD0107', 'HD0109') order by t.subject`,
  );
  expect(rows).toEqual([
    { subject: 'HD0105', status: 'closed', team: 'Cranes', at: Date.parse('2026-03-09T08:00Z'), by: 'Tomasz Wilk' },
    {
      subject: 'HD0107',
      status: 'closed',
      team: 'Harbour desk',
      at: Date.parse('2026-03-15T09:30Z'),
      by: 'Ines Duarte',
    },
    {
      subject: 'HD0109',
      status: 'waiting_on_customer',
      team: 'Without a group',
      at: Date.parse('2026-03-04T15:00Z'),
      by: 'Ines Duarte',
    },
  ]);
});

test('what was open at the end of a history is measured on, and neither missed nor called for', async () => {
  const clocks = async (db: TestDatabase) => {
    await looksAt(db, Date.parse('2026-06-01T09:00Z'));
    const [ticket] = await openAt(db);
    return { clocks: ticket!.clocks, escalations: ticket!.escalations.length };
  };
  expect(await clocks(plain)).toMatchObject({ clocks: [{ state: 'running', breachedAt: null }], escalations: 0 });
  await replayHistory(asked, (await readHistory(HARBOUR)).rows, { goesOn: true });
  const dueAt = Date.parse('2026-03-05T10:30Z');
  expect(await clocks(asked)).toMatchObject({ clocks: [{ state: 'running', breachedAt: dueAt }], escalations: 1 });
});

test('a line that is no row is kept with its reason, and the rest is read', async () => {
  const [header, first = '', ...others] = (await readFile(HARBOUR, 'utf8')).trimEnd().split('\n');
  const file = path.join(folder, 'bad.csv');
  const bad = [first.replace('New', 'Sleeping'), 'HD0101,New', first.replace('2026-03-02T08:07', 'yesterday')];
  await writeFile(file, [header, bad[0], first, bad[1], bad[2], ...others, ''].join('\n'));
  const read = await readHistory(file);
  expect(read.bad).toEqual([
    { line: 2, why: 'incident_state', text: bad[0] },
    { line: 4, why: 'columns', text: bad[1] },
    { line: 5, why: 'sys_updated_at', text: bad[2] },
  ]);
  expect(read.rows).toHaveLength(others.length + 1);
});

test('a file that is no history says so', async () => {
  const file = path.join(folder, 'other.csv');
  await writeFile(file, 'name,age\nAna,7\n');
  await expect(readHistory(file)).rejects.toThrow('columns missing: number');
  await expect(readHistory(path.join(folder, 'absent.csv'))).rejects.toThrow('ENOENT');
});

// in a newcomer's clone there is nothing to replay
if (existsSync(INCIDENTS)) {
  test('three thousand real incidents, blanked of what was counted, give the figures of an independent program', async () => {
    const file = path.join(INCIDENTS, 'incidents.csv.gz');
    const reference = JSON.parse(await readFile(path.join(INCIDENTS, 'reference-metrics.json'), 'utf8')) as object;
    expect(carriedFigures((await readHistory(file)).rows)).toEqual(reference);
    expect(await replayed(real, await withoutCarried(file))).toMatchObject({
      tickets: 3000,
      team_changed: 1432,
      reopened: 47,
      severity_changed: 91,
      resolution_hours: { n: 2999, mean: 281.22, median: 75.7, p90: 553.82 },
    });
  }, 300_000);
}
