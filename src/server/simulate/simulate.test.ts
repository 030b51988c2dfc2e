import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { SimulationView } from '#contract/simulation.ts';
import { HOUR, MINUTE } from '#core/time.ts';
import { rulesIn } from '#server/cli-config-file.ts';
import { draftIn } from '#server/cli-simulate.ts';
import { simulationLines } from '#server/cli-simulate-words.ts';
import { momentWords } from '#server/cli-time.ts';
import { loadWords } from '#server/cli-words.ts';
import { handleAgents } from '#server/agent/handle.ts';
import { readHistory } from '#server/metrics/history/read.ts';
import { replayHistory } from '#server/metrics/history/replay.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { simulate, type Wish } from './simulate.ts';
import { readStaff } from './staff-read-store.ts';

const db = await testDatabase();
const desk = await openDesk(db);

const HARBOUR = path.resolve(import.meta.dirname, '../metrics/history/harbour-desk.csv');

// one that is answered in time, one that nobody answers: it climbs until the lead takes it
const answered = await desk.opens();
const forgotten = await desk.opens();
desk.clock.advance(10 * MINUTE);
await desk.does(answered, desk.petra, { type: 'reply', messageId: 0, words: 'It comes back today.' });
await desk.act({
  ticketId: answered,
  command: { type: 'accept_reply', messageId: 1, authorId: desk.petra },
  actor: { kind: 'system' },
});
for (const minutes of [30, 48, 60, 75]) {
  desk.clock.moveTo(MONDAY + minutes * MINUTE + 1);
  await desk.ticks(forgotten);
}
desk.clock.advance(5 * MINUTE);
await desk.does(forgotten, desk.ivana, { type: 'acknowledge', escalationId: 1 });
desk.clock.advance(HOUR);
await desk.does(forgotten, desk.ivana, { type: 'set_status', to: 'solved' });

const lead = { id: 'lead', name: 'Team lead', direction: 'hierarchical', waitMs: HOUR, waitIn: 'wall' } as const;
const LEAD_FIRST = {
  paths: {
    Billing: {
      calendar: 'Always',
      steps: [{ ...lead, targets: [{ type: 'lead' as const, teamId: null }] }],
      repeat: 0,
      remindAfterMs: 45 * MINUTE,
      confirmWithinMs: 15 * MINUTE,
      loanIn: 'wall' as const,
      lastResort: [desk.sanja],
      lastResortEveryMs: 20 * MINUTE,
    },
  },
};
const wish = (changes: Partial<Wish> = {}): Wish => ({
  draft: LEAD_FIRST,
  from: null,
  until: null,
  answersAfterMs: null,
  timeZone: 'Europe/Zagreb',
  most: 100,
  exceptFor: null,
  ...changes,
});

test("the desk's own past is lived again as it was, and otherwise under a draft of its path", async () => {
  const found = await simulate(db, wish());
  if (!found.ok) throw new Error(JSON.stringify(found));
  const { tickets, live, draft, differ, examples } = found.simulation;
  expect([tickets, differ, live.refused]).toEqual([2, 1, 0]);
  expect(examples.map(({ id }) => id)).toEqual([forgotten]);
  const calls = (ladder: SimulationView['examples'][number]['live']) =>
    ladder.calls.map(({ at, step, people }) => [at, step, people.map(({ name }) => name)]);
  expect(calls(examples[0]!.live)).toEqual([
    [MONDAY + HOUR + 1, 'Billing specialists', ['Marko']],
    [MONDAY + 75 * MINUTE, 'Team lead', ['Ivana']],
  ]);
  expect(calls(examples[0]!.draft)).toEqual([[MONDAY + HOUR + 1, 'Team lead', ['Ivana']]]);
  expect(live.targets).toEqual([{ clock: 'first_reply', met: 1, missed: 1 }]);
  // a desk in Zagreb: 08:00 UTC and an hour is ten there
  expect(draft.people).toMatchObject([{ person: { name: 'Ivana' }, calls: 1 }]);
  expect(draft.people[0]!.byHour[10]).toBe(1);
});

test('a draft of hours or of a matrix reaches the policies that name it', async () => {
  const hours = { Always: { timeZone: 'Europe/Zagreb', week: { tue: [['09:00', '17:00'] as [string, string]] } } };
  const closed = await simulate(db, wish({ draft: { calendars: hours } }));
  expect(closed).toMatchObject({ ok: true, simulation: { draft: { escalated: 0 }, differ: 1 } });
  const policies = {
    Fast: {
      targets: [
        {
          kind: 'first_reply' as const,
          targetMs: { S1: MINUTE, S2: MINUTE, S3: MINUTE, S4: MINUTE },
          pauseIn: [],
          warnPercents: [],
          calendar: 'Always',
        },
      ],
      path: 'Billing',
    },
  };
  const matrix = { rows: [], otherwise: { policy: 'Fast' } };
  const fast = await simulate(db, wish({ draft: { policies, matrix } }));
  expect(fast).toMatchObject({ ok: true, simulation: { live: { escalated: 1 }, draft: { escalated: 2 }, differ: 2 } });
});

test('what a draft says wrongly is named with its place, and nothing is simulated', async () => {
  const unknown = { paths: { Billing: { ...LEAD_FIRST.paths.Billing, calendar: 'Nowhere' } } };
  expect(await simulate(db, wish({ draft: unknown }))).toMatchObject({
    ok: false,
    code: 'draft_invalid',
    errors: [{ path: 'paths.Billing.calendar', code: 'unknown' }],
  });
  const nonsense = { paths: { Billing: { ...LEAD_FIRST.paths.Billing, steps: [] } } };
  expect(await simulate(db, wish({ draft: nonsense }))).toMatchObject({ errors: [{ path: 'paths.Billing.steps' }] });
  const matrix = { rows: [], otherwise: { policy: 'Nothing' } };
  expect(await simulate(db, wish({ draft: { matrix } }))).toMatchObject({ errors: [{ code: 'unknown' }] });
  expect(await simulate(db, wish({ timeZone: 'Atlantis' }))).toEqual({ ok: false, code: 'no_such_zone' });
  expect(await simulate(db, wish({ most: 1 }))).toEqual({ ok: false, code: 'too_many_tickets' });
  expect(await simulate(db, wish({ until: MONDAY }))).toEqual({ ok: false, code: 'no_tickets' });
});

test("another desk's history is lived with our rules; where nobody acknowledged, somebody may be taken to", async () => {
  const harbour = await testDatabase();
  const { rows } = await readHistory(HARBOUR);
  await replayHistory(harbour, rows);
  const asked = wish({ draft: {}, timeZone: 'UTC' });
  const silent = await simulate(harbour, asked);
  const answering = await simulate(harbour, { ...asked, answersAfterMs: 15 * MINUTE });
  if (!silent.ok || !answering.ok) throw new Error('not simulated');
  expect(silent.simulation).toMatchObject({ tickets: 9, differ: 0, live: { acknowledgements: 0 } });
  expect(silent.simulation.live.fingerprint).toBe(silent.simulation.draft.fingerprint);
  expect(silent.simulation.live.escalated).toBeGreaterThan(0);
  expect(answering.simulation.live.acknowledgements).toBeGreaterThan(0);
  expect(answering.simulation.live.lastResorts).toBeLessThan(silent.simulation.live.lastResorts);
});

test("the guide's draft, a matrix of three rows, can be simulated on another desk's history", async () => {
  const guide = await readFile(path.resolve(import.meta.dirname, '../../../docs/guide/simulate.md'), 'utf8');
  const yaml = /```yaml\n(.*?)```/s.exec(guide)![1]!;
  const harbour = await testDatabase();
  const { rows } = await readHistory(HARBOUR);
  await replayHistory(harbour, rows);
  const say = await loadWords('en');
  const told: string[] = [];
  const draft = await harbour.withTransaction(async (tx) =>
    draftIn(
      say,
      (text) => told.push(text),
      tx,
      await rulesIn(say, tx, { file: 'simulate.md', text: yaml, use: 'try' }),
    ),
  );
  expect(told).toEqual([]);
  const found = await simulate(harbour, wish({ draft, answersAfterMs: 15 * MINUTE }));
  if (!found.ok) throw new Error(JSON.stringify(found));
  const severe = found.simulation.examples.find(({ subject }) => subject === 'HD0105')!;
  // a crane that stands still at 06:50 is promised an answer from 06:00 on, not from 08:00
  const missedAt = (ladder: SimulationView['examples'][number]['live']) => ladder.missed[0]?.at;
  expect(missedAt(severe.live)).toBe(Date.parse('2026-03-03T08:30Z'));
  expect(missedAt(severe.draft)).toBe(Date.parse('2026-03-03T07:05Z'));

  const moment = momentWords('en', 'UTC')!;
  const text = simulationLines(say, found.simulation, moment).join('\n');
  expect(text).toMatch(/As many targets are missed: 4\..*Steps reach nobody 1 time less: 3, not 4\./s);
  expect(text).toMatch(/Tomasz Wilk +0 +1 +\+1\n +·{8}█·+ {2}at most 1 call in one hour/);
  expect(text).toMatch(
    /HD0105\n +live +Tue.*08:30:00 {2}First reply: missed.*draft +Tue.*07:05:00 {2}First reply: missed/s,
  );
  const croatian = simulationLines(await loadWords('hr'), found.simulation, moment).join('\n');
  expect(croatian).toContain('Koraci ne dosežu nikoga 1 put manje: 3, a ne 4.');
});

test('a simulation that takes minutes keeps its transaction', async () => {
  await db.withTransaction(async (tx) => {
    expect(await simulate(tx, wish())).toMatchObject({ ok: true });
    const { rows } = await tx.query('show idle_in_transaction_session_timeout');
    expect(rows).toEqual([{ idle_in_transaction_session_timeout: '0' }]);
  });
});

test('a draft of teams, room, ranks and amounts is tried with the people it would have; what it names wrongly is said', async () => {
  const rest = { mode: 'direct', offerMs: 2 * MINUTE, overflowTeamId: null, overflowAfterMs: HOUR, answerMs: MINUTE };
  const [team] = (await db.query<{ name: string }>('select name from team where id = $1', [desk.teamId])).rows;
  // without her there is no lead to call: the step reaches nobody
  const members = [desk.petra, desk.lea, desk.marko].map((personId) => ({ personId, leads: false }));
  const teams = { [team!.name]: { ...rest, mode: 'direct' as const, members, needs: [] } };
  const without = await simulate(db, wish({ draft: { teams } }));
  if (!without.ok) throw new Error(JSON.stringify(without));
  expect(without.simulation.live.empty).toEqual([]);
  expect(without.simulation.draft.empty).toEqual([{ path: 'Billing', step: 'Team lead', times: 1 }]);
  expect(without.simulation.draft.people.some(({ person }) => person.id === desk.ivana)).toBe(false);
  // nobody is left at the second tier: the specialists are nobody
  const tiers = [{ personId: desk.marko, tier: 1 }];
  const ranks = await simulate(db, wish({ draft: { tiers } }));
  expect(ranks).toMatchObject({
    simulation: { draft: { empty: [{ step: 'Billing specialists', times: 1 }] }, assumed: { decides: null } },
  });
  const nobody = [{ personId: 987_654, tier: 1 }];
  expect(await simulate(db, wish({ draft: { tiers: nobody } }))).toMatchObject({
    ok: false,
    errors: [{ path: 'tiers.0.personId', code: 'unknown' }],
  });
  const strange = { ...teams[team!.name]!, members: [{ personId: 987_654, leads: false }] };
  expect(await simulate(db, wish({ draft: { teams: { [team!.name]: strange } } }))).toMatchObject({
    errors: [{ path: `teams.${team!.name}.members.0.personId`, code: 'unknown' }],
  });
});

test('ranks and amounts are tried from a file too, people by their address; what is wrong in it is told by its line', async () => {
  const say = await loadWords('en');
  const emails = await db.query<{ email: string }>('select email from person where id = $1', [desk.marko]);
  const { email } = emails.rows[0]!;
  const text = `belay: 1
tiers:
  - { person: ${email}, tier: 1 }
approvalLimits:
  - { currency: EUR, of: { tier: 2 }, mostMinor: 5000 }
`;
  const read = (said: string) =>
    db.withTransaction(async (tx) =>
      draftIn(say, () => {}, tx, await rulesIn(say, tx, { file: 'draft.yaml', text: said, use: 'try' })),
    );
  const draft = await read(text);
  expect(draft).toMatchObject({ tiers: [{ personId: desk.marko, tier: 1 }], approvalLimits: [{ mostMinor: 5_000 }] });
  expect(await simulate(db, wish({ draft }))).toMatchObject({
    simulation: { draft: { empty: [{ step: 'Billing specialists', times: 1 }] } },
  });
  await expect(read(text.replace(email, 'nobody@bura.example'))).rejects.toThrow(
    /^draft\.yaml:3:\d+ \[unknown_name\]: tiers\.0\.person: nothing is called/,
  );
});

test('when people were in focus is read from what they said, and lived', async () => {
  const from = desk.clock.current;
  const said = (to: 'focus' | 'available', until: number | null) =>
    db.withTransaction((tx) =>
      handleAgents(tx, desk.clock, [
        { personId: desk.petra, command: { type: 'set_presence', to, until, reason: null }, actorId: desk.petra },
      ]),
    );
  await said('available', null);
  await said('focus', from + HOUR);
  desk.clock.advance(20 * MINUTE);
  await said('available', null);
  const people = await readStaff(db, from, from + HOUR);
  expect(people.find(({ id }) => id === desk.petra)!.keptFree).toEqual([
    { kind: 'focus', from, until: from + 20 * MINUTE },
  ]);
  expect(people.find(({ id }) => id === desk.lea)!.keptFree).toEqual([]);
  expect(await readStaff(db, from - HOUR, from)).not.toContainEqual(
    expect.objectContaining({ keptFree: [expect.anything()] }),
  );
});
