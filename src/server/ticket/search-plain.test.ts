import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMember, addPerson, addTeam } from '#server/people/add-store.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { testDatabase } from '#test/harness/database.ts';
import { MONDAY, openDesk } from '#test/harness/desk.ts';
import { readerAt } from './page-conditions.ts';
import { matcherOf } from './search-query.ts';
import { search } from './search-read.ts';
import type { PersonActor } from './sight.ts';

// so few that all are ranked together: what is found, and its order, can be told without any walk
const TICKETS = 90;
const DAY_MS = 86_400_000;
// words that begin alike, have stems in common or differ by an accent
const WORDS = ['refund', 'refunded', 'ref', 'charging', 'charge', 'račun', 'racuni', 'the', 'thesis', 'invoice'];

const db = await testDatabase();
const desk = await openDesk(db);
const technical = await addTeam(db, 'Technical');
const about = { name: 'Agent', email: null, role: 'agent', tier: null, language: 'en', timeZone: 'UTC' } as const;
const personId = await addPerson(db, about, MONDAY);
await addMember(db, technical, personId, false);
const agent: PersonActor = { kind: 'person', personId, role: 'agent', teamIds: [technical], leadOf: [] };
const manager: PersonActor = { ...agent, personId: desk.sanja, role: 'escalation_manager', teamIds: [] };

const said = (n: number, salt: number): string =>
  Array.from({ length: 1 + ((n * salt) % 3) }, (_, i) => WORDS[(n * (i + salt) + i * 7) % WORDS.length]!).join(' ');

for (let n = 1; n <= TICKETS; n += 1) {
  const at = toTimestamp(MONDAY - n * n * (DAY_MS / 10));
  await db.query(
    `insert into ticket (id, number, subject, status, severity, topic, channel, language, requester_id, team_id, tier, assignee_id,
       seq, policy_version_id, first_contact_at, last_event_at, closed_at, closed_as, excluded)
     values ($1, $1, $2, 'closed', 'S3', 'billing', 'email', $3, $4, $5, 1, $6, 1, $7, $8, $8, $8, 'solved', $9)`,
    [
      // over many stretches of ids, and not in the order of age
      1_000_000 + ((n * 37) % TICKETS) * 700,
      said(n, 2),
      n % 2 === 0 ? 'en' : 'it',
      desk.ana,
      n % 3 === 0 ? technical : desk.teamId,
      n % 7 === 0 ? personId : null,
      desk.policyVersionId,
      at,
      n % 11 === 0 ? [personId, desk.sanja] : [],
    ],
  );
}
await db.query(`insert into ticket_follower select id, $1, 'told' from ticket where id % 5 = 0 or assignee_id = $1`, [
  personId,
]);
await db.query(`insert into message (id, ticket_id, author_id, kind, channel, at, body_text, visible_text)
  select id, id, requester_id, case when id % 2 = 0 then 'note' else 'message' end, 'email', first_contact_at, subject, reverse(subject)
  from ticket`);

/** What is meant, in one sentence, of each ticket: whether it is found, and how high it stands. */
const PLAIN = `select t.id, ts_rank('{0.15, 0.35, 0.7, 1.0}', d.doc, $1::tsquery, 1)
      * (0.5 + 0.5 * exp(-greatest(0, extract(epoch from $2::timestamptz - t.last_event_at)::float8) / (90 * 86400))) as rank
  from ticket t join ticket_search d on d.ticket_id = t.id
  where d.doc @@ $3::tsquery and $4 <> all(t.excluded) and ($5 or t.team_id = any($6) or t.assignee_id = $4
    or exists (select from ticket_follower f where f.ticket_id = t.id and f.person_id = $4))`;

const plainly = async (actor: PersonActor, q: string): Promise<Map<number, number>> => {
  const { tsquery, ranked } = await matcherOf(db, q);
  const { rows } = await db.query<{ id: number; rank: number }>(PLAIN, [
    ranked,
    toTimestamp(MONDAY),
    tsquery,
    actor.personId,
    actor === manager,
    actor.teamIds,
  ]);
  return new Map(rows.map(({ id, rank }) => [id, rank]));
};

const found = async (actor: PersonActor, q: string): Promise<number[]> => {
  const ids: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await search(db, desk.door.config, readerAt(actor, MONDAY), {
      q,
      limit: 20,
      ...(cursor === undefined ? {} : { cursor }),
    });
    ids.push(...page!.tickets.map(({ row }) => row.id));
    cursor = page!.nextCursor;
  }
  return ids;
};

const word = fc.constantFrom(...WORDS, 'CHARGES', 'račun', 'inv', 'r', 'th');
const asked = fc.oneof(
  word,
  fc.tuple(word, word).map((both) => both.join(' ')),
  fc.tuple(word, word).map(([some, none]) => `${some} -${none}`),
  fc.tuple(word, word).map((both) => `"${both.join(' ')}"`),
  word.map((each) => `${each} `),
);

test('what is found is all that matches and may be seen, in the order of its rank', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(agent, manager), asked, async (actor, q) => {
      const ranks = await plainly(actor, q);
      const ids = await found(actor, q);
      expect(ids.toSorted((a, b) => a - b)).toEqual([...ranks.keys()].toSorted((a, b) => a - b));
      for (const [index, id] of ids.entries()) {
        const above = ranks.get(ids[index - 1] ?? id)!;
        // of two that are rounded to the same either may stand first
        expect(ranks.get(id)! - above).toBeLessThanOrEqual(1e-8);
      }
    }),
    { numRuns: 60 },
  );
});
