import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differing, outcomeOf } from '#core/simulate/outcome.ts';
import { run } from '#core/simulate/run.ts';
import { scriptOf, type Script } from '#core/simulate/script.ts';
import type { Shift } from '#core/people/duty.ts';
import { dueAt } from '#core/ticket/due.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import { DAY, HOUR, MINUTE } from '#core/time.ts';
import { as, history, IVANA, LEA, MARKO, PATH_OF_TWO, PETRA, SANJA, zagreb, type History } from '#test/harness/core.ts';
import { NINE, PUSHING, SIMULATED_CONFIG, STAFF, unanswered, world } from '#test/harness/simulated.ts';

const utcHour = (at: number): number => Math.floor((at % DAY) / HOUR);

/** Looks at each due moment up to `until`, as a sweep that is never late. */
function look(told: History, until: number): void {
  for (let due = dueAt(told.ticket); due !== null && due < until; due = dueAt(told.ticket)) told.tick(due);
}

const acts = fc.array(
  fc.record({
    wait: fc.integer({ min: 1, max: 3 * 60 }).map((minutes) => minutes * MINUTE),
    does: fc.constantFrom<(told: History) => TicketCommand>(
      () => ({ type: 'note', messageId: 7 }),
      () => ({ type: 'reply', messageId: 8 }),
      () => ({ type: 'accept_reply', messageId: 8, authorId: PETRA }),
      () => ({ type: 'receive', messageId: 9, authorId: 1, kind: 'message' }),
      () => ({ type: 'set_status', to: 'on_hold' }),
      () => ({ type: 'set_status', to: 'solved' }),
      () => ({ type: 'set_status', to: 'open' }),
      () => ({ type: 'set_severity', severity: 'S1' }),
      () => ({ type: 'assign', assigneeId: LEA, teamId: null }),
      ({ ticket }) => ({ type: 'acknowledge', escalationId: ticket.escalations.length }),
      ({ ticket }) => ({
        type: 'escalate',
        reason: 'skill',
        messageId: null,
        firing: ticket.escalations.findLast(({ status }) => status !== 'ended')?.firing ?? null,
      }),
    ),
    by: fc.constantFrom(PETRA, MARKO, IVANA),
  }),
  { maxLength: 10 },
);

const SYSTEMS = new Set<TicketCommand['type']>(['receive', 'accept_reply']);

test('under the same rules what was lived is lived again: the same people called at the same moments', () => {
  fc.assert(
    fc.property(acts, (deeds) => {
      const told = history(NINE, { config: SIMULATED_CONFIG });
      let now = NINE;
      for (const { wait, does, by } of deeds) {
        now += wait;
        look(told, now);
        const command = does(told);
        told.at(now, command, SYSTEMS.has(command.type) ? undefined : by);
      }
      const until = now + 5 * HOUR;
      look(told, until);
      const [fate] = run([scriptOf(1, told.log, as)!], world({ until: until - 1 })).fates;
      const called = told.log.flatMap(({ at, event }) =>
        event.type === 'step_reached' || event.type === 'last_resort_reached' ? [{ at, told: event.told }] : [],
      );
      const missed = told.log.flatMap(({ event }) => (event.type === 'target_breached' ? [event.breachedAt] : []));
      expect(fate!.calls.map(({ at, told }) => ({ at, told }))).toEqual(called);
      expect(fate!.missed.map(({ at }) => at)).toEqual(missed);
    }),
  );
});

test('a ticket nobody answers climbs to the last resort, and each call is counted where it fell', () => {
  const lived = run([unanswered(1)], world({ until: NINE + 3 * HOUR }));
  const outcome = outcomeOf(lived, utcHour);
  expect(lived.fates[0]!.calls.map(({ stepIndex, told }) => [stepIndex, told])).toEqual([
    [0, [MARKO]],
    [1, [IVANA]],
    [null, [SANJA]],
    [null, [SANJA]],
    [null, [SANJA]],
    [null, [SANJA]],
  ]);
  expect(outcome).toMatchObject({
    escalated: 1,
    calls: 6,
    lastResorts: 4,
    targets: [{ clock: 'first_reply', met: 0, missed: 1 }],
  });
  // 09:00 in Zagreb is 08:00 UTC
  expect(outcome.people[0]).toMatchObject({ personId: SANJA, calls: 4, busiest: { calls: 3 } });
  expect(outcome.people[0]!.byHour[9]).toBe(1);
});

test('the same simulation twice has the same fingerprint, another moment another one', () => {
  const scripts = [unanswered(1), unanswered(2, NINE + MINUTE)];
  expect(run(scripts, world()).fingerprint).toBe(run(scripts, world()).fingerprint);
  expect(run([unanswered(1)], world()).fingerprint).not.toBe(run([unanswered(1, NINE + 1)], world()).fingerprint);
});

test('a draft changes the fate of those tickets that reach what it changed', () => {
  const quick: Script = {
    ticketId: 2,
    acts: [
      ...unanswered(2).acts,
      {
        at: NINE + MINUTE,
        actor: { kind: 'system' },
        command: { type: 'accept_reply', messageId: 2, authorId: PETRA },
        imported: false,
      },
    ],
  };
  const steps = PATH_OF_TWO.steps.map((step, index) => (index === 0 ? { ...step, waitMs: 5 * MINUTE } : step));
  const scripts = [unanswered(1), quick];
  const live = run(scripts, world({ until: NINE + DAY }));
  const draft = run(scripts, world({ until: NINE + DAY, path: { ...PATH_OF_TWO, steps } }));
  expect(differing(live, live)).toEqual([]);
  const [different, ...others] = differing(live, draft);
  expect(others).toEqual([]);
  expect(different?.ticketId).toBe(1);
  expect(different!.live.calls[1]!.at - different!.draft.calls[1]!.at).toBe(10 * MINUTE);
});

test('where nobody is said to acknowledge, whoever is called first may be taken to do so', () => {
  const lived = run([unanswered(1)], world({ until: NINE + DAY, answersAfterMs: 10 * MINUTE }));
  expect(lived.fates[0]).toMatchObject({ acknowledgements: 1, calls: [{ stepIndex: 0, told: [MARKO] }] });
});

test('who is absent or off shift at that hour is not called: the step that reaches nobody is named', () => {
  const early: Shift = {
    dutyListId: 1,
    isWorkingHours: true,
    timeZone: 'Europe/Zagreb',
    weekday: 1,
    date: null,
    opensMinute: 6 * 60,
    closesMinute: 9 * 60 + 30,
  };
  const people = STAFF.map((person) => (person.id === MARKO ? { ...person, shifts: [early] } : person));
  const lived = run([unanswered(1)], world({ people, until: NINE + 90 * MINUTE }));
  expect(lived.fates[0]!.calls[0]).toMatchObject({ stepIndex: 1, told: [IVANA] });
  expect(outcomeOf(lived, utcHour).empty).toEqual([{ pathVersionId: PATH_OF_TWO.versionId, stepIndex: 0, times: 1 }]);
  const atDawn = zagreb('2026-11-30 07:00');
  const absences = [{ from: NINE, until: atDawn, standInId: null }];
  const away = STAFF.map((person) => (person.id === IVANA ? { ...person, absences } : person));
  const calls = run([unanswered(1), unanswered(2, atDawn)], world({ people: away, until: NINE + 8 * DAY })).fates;
  expect(calls[0]!.calls.some(({ told }) => told.includes(IVANA))).toBe(false);
  expect(calls[1]!.calls.some(({ told }) => told.includes(IVANA))).toBe(true);
});

test('work is spread as it would have been: the second ticket goes to whoever has none, the third to who waited longest', () => {
  const lived = run([unanswered(1), unanswered(2, NINE + 1), unanswered(3, NINE + 2)], world({ until: NINE + MINUTE }));
  expect([lived.notices.get(PETRA), lived.notices.get(LEA)]).toEqual([2, 1]);
});

test("another desk's history is lived with its own statuses, and calls people by our rules", () => {
  const script: Script = {
    ticketId: 1,
    acts: [
      ...unanswered(1).acts,
      { at: NINE + 2 * HOUR, actor: as(PETRA), command: { type: 'record_status', to: 'solved' }, imported: true },
      { at: NINE + 9 * DAY, actor: as(PETRA), command: { type: 'record_status', to: 'open' }, imported: true },
      { at: NINE + 9 * DAY + HOUR, actor: as(PETRA), command: { type: 'record_status', to: 'closed' }, imported: true },
    ],
  };
  const lived = run([script], world());
  expect(lived.fates[0]).toMatchObject({ refused: 0, missed: [{ at: NINE + HOUR }] });
  expect(lived.fates[0]!.calls.length).toBeGreaterThan(0);
  expect(lived.fates[0]!.calls.every(({ at }) => at < NINE + 2 * HOUR)).toBe(true);
});

test('a team that pushes offers: whoever is offered one takes it, what nobody may take waits for a shift or goes to helpers', () => {
  const teams = [{ ...PUSHING, overflowAfterMs: 30 * MINUTE }];
  const scripts = Array.from({ length: 4 }, (_, index) => unanswered(index + 1, NINE + index));
  const lived = run(scripts, world({ teams, until: NINE + HOUR / 2 }));
  // offered, accepted and assigned: one after the other to whoever is least loaded
  expect([lived.notices.get(PETRA)! > 1, lived.notices.get(LEA)! > 1]).toEqual([true, true]);
  expect(run(scripts, world({ teams, until: NINE + HOUR / 2 })).fingerprint).toBe(lived.fingerprint);
  expect(run(scripts, world({ until: NINE + HOUR / 2 })).fingerprint).not.toBe(lived.fingerprint);

  const later: Shift = {
    dutyListId: 1,
    isWorkingHours: true,
    timeZone: 'Europe/Zagreb',
    weekday: 2,
    date: null,
    opensMinute: 8 * 60,
    closesMinute: 16 * 60,
  };
  const people = STAFF.map((person) => ({ ...person, shifts: [later] }));
  const overnight = run([unanswered(1)], world({ teams, people, until: NINE + 2 * DAY }));
  // a night without anybody is a few looks beside the calls of the path, not one each minute
  expect(overnight.decisions).toBeLessThan(200);
  expect((overnight.notices.get(PETRA) ?? 0) + (overnight.notices.get(LEA) ?? 0)).toBeGreaterThan(0);

  const helpers = 77;
  const helping = [
    { ...teams[0]!, overflowTeamId: helpers },
    { ...PUSHING, teamId: helpers },
  ];
  const crew = people.map((person) => (person.id === MARKO ? { ...person, shifts: [], teamIds: [helpers] } : person));
  const helped = run([unanswered(1)], world({ teams: helping, people: crew, until: NINE + 40 * MINUTE }));
  expect(helped.notices.get(MARKO)).toBeGreaterThan(0);
});

test('who took an offer in the past takes it then, and nobody before', () => {
  const teams = [PUSHING];
  const taken = { type: 'assign', assigneeId: LEA, teamId: null } as const;
  const script: Script = {
    ticketId: 1,
    acts: [...unanswered(1).acts, { at: NINE + 5 * MINUTE, actor: as(LEA), command: taken, imported: false }],
  };
  const before = run([script], world({ teams, until: NINE + 4 * MINUTE }));
  const after = run([script], world({ teams, until: NINE + 6 * MINUTE }));
  expect(before.fates[0]!.refused + after.fates[0]!.refused).toBe(0);
  // offered twice, to one and then the other, before she takes it
  expect([before.notices.get(PETRA), before.notices.get(LEA)]).toEqual([1, 1]);
});
