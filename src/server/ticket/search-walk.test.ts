import { expect, test } from 'vitest';
import type { Role } from '#core/people/roles.ts';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { readerAt } from './page-conditions.ts';
import { readPage } from './read-page.ts';
import { search } from './search-read.ts';
import type { PersonActor } from './sight.ts';

// more than a walk looks at, over stretches of ids of every length: the newest is 2,048 to 4,096 ids long
const TICKETS = 3_600;
const APART = 29;
// the oldest lie so far back that a walk goes to the end for them
const OLD = 600;
const FAR_APART = 1_000;
const FIRST = 1_000_000;

const db = await testDatabase();
const desk = await openDesk(db);
const { config } = desk.door;
const technical = await addTeam(db, 'Technical');

const reader = async (role: Role, teamIds: number[]): Promise<PersonActor> => {
  const about = { name: role, email: null, role, tier: null, language: 'en', timeZone: 'UTC' } as const;
  const personId = await addPerson(db, about, MONDAY);
  for (const team of teamIds) await addMember(db, team, personId, false);
  return { kind: 'person', personId, role, teamIds, leadOf: [] };
};
const manager = await reader('escalation_manager', []);
const agent = await reader('agent', [technical]);
const specialist = await reader('specialist', []);

/** A word for each way in which matches can lie: everywhere, only far back, only in the other team, few, none in sight. */
const WORDS: Record<string, (n: number) => boolean> = {
  common: () => true,
  half: (n) => n % 2 === 0,
  seventh: (n) => n % 7 === 0,
  rare: (n) => n % 500 === 3,
  ancient: (n) => n < 400,
  recent: (n) => n > TICKETS - 30,
  alone: (n) => n === 17,
  слово: (n) => n % 40 === 1,
  khong: (n) => n % 90 === 2,
};
const isTechnical = (n: number) => n % 12 === 5;
const isExcluded = (n: number) => n % 61 === 0;
const isFollowed = (n: number) => n % 50 === 1;
const isFollowedOften = (n: number) => n % 3 === 0;
const isAssigned = (n: number) => n % 97 === 4;
const isS1 = (n: number) => n % 10 === 0;

const numbers = Array.from({ length: TICKETS }, (_, index) => index + 1);
const idOf = (n: number) => FIRST + Math.min(n, OLD) * FAR_APART + Math.max(0, n - OLD) * APART;
const numberOf = new Map(numbers.map((n) => [idOf(n), n]));
const whose = (is: (n: number) => boolean) => numbers.filter(is).map(idOf);

await db.query(
  `insert into ticket (id, number, subject, status, severity, topic, channel, language, requester_id, team_id, tier, assignee_id,
     seq, policy_version_id, first_contact_at, last_event_at, look_again_at, due_at, closed_at, closed_as, excluded)
   select id, id, subject, 'closed', case when s1 then 'S1' else 'S3' end, 'billing', 'email', 'en', $1, case when technical then $2::bigint else $3::bigint end, 1,
     case when assigned then $4::bigint end, 1, $5, $6, $6, null, null, $6, 'solved',
     case when excluded then array[$4::bigint, $7::bigint, $8::bigint] else array[]::bigint[] end
   from unnest($9::bigint[], $10::text[], $11::boolean[], $12::boolean[], $13::boolean[], $14::boolean[])
     as made(id, subject, s1, technical, assigned, excluded)`,
  [
    desk.ana,
    technical,
    desk.teamId,
    agent.personId,
    desk.policyVersionId,
    toTimestamp(MONDAY),
    manager.personId,
    specialist.personId,
    numbers.map(idOf),
    numbers.map((n) => subjectOf(n)),
    numbers.map(isS1),
    numbers.map(isTechnical),
    numbers.map(isAssigned),
    numbers.map(isExcluded),
  ],
);
for (const [who, is] of [
  [agent, isFollowed],
  [specialist, isFollowedOften],
] as const) {
  await db.query(`insert into ticket_follower select id, $1, 'told' from unnest($2::bigint[]) id`, [
    who.personId,
    whose(is),
  ]);
}
await db.query('select search_rebuild($1)', [numbers.map(idOf)]);

function subjectOf(n: number): string {
  const words = Object.keys(WORDS).filter((word) => WORDS[word]!(n));
  // in one order for some, in the other for the rest, so that a phrase is not the same as its words
  const said = n % 3 === 0 ? words : words.toReversed();
  return `First ${said.join(' ').replace('khong', 'không')} last`;
}

const mayFind = new Map<PersonActor, (n: number) => boolean>([
  [manager, (n) => !isExcluded(n)],
  [agent, (n) => !isExcluded(n) && (isTechnical(n) || isFollowed(n) || isAssigned(n))],
  [specialist, (n) => !isExcluded(n) && isFollowedOften(n)],
]);

const MOST_PAGES = 400;

/** Every ticket of every page, in the order they came. */
const findAll = async (actor: PersonActor, q: string): Promise<number[]> => {
  const at = readerAt(actor, MONDAY);
  const found: number[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; cursor !== null; page += 1) {
    if (page > MOST_PAGES) throw new Error('the pages never end');
    const answer = await search(db, config, at, { q, limit: 50, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...answer!.tickets.map(({ row }) => row.id));
    cursor = answer!.nextCursor;
  }
  return found;
};

const has =
  (...words: string[]) =>
  (n: number) =>
    words.every((word) => WORDS[word]!(n));

test.each<[string, (n: number) => boolean]>([
  ['common', has('common')],
  ['comm', has('common')],
  ['half', has('half')],
  ['seventh half', has('seventh', 'half')],
  ['rare', has('rare')],
  ['ancient', has('ancient')],
  ['ancient seve', has('ancient', 'seventh')],
  ['recent', has('recent')],
  ['recent ancient', () => false],
  ['alone', has('alone')],
  ['слово', has('слово')],
  ['СЛОВ', has('слово')],
  ['khong', has('khong')],
  ['không', has('khong')],
  ['common -half', (n) => !WORDS['half']!(n)],
  ['"common half"', (n) => WORDS['half']!(n) && n % 3 === 0],
  ['"half seventh"', (n) => has('half', 'seventh')(n) && n % 3 === 0],
  ['severity:S1 seventh', (n) => isS1(n) && WORDS['seventh']!(n)],
  ['severity:S1 "seventh half"', (n) => isS1(n) && has('half', 'seventh')(n) && n % 3 !== 0],
  ['severity:S1', isS1],
  ['team:technical half', (n) => isTechnical(n) && WORDS['half']!(n)],
  [String(idOf(17)), (n) => n === 17],
])('%s: the pages together are what matches and may be seen, each once', async (q, matches) => {
  for (const [actor, may] of mayFind) {
    const found = await findAll(actor, q);
    const expected = whose((n) => matches(n) && may(n));
    expect([actor.role, found.length, new Set(found).size]).toEqual([actor.role, expected.length, expected.length]);
    expect([actor.role, found.toSorted((a, b) => a - b)]).toEqual([actor.role, expected]);
  }
});

test('a first page is of the newest that match, also of those outside the teams', async () => {
  const { tickets } = (await search(db, config, readerAt(agent, MONDAY), { q: 'common', limit: 50 }))!;
  const ids = tickets.map(({ row }) => row.id);
  expect(whose(mayFind.get(agent)!).slice(-100)).toEqual(expect.arrayContaining(ids));
  expect(ids.length).toBe(50);
  expect(ids.some((id) => !isTechnical(numberOf.get(id)!))).toBe(true);
});

test.each(['rare', 'alone', 'слово', 'khong'])('%s: few that lie far apart come on one page', async (q) => {
  for (const actor of [manager, agent]) {
    const page = (await search(db, config, readerAt(actor, MONDAY), { q, limit: 50 }))!;
    expect([actor.role, page.nextCursor]).toEqual([
      actor.role,
      expected(actor, q).length > 50 ? expect.any(String) : null,
    ]);
    expect([actor.role, page.tickets.length]).toEqual([actor.role, Math.min(50, expected(actor, q).length)]);
  }
});

const expected = (actor: PersonActor, word: string): number[] =>
  whose((n) => WORDS[word]!(n) && mayFind.get(actor)!(n));

test('a list asked with words has the newest thousand that match, whatever its own order', async () => {
  const query = { view: 'closed', sort: 'oldest', q: 'half', limit: 50 } as const;
  const ofManager = whose(WORDS['half']!)
    .slice(-1_000)
    .filter((id) => !isExcluded(numberOf.get(id)!));
  const ofAgent = whose((n) => WORDS['half']!(n) && mayFind.get(agent)!(n));
  for (const [actor, expected] of [
    [manager, ofManager],
    [agent, ofAgent],
  ] as const) {
    const { items } = (await readPage(db, config, readerAt(actor, MONDAY), query))!;
    expect([actor.role, items.map(({ id }) => id)]).toEqual([actor.role, expected.slice(0, 50)]);
  }
});
