import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TicketPage } from '#contract/list.ts';
import { can } from '#core/people/can.ts';
import { ROLES, type Role } from '#core/people/roles.ts';
import { MINUTE, NEVER } from '#core/time.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk, actorOf } from '#test/harness/desk.ts';
import { countViews } from './count-page.ts';
import { cursorOf, placeOf, type PageQuery } from './page-query.ts';
import { readerAt } from './page-conditions.ts';
import { readPage } from './read-page.ts';
import { readAccess } from './read-ticket.ts';
import type { PersonActor } from './sight.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { petra, marko, sanja } = desk;
const { config } = desk.door;
const manager = actorOf(desk, sanja) as PersonActor;

const page = async (
  actor: PersonActor,
  { cursor, ...query }: Partial<Omit<PageQuery, 'cursor'>> & { cursor?: string | null } = {},
): Promise<Pick<TicketPage, 'items' | 'nextCursor'>> => {
  const reader = readerAt(actor, desk.clock.current);
  const from = cursor === undefined || cursor === null ? {} : { cursor };
  const read = await readPage(db, config, reader, { view: 'all', sort: 'next_event', limit: 10, ...query, ...from });
  if (read === null) throw new Error('a stale cursor');
  return read;
};
const idsOf = ({ items }: { items: { id: number }[] }) => items.map(({ id }) => id);

const opened: number[] = [];
for (let i = 0; i < 23; i += 1) {
  opened.push(await desk.opens());
  desk.clock.advance(MINUTE);
}

test('pages follow each other by next event without a gap or a double', async () => {
  const seen: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const next: Pick<TicketPage, 'items' | 'nextCursor'> = await page(manager, {
      limit: 5,
      ...(cursor ? { cursor } : {}),
    });
    seen.push(...idsOf(next));
    cursor = next.nextCursor;
  }
  expect(seen).toEqual(opened);
});

test('tickets that stay where they are are neither skipped nor shown twice while others move', async () => {
  const first = await page(manager, { limit: 8 });
  // one that was seen jumps to the end, one that was not jumps to the front
  const [seen, unseen] = [idsOf(first)[2]!, opened[15]!];
  await desk.does(seen, petra, { type: 'set_status', to: 'on_hold' });
  await desk.does(unseen, petra, { type: 'escalate', firing: null, reason: 'skill', messageId: null });
  const rest: number[] = [];
  for (let cursor = first.nextCursor; cursor !== null;) {
    const next = await page(manager, { limit: 8, cursor });
    rest.push(...idsOf(next));
    cursor = next.nextCursor;
  }
  const still = opened.filter((id) => id !== seen && id !== unseen);
  expect([...idsOf(first), ...rest].filter((id) => id !== seen && id !== unseen)).toEqual(still);
  await desk.does(seen, petra, { type: 'set_status', to: 'open' });
});

test('each view holds what it says, and the rail counts the same', async () => {
  const [mine, free, closed] = [opened[20]!, opened[21]!, opened[22]!];
  await desk.does(mine, petra, { type: 'assign', assigneeId: marko, teamId: desk.teamId });
  await desk.does(free, petra, { type: 'assign', assigneeId: null, teamId: desk.teamId });
  await desk.does(closed, petra, { type: 'set_status', to: 'solved' });
  await db.query(
    `update ticket set status = 'closed', closed_as = 'solved', closed_at = closes_at, solved_at = null, closes_at = null,
       due_at = null, look_again_at = null, next_event_at = null where id = $1`,
    [closed],
  );
  // he holds what somebody else was assigned
  await desk.does(opened[15]!, marko, { type: 'acknowledge', escalationId: 1 });
  const actor = actorOf(desk, marko) as PersonActor;
  const view = async (name: PageQuery['view']) => idsOf(await page(actor, { view: name, limit: 50 }));
  expect((await view('mine')).toSorted()).toEqual([opened[15], mine].toSorted());
  expect(await view('unassigned')).toEqual([free]);
  expect(await view('escalated')).toEqual([opened[15]]);
  expect(await view('closed')).toEqual([closed]);
  expect((await view('all')).toSorted((a, b) => a - b)).toEqual(opened.filter((id) => id !== closed));
  const reader = readerAt(actor, desk.clock.current);
  expect(await countViews(db, reader, undefined)).toEqual({
    mine: 2,
    unassigned: 1,
    escalated: 1,
    waiting: 0,
    all: 22,
  });
});

test('a row says what one look needs', async () => {
  const row = (await page(actorOf(desk, marko) as PersonActor, { view: 'escalated' })).items[0];
  expect(row).toMatchObject({
    subject: 'Charged twice',
    lastLine: 'You charged me twice.',
    requester: { name: 'Ana', role: 'customer' },
    team: { name: 'Billing' },
    escalation: { status: 'acknowledged', stepIndex: 0, stepCount: 2, toldMe: true },
    clock: { kind: 'first_reply', state: 'running', calendar: 'Always', policy: 'Standard' },
  });
});

test('the database filters a list by the very rule that core states for one ticket', async () => {
  const technical = await addTeam(db, 'Technical');
  const people: PersonActor[] = [];
  for (const role of ROLES) {
    for (const teamIds of [[], [desk.teamId], [technical], [desk.teamId, technical]]) {
      const person = {
        name: `${role}`,
        email: null,
        role: role satisfies Role,
        tier: null,
        language: 'en',
        timeZone: 'UTC',
      } as const;
      const personId = await addPerson(db, person, MONDAY);
      for (const team of teamIds) await addMember(db, team, personId, false);
      people.push({ kind: 'person', personId, role, teamIds, leadOf: [] });
    }
  }
  const readers = people.filter((actor) => can(actor, 'ticket.list'));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...readers),
      fc.array(fc.tuple(fc.nat(22), fc.constantFrom('follow', 'assign', 'move', 'moveBack', 'exclude', 'readmit')), {
        maxLength: 5,
      }),
      async (actor, changes) => {
        for (const [index, change] of changes) {
          const id = opened[index];
          if (change === 'follow') {
            await db.query(`insert into ticket_follower values ($1, $2, 'told') on conflict do nothing`, [
              id,
              actor.personId,
            ]);
          } else if (change === 'assign')
            await db.query('update ticket set assignee_id = $2 where id = $1', [id, actor.personId]);
          else if (change === 'exclude' || change === 'readmit')
            await db.query('update ticket set excluded = $2 where id = $1', [
              id,
              change === 'exclude' ? [actor.personId] : [],
            ]);
          else
            await db.query('update ticket set team_id = $2 where id = $1', [
              id,
              change === 'move' ? technical : desk.teamId,
            ]);
        }
        const inCore: number[] = [];
        for (const id of opened) if (can(actor, 'ticket.read', (await readAccess(db, id))!)) inCore.push(id);
        const open = await page(actor, { limit: 50 });
        const closed = await page(actor, { view: 'closed', limit: 50 });
        expect([...idsOf(open), ...idsOf(closed)].toSorted((a, b) => a - b)).toEqual(inCore);
      },
    ),
    { numRuns: 60 },
  );
});

test('a cursor names a place in one query, and what is no cursor of it is refused', () => {
  const query: PageQuery = { view: 'all', sort: 'next_event', limit: 10 };
  const back = (cursor: string, also: Partial<PageQuery> = {}) => placeOf({ ...query, ...also, cursor });
  for (const at of [MONDAY, NEVER, null]) {
    const place = { severity: 'S2', at, id: 7 } as const;
    expect(back(cursorOf(query, place))).toEqual(place);
    expect(back(cursorOf(query, place), { limit: 50 })).toEqual(place);
    for (const other of [{ view: 'mine' }, { sort: 'newest' }, { tag: ['vip'] }] satisfies Partial<PageQuery>[]) {
      expect(back(cursorOf(query, place), other)).toBeNull();
    }
  }
  for (const text of ['', 'x', '1.1e9', "1.1';drop"]) expect(back(Buffer.from(text).toString('base64url'))).toBeNull();
});

test('of several clocks a row shows the one that runs out first, and how many others are owed', async () => {
  const id = await desk.opens();
  const shown = async () => {
    const { items } = await page(manager, { limit: 100 });
    const row = items.find((item) => item.id === id)!;
    return [row.clock?.kind, row.clock?.state, row.otherClocks];
  };
  expect(await shown()).toEqual(['first_reply', 'running', 0]);
  const isNearest = async (kind: string) => {
    await db.query('update sla_clock set nearest = (kind = $2) where ticket_id = $1', [id, kind]);
    await db.query(
      `update ticket set clocks_owed = (select count(*) from sla_clock where ticket_id = $1 and state <> 'stopped'),
         shown_seq = null where id = $1`,
      [id],
    );
  };
  const add = (kind: string, minutes: number) =>
    db.query(
      `insert into sla_clock (ticket_id, kind, calendar_version_id, target_ms, cycle, state, started_at, banked_ms, segment_start,
         due_at, nearest)
       select ticket_id, $2, calendar_version_id, target_ms, 1, 'running', started_at, 0, segment_start,
         due_at + $3 * interval '1 minute', false from sla_clock where ticket_id = $1 and kind = 'first_reply'`,
      [id, kind, minutes],
    );
  await add('resolution', 10);
  await isNearest('first_reply');
  expect(await shown()).toEqual(['first_reply', 'running', 1]);
  await add('next_reply', -10);
  await isNearest('next_reply');
  expect(await shown()).toEqual(['next_reply', 'running', 2]);
  await db.query(
    `update sla_clock set state = 'paused', segment_start = null, due_at = null, paused_at = started_at
     where ticket_id = $1 and kind <> 'resolution'`,
    [id],
  );
  await isNearest('resolution');
  expect(await shown()).toEqual(['resolution', 'running', 2]);
  await db.query(
    `update sla_clock set state = 'stopped', segment_start = null, due_at = null, paused_at = null, stopped_at = started_at,
       outcome = 'met', stopped_by = 'reply' where ticket_id = $1 and kind <> 'next_reply'`,
    [id],
  );
  await isNearest('next_reply');
  expect(await shown()).toEqual(['next_reply', 'paused', 0]);
});

test('what an older Belay beside this one writes is in the list of what is escalated, and of the right team', async () => {
  const id = await desk.opens();
  const isListed = async () =>
    (await page(manager, { view: 'escalated', limit: 100 })).items.some((item) => item.id === id);
  expect(await isListed()).toBe(false);
  await db.query(
    `insert into escalation (ticket_id, id, path_version_id, status, started_at, reasons, firing, loop, step_index, told, next_at)
     values ($1, 1, $2, 'climbing', now(), '[]', 1, 1, 0, '{}', now())`,
    [id, desk.pathVersionId],
  );
  expect(await isListed()).toBe(true);
  await db.query(
    `update escalation set status = 'ended', ended_at = now(), ended_why = 'solved', next_at = null where ticket_id = $1`,
    [id],
  );
  expect(await isListed()).toBe(false);
  const team = await addTeam(db, 'Elsewhere');
  await db.query('update ticket set team_id = $2 where id = $1', [id, team]);
  const { rows } = await db.query('select team_id from sla_clock where ticket_id = $1 and nearest', [id]);
  expect(rows).toEqual([{ team_id: team }]);
});
