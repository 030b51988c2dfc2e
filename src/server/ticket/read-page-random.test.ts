import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLOCK_STATES, SORTS, VIEWS } from '#contract/list.ts';
import type { Role } from '#core/people/roles.ts';
import { CHANNELS, LANGUAGES, SEVERITIES, STATUSES } from '#core/ticket/ticket.ts';
import { HOUR, MINUTE, NEVER } from '#core/time.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { clockIs, inOrder, isWanted, type Known } from '#test/harness/list-rule.ts';
import { countPressure, countViews } from './count-page.ts';
import type { PageQuery } from './page-query.ts';
import { readerAt } from './page-conditions.ts';
import { readPage } from './read-page.ts';
import type { PersonActor } from './sight.ts';

const TICKETS = 300;
const db = await testDatabase();
const desk = await openDesk(db);
const { config } = desk.door;
const teams = [desk.teamId, await addTeam(db, 'Technical'), await addTeam(db, 'Returns')];
const topics = ['billing', 'shipping'];
const tags = ['vip', 'legal', 'rare'];

const reader = async (role: Role, teamIds: number[]): Promise<PersonActor> => {
  const about = { name: role, email: null, role, tier: null, language: 'en', timeZone: 'Europe/Zagreb' } as const;
  const personId = await addPerson(db, about, MONDAY);
  for (const team of teamIds) await addMember(db, team, personId, false);
  return { kind: 'person', personId, role, teamIds, leadOf: [] };
};
const readers = [
  await reader('agent', [teams[0]!]),
  await reader('lead', [teams[0]!, teams[1]!]),
  await reader('specialist', [teams[2]!]),
  await reader('escalation_manager', []),
];
const people = [...readers.map(({ personId }) => personId), desk.petra];

const seeded = fc.sample(
  fc.record({
    status: fc.constantFrom(...STATUSES),
    severity: fc.constantFrom(...SEVERITIES),
    topic: fc.constantFrom(...topics),
    tags: fc.subarray(tags),
    channel: fc.constantFrom(...CHANNELS.slice(0, 2)),
    language: fc.constantFrom(...LANGUAGES.slice(0, 2)),
    teamId: fc.constantFrom(...teams),
    assigneeId: fc.option(fc.constantFrom(...people)),
    requesterId: fc.constantFrom(desk.ana, desk.lea),
    updatedAt: fc.nat(20).map((n) => MONDAY - n * HOUR),
    nextAt: fc.oneof(
      fc.constant(NEVER),
      fc.nat(12).map((n) => MONDAY + (n - 6) * 20 * MINUTE),
    ),
    clock: fc.option(
      fc.record({
        state: fc.constantFrom('running' as const, 'paused' as const, 'stopped' as const),
        at: fc.nat(30).map((n) => MONDAY + (n - 8) * 13 * MINUTE),
      }),
    ),
    live: fc.boolean(),
    heldBy: fc.option(fc.constantFrom(...people), { freq: 3 }),
    askedOf: fc.option(fc.constantFrom(...people), { freq: 2 }),
    decideBy: fc.nat(20).map((n) => MONDAY + (n - 10) * 15 * MINUTE),
    handedTo: fc.option(fc.constantFrom(...people), { freq: 3 }),
    confirmBy: fc.nat(20).map((n) => MONDAY + (n - 10) * 25 * MINUTE),
    calledOf: fc.option(fc.constantFrom(...people), { freq: 2 }),
    followerIds: fc.subarray(people, { maxLength: 2 }),
    excludedIds: fc.subarray(people, { maxLength: 1 }),
  }),
  { numRuns: TICKETS, seed: 7 },
);

const known: Known[] = [];
for (const each of seeded) known.push(await put(each));

async function put(one: Omit<Known, 'id'>): Promise<Known> {
  const closed = one.status === 'closed';
  const live = one.live && !closed && one.status !== 'solved';
  const heldBy = live ? one.heldBy : null;
  const handedTo = heldBy === null ? null : one.handedTo;
  const calledOf = live && heldBy === null ? one.calledOf : null;
  const askedOf = closed || one.status === 'solved' ? null : one.askedOf;
  const followerIds = [
    ...new Set([...one.followerIds, heldBy ?? [], askedOf ?? [], handedTo ?? [], calledOf ?? []].flat()),
  ];
  const at = toTimestamp(one.updatedAt);
  const due = closed ? null : toTimestamp(MONDAY + 24 * HOUR);
  const solved = one.status === 'solved' ? at : null;
  const { rows } = await db.query<{ id: number }>(
    `insert into ticket (number, subject, status, severity, topic, tags, channel, language, requester_id, team_id, tier,
       assignee_id, seq, policy_version_id, first_contact_at, last_event_at, look_again_at, due_at, next_event_at,
       next_event_kind, solved_at, closes_at, closed_at, closed_as, excluded, escalated)
     values (nextval('ticket_number'), 'Random walrus', $1, $2, $3, $4, $5, $6, $7, $8, 1, $9, 1, $10, $11, $11, $12, $12, $13,
       'first_reply', $14, $14, $15, $16, $17, $18) returning id`,
    [
      one.status,
      one.severity,
      one.topic,
      one.tags,
      one.channel,
      one.language,
      one.requesterId,
      one.teamId,
      one.assigneeId,
      desk.policyVersionId,
      at,
      due,
      closed ? null : toTimestamp(one.nextAt),
      solved,
      closed ? at : null,
      closed ? 'solved' : null,
      one.excludedIds,
      live,
    ],
  );
  const { id } = rows[0]!;
  await db.query(
    `insert into message (ticket_id, author_id, kind, channel, at, body_text, visible_text) values ($1, $2, 'message', 'email', $3, 'x', 'x')`,
    [id, one.requesterId, at],
  );
  for (const person of followerIds)
    await db.query(`insert into ticket_follower (ticket_id, person_id, why, live) values ($1, $2, 'told', $3)`, [
      id,
      person,
      !closed,
    ]);
  const clock = closed ? null : one.clock;
  if (clock !== null) {
    const { state, at: moment } = clock;
    const then = toTimestamp(moment);
    await db.query(
      `insert into sla_clock (ticket_id, kind, calendar_version_id, target_ms, cycle, state, started_at, banked_ms, segment_start,
         due_at, paused_at, stopped_at, outcome, stopped_by)
       values ($1, 'first_reply', (select min(id) from config_version where kind = 'calendar'), 1000, 1, $2, $3, 0, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        state,
        then,
        state === 'running' ? then : null,
        state === 'running' ? then : null,
        state === 'paused' ? then : null,
        state === 'stopped' ? then : null,
        state === 'stopped' ? 'met' : null,
        state === 'stopped' ? 'reply' : null,
      ],
    );
  }
  if (live) {
    await db.query(
      `insert into escalation (ticket_id, id, path_version_id, status, started_at, reasons, firing, loop, step_index, told, next_at,
         acknowledged_by, acknowledged_at, remind_at, confirm_by, hand_back)
       values ($1, 1, $2, $3, $4, '[]', 1, 1, 0, $8, $5, $6, $7, $7, $9, $10)`,
      [
        id,
        desk.pathVersionId,
        heldBy === null ? 'climbing' : 'acknowledged',
        at,
        heldBy === null ? at : null,
        heldBy,
        heldBy === null ? null : at,
        calledOf === null ? [] : [calledOf],
        heldBy === null ? null : toTimestamp(one.confirmBy),
        handedTo === null ? null : JSON.stringify({ to: handedTo, at: 0, reason: 'wrong_team', messageId: null }),
      ],
    );
  }
  if (askedOf !== null) {
    const seat = { id: 1, target: { type: 'person', personId: askedOf }, level: 'approver', asked: [askedOf] };
    await db.query(
      `insert into approval (ticket_id, id, asked_by, asked_at, rule, decide_ms, seats, told, granted_by, status)
       values ($1, 1, $2, $3, 'all', 1000, $4, $5, '{}', 'pending')`,
      [
        id,
        one.requesterId,
        at,
        JSON.stringify([{ ...seat, state: 'open', told: [askedOf], decideBy: one.decideBy }]),
        [askedOf],
      ],
    );
  }
  return { ...one, id, live, heldBy, askedOf, handedTo, calledOf, followerIds, clock };
}
await db.query('analyze');

const some = <T>(...values: T[]) =>
  fc.option(fc.subarray(values, { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 2 });
const queries: fc.Arbitrary<PageQuery> = fc.record({
  view: fc.constantFrom(...VIEWS),
  sort: fc.constantFrom(...SORTS),
  limit: fc.constantFrom(3, 7, 50),
  team: some(...teams),
  status: some(...STATUSES),
  severity: some(...SEVERITIES),
  assignee: some<number | 'me' | 'none'>('me', 'none', ...people),
  requester: some(desk.ana, desk.lea),
  topic: some(...topics),
  tag: some(...tags),
  channel: some(...CHANNELS.slice(0, 2)),
  language: some(...LANGUAGES.slice(0, 2)),
  clock: fc.option(fc.constantFrom(...CLOCK_STATES), { nil: undefined, freq: 3 }),
  q: fc.option(fc.constant('walrus'), { nil: undefined, freq: 5 }),
});

const readAll = async (actor: PersonActor, query: PageQuery): Promise<number[]> => {
  const who = readerAt(actor, MONDAY);
  const seen: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await readPage(db, config, who, cursor === undefined ? query : { ...query, cursor });
    seen.push(...page!.items.map(({ id }) => id));
    cursor = page!.nextCursor;
  }
  return seen;
};

test('whatever is asked, the pages together hold exactly what the rule says, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...readers), queries, async (actor, query) => {
      const expected = known.filter((t) => isWanted(t, query, actor)).toSorted(inOrder(query, actor.personId));
      expect(await readAll(actor, query)).toEqual(expected.map(({ id }) => id));
    }),
    { numRuns: 300 },
  );
});

test('without any filter, too', async () => {
  for (const actor of readers)
    for (const view of VIEWS)
      for (const sort of SORTS) {
        const query: PageQuery = { view, sort, limit: 50 };
        const expected = known.filter((t) => isWanted(t, query, actor)).toSorted(inOrder(query, actor.personId));
        expect([view, sort, await readAll(actor, query)]).toEqual([view, sort, expected.map(({ id }) => id)]);
      }
});

test('what is mine stands where the moment says that its row shows', async () => {
  for (const actor of readers)
    for (const query of [{ view: 'mine', sort: 'next_event', limit: 100 } as const]) {
      const page = await readPage(db, config, readerAt(actor, MONDAY), query);
      const shown = page!.items.map(({ nextEvent }) => nextEvent?.at ?? Infinity);
      expect([actor.role, shown]).toEqual([actor.role, shown.toSorted((one, other) => one - other)]);
    }
});

test('of what somebody holds only one team’s, however much of other teams’ comes before', async () => {
  for (const actor of readers)
    for (const team of teams.slice(0, 1))
      for (const view of ['mine', 'all', 'closed'] as const)
        for (const sort of SORTS) {
          const query: PageQuery = { view, sort, limit: 3, team: [team], assignee: ['me'] };
          const expected = known.filter((t) => isWanted(t, query, actor)).toSorted(inOrder(query, actor.personId));
          expect([team, view, sort, await readAll(actor, query)]).toEqual([
            team,
            view,
            sort,
            expected.map(({ id }) => id),
          ]);
        }
});

test('the numbers of the rail are the lengths of the lists', async () => {
  for (const actor of readers) {
    const who = readerAt(actor, MONDAY);
    for (const team of [undefined, [teams[1]!], [teams[0]!, teams[2]!]]) {
      const usual = { sort: 'next_event', limit: 50, ...(team === undefined ? {} : { team }) } as const;
      const counts = await countViews(db, who, team);
      for (const view of VIEWS.filter((each) => each !== 'closed')) {
        const query: PageQuery = { ...usual, view };
        const wanted = known.filter((t) => isWanted(t, query, actor));
        expect([actor.role, view, counts[view]]).toEqual([actor.role, view, wanted.length]);
        const pressure = await countPressure(db, who, query);
        const count = (state: (typeof CLOCK_STATES)[number]) => wanted.filter((t) => clockIs(t, state)).length;
        expect([actor.role, view, pressure]).toEqual([
          actor.role,
          view,
          {
            over: count('over'),
            in15m: count('15m'),
            in1h: count('1h'),
            today: count('today'),
            paused: count('paused'),
          },
        ]);
      }
    }
  }
});
