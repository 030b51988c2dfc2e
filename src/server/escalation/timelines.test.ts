import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Path } from '#core/escalation/path.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { dueAt } from '#core/ticket/due.ts';
import { evolve } from '#core/ticket/evolve.ts';
import { react } from '#core/ticket/react.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { DAY, MINUTE, type Instant } from '#core/time.ts';
import { addPerson, addTeam } from '#server/people/add-store.ts';
import { addDutyList, setShifts } from '#server/people/duty-store.ts';
import { manualClock } from '#server/platform/clock.ts';
import { publish } from '#server/sla/store.ts';
import { drawMessageId, drawTicketId, handle, type Door, type TicketAct } from '#server/ticket/handle.ts';
import { loadTickets } from '#server/ticket/ticket-store.ts';
import { actOf } from '#test/conformance-adapters/climb-act.ts';
import type { ClimbAnswer, ClimbCase, PolicySpec } from '#test/conformance-adapters/climb-case.ts';
import { reporter, stateOf } from '#test/conformance-adapters/climb-report.ts';
import { at, pathOf } from '#test/conformance-adapters/climb-world.ts';
import { difference } from '#test/conformance-adapters/escalation-steps.ts';
import { testDatabase } from '#test/harness/database.ts';
import { doorWith, openingAct, openDesk } from '#test/harness/desk.ts';

const db = await testDatabase();
const desk = await openDesk(db, at(-DAY / MINUTE));
const nobodysTeam = await addTeam(db, 'Nobody');
/** Longer than any of these timelines: where a case says nothing, nothing may happen in it. */
const LONG = 9_000 * MINUTE;

const read = (name: string): ClimbCase[] =>
  JSON.parse(readFileSync(new URL(`../../../test/conformance/${name}.json`, import.meta.url), 'utf8')).cases;
const cases = [...read('escalation-steps'), ...read('escalation-steps-random')].filter(({ op }) => op === 'simulate');

/** Whether a path may be saved, once what a case leaves out is set so that it makes no difference. */
function maySave({ steps, lastResort = [], ...policy }: PolicySpec): boolean {
  const repeats = policy.ackReminderMinutes !== undefined && policy.ackGraceMinutes === undefined;
  return (
    steps.length > 0 &&
    lastResort.length > 0 &&
    (policy.repeat ?? 0) >= 0 &&
    policy.onEmpty !== 'wait' &&
    !repeats &&
    !steps.some(({ targets }) => targets.some(({ type }) => type === 'channel'))
  );
}

/** What the door would never pass, or nobody could set: a silence without an end, a program that holds it. */
function maySay({ policy, timeline }: ClimbCase): boolean {
  // a last resort that is told only once is called again when a silence ends
  const isToldOnce = policy.lastResortEveryMinutes === undefined;
  if (isToldOnce && timeline.some(({ event }) => event === 'silence')) return false;
  return timeline.every(
    (each) =>
      (each.event !== 'silence' || each.minutes !== null) &&
      (each.event !== 'ack' || each.system !== true) &&
      (each.event !== 'apply_policy' || maySave(each.policy)),
  );
}

const saved = cases.filter((each) => maySave(each.policy) && maySay(each));

test('many of the timelines have a path that may be saved', () => {
  expect(saved.length).toBeGreaterThanOrEqual(45);
});

test.for(saved.map((each) => [each.id, each] as const))('%s, through the database', async ([id, testCase]) => {
  const world = await furnishCase(testCase);
  expect(difference(testCase.expected, await live(testCase, world, id))).toBeNull();
});

interface Furnished {
  desk: PersonId;
  idOf: (name: string) => number;
  nameOf: (id: number) => string;
  listOf: (schedule: string) => number;
  versionOf: (policy: PolicySpec) => number;
  paths: Map<number, Path>;
}

/** The people of a case with their duties, absences and wishes, and its paths, each as an administrator would keep it. */
async function furnishCase({ id, ...testCase }: ClimbCase): Promise<Furnished> {
  const applied = testCase.timeline.flatMap((each) => (each.event === 'apply_policy' ? [each.policy] : []));
  const ids = new Map<string, number>();
  for (const name of [...namesOf(testCase), '(desk)']) ids.set(name, await person(`${id} ${name}`));
  const idOf = (name: string): number => ids.get(name)!;
  for (const [name, delays] of Object.entries(testCase.userRules ?? {})) await wish(idOf(name), delays);
  for (const { user, from, to } of testCase.unavailable ?? []) await goAway(idOf(user), from, to);
  const lists = new Map<string, number>();
  for (const [name, shifts] of Object.entries(testCase.schedules ?? {})) {
    const list = await addDutyList(db, { name: `${id} ${name}`, timeZone: 'UTC', teamId: null });
    lists.set(name, list);
    await db.withTransaction((tx) =>
      setShifts(
        tx,
        list,
        shifts.flatMap(({ users, ...shift }) =>
          users.flatMap((user) => daysOf(shift).map((day) => ({ personId: idOf(user), ...day }))),
        ),
      ),
    );
  }
  const named = {
    desk: idOf('(desk)'),
    idOf,
    nameOf: (personId: number) => [...ids].find(([, known]) => known === personId)?.[0] ?? `person ${personId}`,
    listOf: (schedule: string) => lists.get(schedule)!,
  };
  const versions = new Map<PolicySpec, number>();
  const paths = new Map<number, Path>();
  for (const policy of [testCase.policy, ...applied]) await keepPath(id, policy, named, versions, paths);
  for (const [rotation, user] of Object.entries(testCase.roundRobin ?? {})) {
    await db.query('insert into rotation_turn values ($1, $2, to_timestamp(0))', [`${id} ${rotation}`, idOf(user)]);
  }
  return { ...named, versionOf: (policy) => versions.get(policy)!, paths };
}

function namesOf(testCase: Omit<ClimbCase, 'id'>): Set<string> {
  const ofPath = ({ steps, lastResort = [] }: PolicySpec): string[] => [
    ...lastResort,
    ...steps.flatMap(({ targets }) =>
      targets.flatMap((each) => (each.type === 'user' ? [each.id] : (each.users ?? []))),
    ),
  ];
  const { timeline, schedules = {}, unavailable = [], userRules = {}, roundRobin = {} } = testCase;
  return new Set([
    ...ofPath(testCase.policy),
    ...timeline.flatMap((each) => {
      if (each.event === 'apply_policy') return ofPath(each.policy);
      if (each.event === 'unavailable') return [each.user];
      return each.event === 'ack' ? [each.by] : [];
    }),
    ...Object.values(schedules).flatMap((shifts) => shifts.flatMap(({ users }) => users)),
    ...unavailable.map(({ user }) => user),
    ...Object.keys(userRules),
    ...Object.values(roundRobin),
  ]);
}

async function person(name: string): Promise<PersonId> {
  const id = await addPerson(
    db,
    {
      name,
      email: `${name.replaceAll(/[^a-z0-9]/gi, '')}@bura.example`.toLowerCase(),
      role: 'agent',
      tier: null,
      language: 'en',
      timeZone: 'UTC',
    },
    at(-60),
  );
  await db.query('update person set auth_user_id = $2 where id = $1', [id, name]);
  return id;
}

async function wish(personId: PersonId, delays: number[]): Promise<void> {
  for (const [index, delay] of delays.entries()) {
    const method = index === 0 ? 'app' : 'mail';
    await db.query('insert into notification_rule values ($1, $2, $3)', [personId, method, delay * MINUTE]);
  }
}

async function goAway(personId: PersonId, from: number, to: number | null): Promise<void> {
  const until = new Date(at(to ?? 100 * 24 * 60));
  await db.query(
    `insert into absence (person_id, from_at, until_at, reason, created_at) values ($1, $2, $3, 'other', $2)`,
    [personId, new Date(at(from)), until],
  );
}

/** A stretch as the shifts of its days: a shift ends at midnight at the latest. */
function daysOf({ from, to }: { from: number; to: number | null }) {
  const days = [];
  const end = at(to ?? 7 * 24 * 60);
  for (let opens = at(from); opens < end; opens = midnightAfter(opens)) {
    const midnight = midnightAfter(opens) - DAY;
    days.push({
      date: new Date(opens).toISOString().slice(0, 10),
      opens: wall(opens - midnight),
      closes: wall(Math.min(end, midnight + DAY) - midnight),
    });
  }
  return days;
}

function wall(sinceMidnight: number): string {
  const minutes = sinceMidnight / MINUTE;
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

const midnightAfter = (moment: Instant): Instant => (Math.floor(moment / DAY) + 1) * DAY;

async function keepPath(
  id: string,
  policy: PolicySpec,
  world: Pick<Furnished, 'idOf' | 'listOf'>,
  versions: Map<PolicySpec, number>,
  paths: Map<number, Path>,
): Promise<void> {
  const own = {
    ...policy,
    steps: policy.steps.map((step) => ({
      ...step,
      targets: step.targets.map((each) => (each.type === 'roundRobin' ? { ...each, id: `${id} ${each.id}` } : each)),
    })),
  };
  const { kind: _, versionId: _none, name: _unnamed, onEmpty: _skips, ...path } = pathOf(own, 0, world);
  const { rows } = await db.query<{ id: number }>(`select version_id as id from config_active where kind = 'calendar'`);
  const body = {
    ...path,
    calendarVersionId: rows[0]!.id,
    remindAfterMs: path.remindAfterMs ?? LONG,
    confirmWithinMs: path.confirmWithinMs ?? LONG,
    lastResortEveryMs: path.lastResortEveryMs ?? LONG,
    steps: path.steps.map(({ needs: _needs, ...step }) => ({
      ...step,
      needs: 'acknowledge' as const,
      fallback: [],
      targets: step.targets.filter((target) => target.type !== 'channel'),
    })),
  };
  const versionId = await db.withTransaction((tx) =>
    publish(tx, { kind: 'path', name: `${id} ${versions.size}`, body }, at(-60)),
  );
  versions.set(policy, versionId);
  paths.set(versionId, { ...pathOf(own, versionId, world), calendarVersionId: body.calendarVersionId });
}

/** One ticket through the door: every act at its minute, and a tick at each moment its row is due. */
async function live(testCase: ClimbCase, world: Furnished, id: string): Promise<ClimbAnswer> {
  const { desk: by, paths, versionOf } = world;
  const clock = manualClock(at(-1));
  const door: Door = doorWith(clock);
  const first = versionOf(testCase.policy);
  const report = reporter(testCase, world, new Map([...paths, [1, paths.get(first)!]]));
  let ticket: Ticket | null = null;
  const act = async (now: Instant, asked: TicketAct): Promise<string | null> => {
    clock.moveTo(now);
    const [decision] = await db.withTransaction((tx) => handle(tx, door, [asked]));
    if (!decision!.ok) return decision!.refusal;
    for (const logged of decision!.events ?? []) {
      ticket = evolve(ticket, logged.event, now);
      report.hear(logged.event, now, react(logged, ticket));
      report.loopIs(ticket.escalations.at(-1)?.loop ?? 0);
    }
    return null;
  };
  const ticketId: TicketId = await drawTicketId(db);
  const calendarVersionId = paths.get(first)!.calendarVersionId;
  const never = { S1: 99 * DAY, S2: 99 * DAY, S3: 99 * DAY, S4: 99 * DAY };
  const target = { kind: 'first_reply' as const, targetMs: never, calendarVersionId, pauseIn: [], warnPercents: [] };
  const policyVersionId = await db.withTransaction((tx) =>
    publish(tx, { kind: 'policy', name: id, body: { targets: [target], pathVersionId: first } }, at(-60)),
  );
  const opening = await openingAct(db, desk, at(-1));
  const messageId = await drawMessageId(db);
  await act(at(-1), {
    ...opening,
    ticketId,
    command: {
      ...(opening.command as Extract<TicketAct['command'], { type: 'open' }>),
      teamId: nobodysTeam,
      policyVersionId,
      messageId,
    },
    message: { ...opening.message!, id: messageId },
  });
  const lookUntil = async (end: Instant): Promise<void> => {
    for (let due = dueAt(ticket!); due !== null && due <= end; due = dueAt(ticket!)) {
      const asked = { ticketId, command: { type: 'tick' }, actor: { kind: 'system' } } as const;
      await act(Math.max(due, clock.current), asked);
    }
  };
  for (const happening of testCase.timeline) {
    await lookUntil(at(happening.t) - 1);
    if (happening.event === 'unavailable') await goAway(world.idOf(happening.user), happening.t, happening.to);
    const asked = actOf(happening, ticket!, { ...world, desk: by }, versionOf);
    const refusal = asked === null ? null : await act(at(happening.t), { ticketId, ...asked });
    if (refusal !== null) report.refused(happening, refusal);
  }
  await lookUntil(at(testCase.until));
  const stored = await db.withTransaction((tx) => loadTickets(tx, [ticketId]));
  expect(stored.get(ticketId)).toEqual(ticket);
  const { state, nextAt } = stateOf(ticket!, paths);
  // where a case has no interval, the last resort is told again after all that happens in it
  return report.answer({
    state,
    nextAt: nextAt !== null && at(nextAt) > at(testCase.until) + LONG / 2 ? null : nextAt,
  });
}
