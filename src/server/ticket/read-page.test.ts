import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TicketPage } from '#contract/list.ts';
import { can } from '#core/people/can.ts';
import { ROLES, type Role } from '#core/people/roles.ts';
import { MINUTE, NEVER } from '#core/time.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk, actorOf } from '#test/harness/desk.ts';
import { cursorOf, countViews, placeOf, readPage } from './read-page.ts';
import { readAccess } from './read-ticket.ts';
import type { PersonActor } from './sight.ts';

const db = await testDatabase();
const desk = await openDesk(db);
const { petra, marko, sanja } = desk;
const { config } = desk.door;
const manager = actorOf(desk, sanja) as PersonActor;

const page = (
  actor: PersonActor,
  query: { view?: TicketView; limit?: number; cursor?: string | null; team?: number } = {},
): Promise<Pick<TicketPage, 'items' | 'nextCursor'>> => {
  const { cursor, ...rest } = query;
  const after = cursor === undefined || cursor === null ? null : placeOf(cursor);
  return readPage(db, config, actor, { view: 'all', limit: 10, ...rest, after }, desk.clock.current);
};
type TicketView = 'mine' | 'unassigned' | 'escalated' | 'all' | 'closed';
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
  const view = async (name: TicketView) => idsOf(await page(actor, { view: name, limit: 50 }));
  expect((await view('mine')).toSorted()).toEqual([opened[15], mine].toSorted());
  expect(await view('unassigned')).toEqual([free]);
  expect(await view('escalated')).toEqual([opened[15]]);
  expect(await view('closed')).toEqual([closed]);
  expect((await view('all')).toSorted((a, b) => a - b)).toEqual(opened.filter((id) => id !== closed));
  expect(await countViews(db, actor, undefined)).toEqual({ mine: 2, unassigned: 1, escalated: 1, all: 22 });
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
      fc.array(fc.tuple(fc.nat(22), fc.constantFrom('follow', 'assign', 'move', 'moveBack')), { maxLength: 5 }),
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

test('a cursor names a place, and what is no cursor is refused', () => {
  const place = { at: MONDAY, id: 7 };
  expect(placeOf(cursorOf(place))).toEqual(place);
  const nothingAhead = { at: NEVER, id: 7 };
  expect(placeOf(cursorOf(nothingAhead))).toEqual(nothingAhead);
  for (const text of [
    '',
    'x',
    Buffer.from('1.1e9').toString('base64url'),
    Buffer.from("1.1';drop").toString('base64url'),
  ]) {
    expect(placeOf(text)).toBeNull();
  }
});
