import type { Instant } from '#core/time.ts';
import type { Database } from '#server/platform/db/database.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/**
 * Adds tickets until there are `size`: each with its requester, clock, message, ledger row and log, made by copying what
 * the first one wrote. None is due within a day, so that nothing else stirs.
 */
export async function fill(db: Database, size: number, now: Instant): Promise<void> {
  const { rows } = await db.query<{ n: number; last: number }>(
    'select count(*)::int as n, coalesce(max(id), 0) as last from ticket',
  );
  const { n, last } = rows[0]!;
  if (n >= size) return;
  const values = [last + 1, last + size - n, toTimestamp(now), toTimestamp(now + 86_400_000)];
  await db.withTransaction(async (tx) => {
    await tx.query('set local statement_timeout = 0');
    for (const statement of STATEMENTS) await tx.query(statement, values.slice(0, parametersOf(statement)));
    for (const table of ['ticket', 'person', 'message', 'intake']) {
      await tx.query(`select setval(pg_get_serial_sequence('${table}', 'id'), (select max(id) from ${table}))`);
    }
    await tx.query(`select setval('ticket_number', (select max(number) from ticket))`);
  });
  await db.query('vacuum analyze');
  await db.query('checkpoint');
}

const parametersOf = (statement: string): number =>
  Math.max(...[...statement.matchAll(/\$(\d)/g)].map(([, digit]) => Number(digit)));

// people, messages and ledger rows of the filling lie far above those of the measuring
const APART = 100_000_000;
const ONE_IN = `generate_series($1::bigint, $2::bigint) g`;
const STAFF = `(select id from person where role = 'agent' order by id limit 1)`;

const STATEMENTS = [
  `insert into person (id, name, email, role, created_at)
   select g + ${APART}, 'Filled ' || g, 'filled' || g || '@posta.example', 'customer', $3 from ${ONE_IN}`,
  `insert into ticket (id, number, subject, status, severity, topic, channel, language, requester_id, team_id, tier,
     assignee_id, seq, policy_version_id, first_contact_at, last_event_at, look_again_at, due_at, next_event_at,
     next_event_kind, last_message_id)
   select g, g + ${APART}, 'Filled ' || g, 'new', 'S3', 'general', 'email', 'en', g + ${APART}, (select min(id) from team), 1,
     ${STAFF}, 4, (select id from config_version where kind = 'policy' limit 1), $3, $3, $4::timestamptz,
     $4::timestamptz + g % 3600 * interval '1 second', $4, 'first_reply', g + ${APART} from ${ONE_IN}`,
  `insert into sla_clock (ticket_id, kind, calendar_version_id, target_ms, cycle, state, started_at, banked_ms,
     segment_start, due_at)
   select g, 'first_reply', (select id from config_version where kind = 'calendar' limit 1), 3600000, 1, 'running', $3, 0, $3, $4
   from ${ONE_IN}`,
  `insert into blob (hash, size, bytes, created_at)
   select sha256(g::text::bytea), 1500, convert_to(repeat('x', 1500), 'UTF8'), $3 from ${ONE_IN}`,
  `insert into intake (id, channel, mailbox_id, received_at, envelope_from, envelope_to, size, blob_hash, verdict, why,
     message_id, identity_hash, ticket_id, retry_at, decided_at)
   select g + ${APART}, 'email', (select min(id) from mailbox), $3, 'filled' || g || '@posta.example', '{}', 1500,
     sha256(g::text::bytea), 'accepted', 'new', 'filled' || g || '@posta.example', sha256(('i' || g)::bytea), g, $3, $3 from ${ONE_IN}`,
  `insert into message (id, ticket_id, author_id, kind, channel, at, body_text, visible_text, message_id, intake_id)
   select g + ${APART}, g, g + ${APART}, 'message', 'email', $3, repeat('word ', 120), repeat('word ', 120),
     'filled' || g || '@posta.example', g + ${APART} from ${ONE_IN}`,
  `insert into ticket_event (ticket_id, seq, at, type, body)
   select g, s, $3, 'filled', '{"type":"filled"}' from ${ONE_IN}, generate_series(1, 4) s`,
];
