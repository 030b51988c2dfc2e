import type { Instant } from '#core/time.ts';
import type { Database } from '#server/platform/db/database.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { LAST_LINE } from '#server/ticket/last-line-store.ts';
import { SHOWN_NOW } from '#server/ticket/shown.ts';
import type { Desk } from '#test/harness/desk.ts';

const TEAMS = 12;
const STAFF = 60;
const AT_ONCE = 20_000;

/**
 * Adds tickets until there are `size`, as a desk in use has them: twelve teams of unlike size, sixty people, a requester for
 * every four tickets, six languages, nine in ten closed, some waiting, some climbing, clocks that ran out and that are about
 * to. `words` is how long a message is; without any, documents for search are left empty.
 */
export async function fillDesk(
  db: Database,
  desk: Desk,
  { size, words, now }: { size: number; words: number; now: Instant },
): Promise<void> {
  const { rows } = await db.query<{ n: number }>('select count(*)::int as n from ticket');
  if (rows[0]!.n >= size) return;
  await db.withTransaction(async (tx) => {
    await tx.query('set local statement_timeout = 0');
    await tx.query(PEOPLE, [toTimestamp(now)]);
    await tx.query(MEMBERS);
  });
  const bulky = size - rows[0]!.n > AT_ONCE;
  const indexes = bulky ? await takeIndexes(db) : [];
  for (let from = rows[0]!.n; from < size; from += AT_ONCE) {
    const range: Range = [from + 1, Math.min(size, from + AT_ONCE)];
    await inBulk(db, async (tx) => {
      await tx.query(CUSTOMERS, [...range, toTimestamp(now)]);
      await tx.query(TICKETS, [...range, toTimestamp(now), desk.policyVersionId]);
      await tx.query(CLOCKS, [...range, toTimestamp(now)]);
      await tx.query(ESCALATIONS, [...range, toTimestamp(now), desk.pathVersionId]);
      await tx.query(FOLLOWERS, range);
    });
    await inHalves(range, (half) =>
      inBulk(db, async (tx) => {
        await tx.query(MESSAGES, [...half, words === 0 ? 6 : words]);
        await tx.query(words === 0 ? NO_DOCUMENTS : DOCUMENTS, half);
        await tx.query(SHOWS, half);
      }),
    );
  }
  await rewrite(db);
  await inBulk(db, async (tx) => {
    for (const made of indexes) await tx.query(made);
  });
  await tidy(db);
}

/** Each ticket was written twice in one go: that leaves holes no desk has. */
const rewrite = (db: Database): Promise<void> => unhurried(db, 'vacuum full ticket');

/** What autovacuum would have done by and by. */
const tidy = (db: Database): Promise<void> => unhurried(db, 'vacuum analyze', 'checkpoint');

async function unhurried(db: Database, ...statements: string[]): Promise<void> {
  const client = await db.pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    for (const statement of statements) await client.query(statement);
  } finally {
    // its settings are nobody else's
    client.release(true);
  }
}

type Range = [from: number, to: number];

/** Two connections at a time: making documents is work for a core. */
async function inHalves([from, to]: Range, act: (half: Range) => Promise<unknown>): Promise<void> {
  const middle = Math.floor((from + to) / 2);
  await Promise.all([act([from, middle]), act([middle + 1, to])]);
}

/** A transaction for very many rows: what triggers and foreign keys would do for each is done, or seen to, in one go here. */
const inBulk = (db: Database, act: (tx: Tx) => Promise<void>): Promise<void> =>
  db.withTransaction(async (tx) => {
    await tx.query('set local statement_timeout = 0');
    await tx.query('set local session_replication_role = replica');
    await act(tx);
  });

/** Drops the indexes that no constraint needs, which are built faster at once; answers how they are made again. */
async function takeIndexes(db: Database): Promise<string[]> {
  const { rows } = await db.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
     where i.indrelid = any($1::regclass[]) and not i.indisunique`,
    // those of messages stay: a document is read out of the messages of its ticket
    [['person', 'ticket', 'sla_clock', 'ticket_follower', 'ticket_search']],
  );
  await db.query(`drop index ${rows.map(({ name }) => name).join(', ')}`);
  return rows.map(({ made }) => made);
}

const PEOPLE = `
  with team as (insert into team (name) select 'Team ' || g from generate_series(1, ${TEAMS - 1}) g on conflict do nothing)
  insert into person (id, name, email, role, tier, language, created_at)
  select 1000 + g, 'Agent ' || g, 'agent' || g || '@bura.example', 'agent', 1 + g % 3, 'en', $1
  from generate_series(1, ${STAFF}) g on conflict do nothing`;
const MEMBERS = `insert into team_member (team_id, person_id)
  select t.id, 1000 + g from generate_series(1, ${STAFF}) g
    join (select id, row_number() over (order by id) as n from team) t on t.n in (1 + g % ${TEAMS}, 1 + (g * 5) % ${TEAMS})
  on conflict do nothing`;

// unlike numbers of the same ticket, the same in every run
const pick = (salt: number): string => `(hashint8extended(g, ${salt}) & 1048575) / 1048576::float8`;
const IN_RANGE = 'generate_series($1::bigint, $2::bigint) g';
const BASE = 1_000_000_000;
const climbs = (status: string, ticket: string): string => `${status} in ('new', 'open') and ${ticket} % 40 = 0`;
/** Each ticket has two messages, with ids of their own below those that are drawn. */
const lastMessage = (ticket: string): string => `2 * (${ticket})`;

const CUSTOMERS = `insert into person (id, name, email, role, language, created_at)
  select ${BASE} + g / 4, (array['Ana','Marko','Đurđica','Nguyễn Văn','Иван','Giulia','Joy','Petra'])[1 + (g / 4) % 8] || ' ' ||
    (array['Horvat','Kovačević','Trần','Смирнов','Rossi','Santos','Smith','Babić'])[1 + (g / 32) % 8], 'person' || g / 4 || '@posta.example',
    'customer', 'en', $3 from ${IN_RANGE} where g % 4 = 0 or g = $1 on conflict do nothing`;

const TICKETS = `insert into ticket (id, number, subject, status, severity, topic, channel, language, requester_id, team_id, tier,
    assignee_id, seq, policy_version_id, first_contact_at, last_event_at, look_again_at, due_at, next_event_at, next_event_kind,
    solved_at, closes_at, closed_at, closed_as, tags, last_message_id, escalated, clocks_owed)
  select ${BASE} + g, ${BASE} + g, 'Headphones ' || g, s.status, s.severity, s.topic, s.channel, s.language, ${BASE} + g / 4, s.team_id, 1,
    case when ${pick(5)} < 0.85 then (select 1001 + (floor(${pick(6)} * ${STAFF}))::int) end, 4, $4::bigint, s.at, s.at,
    case when s.status <> 'closed' then $3::timestamptz + interval '1 day' end,
    case when s.status <> 'closed' then $3::timestamptz + interval '1 day' end,
    case when s.status = 'closed' then null when s.status in ('new', 'solved')
      then date_trunc('milliseconds', $3::timestamptz + (${pick(7)} - 0.2) * interval '20 hours') else 'infinity' end,
    case when s.status in ('new', 'solved') then 'first_reply' end,
    case when s.status = 'solved' then s.at end, case when s.status = 'solved' then $3::timestamptz + interval '2 days' end,
    case when s.status = 'closed' then s.at end, case when s.status = 'closed' then 'solved' end,
    case when ${pick(8)} < 0.1 then '{vip}'::text[] when ${pick(8)} < 0.1002 then '{rare}' else '{}' end, ${lastMessage(`${BASE} + g`)},
    ${climbs('s.status', 'g')}, case when s.status in ('new', 'on_hold') then 1 else 0 end
  from (select g,
      case when ${pick(1)} < 0.9 then 'closed' when ${pick(1)} < 0.93 then 'new' when ${pick(1)} < 0.96 then 'open'
        when ${pick(1)} < 0.98 then 'waiting_on_customer' when ${pick(1)} < 0.985 then 'on_hold' else 'solved' end as status,
      case when ${pick(2)} < 0.03 then 'S1' when ${pick(2)} < 0.15 then 'S2' when ${pick(2)} < 0.8 then 'S3' else 'S4' end as severity,
      (array['billing','shipping','repair','account','general'])[1 + floor(${pick(3)} * 5)::int] as topic,
      (array['email','email','email','portal','chat'])[1 + floor(${pick(4)} * 5)::int] as channel,
      (array['en','hr','it','ru','vi','fil'])[1 + floor(${pick(9)} * 6)::int] as language,
      (select min(id) from team) + floor(power(${pick(10)}, 1.5) * ${TEAMS})::int as team_id,
      date_trunc('milliseconds', $3::timestamptz - (1 - g / 1000000.0) * interval '300 days' - ${pick(11)} * interval '5 days') as at
    from ${IN_RANGE}) s`;

const CLOCKS = `insert into sla_clock (ticket_id, kind, calendar_version_id, target_ms, cycle, state, started_at, banked_ms,
    segment_start, due_at, paused_at, stopped_at, outcome, stopped_by, team_id)
  select t.id, 'first_reply', (select id from config_version where kind = 'calendar' limit 1), 3600000, 1,
    case t.status when 'new' then 'running' when 'on_hold' then 'paused' else 'stopped' end, t.first_contact_at, 0,
    case t.status when 'new' then t.first_contact_at end, case t.status when 'new' then t.next_event_at end,
    case t.status when 'on_hold' then $3::timestamptz end,
    case when t.status not in ('new', 'on_hold') then t.last_event_at end,
    case when t.status not in ('new', 'on_hold') then 'met' end, case when t.status not in ('new', 'on_hold') then 'reply' end, t.team_id
  from ticket t where t.id between ${BASE} + $1::bigint and ${BASE} + $2::bigint`;

const ESCALATIONS = `insert into escalation (ticket_id, id, path_version_id, status, started_at, reasons, firing, loop, step_index,
    told, next_at)
  select t.id, 1, $4, 'climbing', $3, '[]', 1, 1, 0, '{}', $3::timestamptz + interval '1 hour' from ticket t
  where t.id between ${BASE} + $1::bigint and ${BASE} + $2::bigint and t.escalated`;

const SHOWS = `update ticket t set shown = ${SHOWN_NOW}, shown_seq = t.seq, last_line = ${LAST_LINE}
  where t.id between ${BASE} + $1::bigint and ${BASE} + $2::bigint`;

const FOLLOWERS = `insert into ticket_follower (ticket_id, person_id, why, live)
  select t.id, t.assignee_id, 'assigned', t.status <> 'closed' from ticket t
  where t.id between ${BASE} + $1::bigint and ${BASE} + $2::bigint and t.assignee_id is not null`;

/** Words as a desk has them: few are in every message, most are rare. */
const VOCABULARY = 20_000;
const WORDS = `(select string_agg(case when w.n < 40 then (array['the','is','not','headphones','order','my','please','charging','refund',
      'slušalice','račun','molim','naplaćen','tai','nghe','không','sirang','наушники','деньги','верните','cuffie','rimborso','ordine',
      'invoice','broken','delivery','since','yesterday','battery','left','right','sound','hello','thanks','when','arrive','parcel',
      'warranty','return','number'])[1 + w.n] else 'w' || w.n || chr(97 + w.n % 26) || 'a' end, ' ')
    from (select floor(power((hashint8extended(t.id * 7 + m.n, i) & 1048575) / 1048576::float8, 4) * ${VOCABULARY})::int as n
      from generate_series(1, $3::int) i) w)`;
const MESSAGES = `insert into message (id, ticket_id, author_id, kind, channel, at, body_text, visible_text)
  select ${lastMessage('t.id')} - 2 + m.n, t.id, t.requester_id, case m.n when 1 then 'message' else 'note' end, 'email', t.first_contact_at, said.words, said.words
  from ticket t cross join generate_series(1, 2) m(n) cross join lateral (select ${WORDS} as words) said
  where t.id between ${BASE} + $1::bigint and ${BASE} + $2::bigint order by t.id, m.n`;
const DOCUMENTS = `select search_rebuild(array(select ${BASE} + g from ${IN_RANGE}))`;
const NO_DOCUMENTS = `insert into ticket_search (ticket_id, requester_id, letters, doc)
  select t.id, t.requester_id, 0, '' from ticket t where t.id between ${BASE} + $1::bigint and ${BASE} + $2::bigint`;
