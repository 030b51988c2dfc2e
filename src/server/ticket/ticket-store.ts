import type { MessageId, TicketId } from '#core/ids.ts';
import { nearestClock } from '#core/sla/clock.ts';
import { dueAt, nextEvent } from '#core/ticket/due.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import { ZONE_DATA } from '#server/platform/clock.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { clockFrom, clockRow, type ClockRow } from './clock-row.ts';
import { escalationFrom, escalationRow, type EscalationRow } from './escalation-row.ts';
import { readParts, writeParts } from './part-store.ts';
import { rowOf, ticketFrom, type TicketRow } from './row.ts';
import { shownOf, type Shown } from './shown.ts';

/** One ticket before and after a batch of acts. */
export interface TicketChange {
  before: Ticket | null;
  after: Ticket;
  /** Of a new ticket. */
  subject: string;
  /** The newest message or note written with it, and its first line; null = none. */
  lastMessage: { id: MessageId; line: string } | null;
}

/** A new ticket's id; it exists once it is opened. */
export async function drawTicketId(tx: Tx): Promise<TicketId> {
  const { rows } = await tx.query<{ id: TicketId }>({
    name: 'ticket_draw',
    text: `select nextval('ticket_id_seq') as id`,
  });
  return rows[0]!.id;
}

/** Locks tickets until the transaction ends, for whoever must look or count before deciding. */
export async function lockTickets(tx: Tx, ids: TicketId[]): Promise<void> {
  const text = 'select from ticket where id = any($1) order by id for no key update';
  await tx.query({ name: 'ticket_lock', text, values: [ids] });
}

/**
 * Locks the tickets in id order and reads them with their child rows; an id without a ticket is left out. The
 * children are read by later statements on purpose: one that waited for the lock would still see them as they were
 * before the wait.
 */
export async function loadTickets(tx: Tx, ids: TicketId[]): Promise<Map<TicketId, Ticket>> {
  const tickets = await tx.query<TicketRow>({
    name: 'ticket_load',
    text: `select id, seq, status, severity, topic, channel, language, requester_id, organisation_id, team_id, tier, assigned_tier,
             assignee_id, tags, excluded, policy_version_id, path_version_id, first_contact_at, last_event_at, look_again_at,
             maintenance_until, solved_at, closes_at, closed_at, closed_as, distribution, answers, calendar_version_id,
             imported_until, watch, merged_into, snooze, links, follows_id, calendar_renewals
           from ticket where id = any($1) order by id for no key update`,
    values: [ids],
  });
  if (tickets.rows.length === 0) return new Map();
  const clocks = await tx.query<ClockRow>({
    name: 'ticket_load_clocks',
    text: 'select * from sla_clock where ticket_id = any($1) order by ticket_id, kind collate "C"',
    values: [ids],
  });
  const escalations = await tx.query<EscalationRow>({
    name: 'ticket_load_escalations',
    text: 'select * from escalation where ticket_id = any($1) order by ticket_id, id',
    values: [ids],
  });
  const partsOf = await readParts(tx, ids);
  const clocksOf = Map.groupBy(clocks.rows, (row) => row.ticket_id);
  const escalationsOf = Map.groupBy(escalations.rows, (row) => row.ticket_id);
  return new Map(
    tickets.rows.map((row) => [
      row.id,
      ticketFrom(
        row,
        (clocksOf.get(row.id) ?? []).map(clockFrom),
        (escalationsOf.get(row.id) ?? []).map(escalationFrom),
        partsOf(row.id),
      ),
    ]),
  );
}

interface WrittenRow extends TicketRow {
  due_at: Instant | null;
  next_event_at: Instant | null;
  next_event_kind: string | null;
  escalated: boolean;
  clocks_owed: number;
  last_message_id: number | null;
  last_line: string | null;
  shown: Shown;
  shown_seq: number;
}

const written = recordset<WrittenRow>({
  id: 'bigint',
  seq: 'int',
  status: 'text',
  severity: 'text',
  topic: 'text',
  channel: 'text',
  language: 'text',
  requester_id: 'bigint',
  organisation_id: 'bigint',
  team_id: 'bigint',
  tier: 'int',
  assigned_tier: 'int',
  assignee_id: 'bigint',
  tags: 'text[]',
  excluded: 'bigint[]',
  policy_version_id: 'bigint',
  path_version_id: 'bigint',
  first_contact_at: 'timestamptz',
  last_event_at: 'timestamptz',
  look_again_at: 'timestamptz',
  maintenance_until: 'timestamptz',
  solved_at: 'timestamptz',
  closes_at: 'timestamptz',
  closed_at: 'timestamptz',
  closed_as: 'text',
  merged_into: 'bigint',
  snooze: 'jsonb',
  links: 'jsonb',
  distribution: 'jsonb',
  answers: 'int',
  calendar_version_id: 'bigint',
  imported_until: 'timestamptz',
  follows_id: 'bigint',
  calendar_renewals: 'jsonb',
  watch: 'jsonb',
  due_at: 'timestamptz',
  next_event_at: 'timestamptz',
  next_event_kind: 'text',
  escalated: 'boolean',
  clocks_owed: 'int',
  last_message_id: 'bigint',
  last_line: 'text',
  shown: 'json',
  shown_seq: 'int',
});

const INSERT = `insert into ticket (${written.columns}, subject, number, zone_data)
  select r.*, s.subject, nextval('ticket_number'), $3
  from ${written.source} join jsonb_to_recordset($2::jsonb) as s(id bigint, subject text) on s.id = r.id`;

// whatever made the ticket throw has passed when a decision about it could be written; what a process with older time zone
// data computes is for a newer one to look at
const UPDATE = `update ticket t set ${written.assign('r', ['id', 'last_message_id', 'last_line'])},
    last_message_id = coalesce(r.last_message_id, t.last_message_id),
    last_line = case when r.last_message_id is null then t.last_line else r.last_line end,
    stuck_error = null, stuck_count = 0, stuck_until = null,
    zone_data = least(t.zone_data collate "C", $2)
  from ${written.source} where t.id = r.id`;

/** Writes the rows of all changed tickets and of their changed children: one statement a table. */
export async function writeTickets(tx: Tx, changes: TicketChange[]): Promise<void> {
  const opened = changes.filter(({ before }) => before === null);
  const moved = changes.filter(({ before }) => before !== null);
  if (opened.length > 0) {
    const subjects = opened.map(({ after, subject }) => ({ id: after.id, subject }));
    const rows = opened.map(writtenRow);
    await tx.query({
      name: 'ticket_insert',
      text: INSERT,
      values: [written.json(rows), subjectJson(subjects), ZONE_DATA],
    });
  }
  if (moved.length > 0) {
    await tx.query({ name: 'ticket_update', text: UPDATE, values: [written.json(moved.map(writtenRow)), ZONE_DATA] });
  }
  await writeClocks(tx, changes);
  await writeEscalations(tx, changes);
  await writeParts(tx, changes);
}

const subject = recordset<{ id: number; subject: string }>({ id: 'bigint', subject: 'text' });
const subjectJson = subject.json;

function writtenRow({ after, lastMessage }: TicketChange): WrittenRow {
  const next = nextEvent(after);
  return {
    ...rowOf(after),
    due_at: dueAt(after),
    // An open ticket nobody waits on sorts after every moment.
    next_event_at: after.status === 'closed' ? null : (next?.at ?? NEVER),
    next_event_kind: next?.kind ?? null,
    escalated: after.escalations.some(({ status }) => status !== 'ended'),
    clocks_owed: after.clocks.filter(({ state }) => state !== 'stopped').length,
    last_message_id: lastMessage?.id ?? null,
    last_line: lastMessage?.line ?? null,
    shown: shownOf(after),
    shown_seq: after.seq,
  };
}

const clock = recordset<ClockRow>({
  ticket_id: 'bigint',
  kind: 'text',
  calendar_version_id: 'bigint',
  target_ms: 'bigint',
  cycle: 'int',
  state: 'text',
  started_at: 'timestamptz',
  banked_ms: 'bigint',
  segment_start: 'timestamptz',
  due_at: 'timestamptz',
  warning_at: 'timestamptz',
  warning_percent: 'int',
  warning_before_ms: 'bigint',
  warned: 'int[]',
  warned_before: 'bigint[]',
  breached_at: 'timestamptz',
  breach_cause: 'text',
  earlier_breaches: 'int',
  overtaken_by: 'text',
  paused_at: 'timestamptz',
  stopped_at: 'timestamptz',
  outcome: 'text',
  stopped_by: 'text',
  nearest: 'boolean',
  team_id: 'bigint',
});

const UPSERT_CLOCK = `insert into sla_clock (${clock.columns}, zone_data) select *, $2 from ${clock.source}
  on conflict (ticket_id, kind) do update set ${clock.assign('excluded', ['ticket_id', 'kind'])},
    zone_data = case when sla_clock.due_at is distinct from excluded.due_at then excluded.zone_data
      else sla_clock.zone_data end`;

const goneClock = recordset<{ ticket_id: number; kind: string }>({ ticket_id: 'bigint', kind: 'text' });

/** The clocks that are other than before, and those that lists have begun or ceased to show. */
function changedClocks({ before, after }: TicketChange): ClockRow[] {
  const was = before === null ? null : nearestClock(before.clocks)?.key;
  const nearest = nearestClock(after.clocks)?.key;
  return after.clocks
    .filter((each) => !before?.clocks.includes(each) || (was !== nearest && [was, nearest].includes(each.key)))
    .map((each) => clockRow(after, each, each.key === nearest));
}

async function writeClocks(tx: Tx, changes: TicketChange[]): Promise<void> {
  const rows = changes.flatMap(changedClocks);
  if (rows.length > 0) {
    await tx.query({ name: 'ticket_write_clocks', text: UPSERT_CLOCK, values: [clock.json(rows), ZONE_DATA] });
  }
  const gone = changes.flatMap(({ before, after }) =>
    (before?.clocks ?? [])
      .filter(({ key }) => !after.clocks.some((each) => each.key === key))
      .map(({ key }) => ({ ticket_id: after.id, kind: key })),
  );
  if (gone.length === 0) return;
  const text = `delete from sla_clock c using ${goneClock.source} where c.ticket_id = r.ticket_id and c.kind = r.kind`;
  await tx.query({ name: 'ticket_remove_clocks', text, values: [goneClock.json(gone)] });
}

const escalation = recordset<EscalationRow>({
  ticket_id: 'bigint',
  id: 'int',
  path_version_id: 'bigint',
  began_path_version_id: 'bigint',
  status: 'text',
  started_at: 'timestamptz',
  reasons: 'jsonb',
  firing: 'int',
  loop: 'int',
  step_index: 'int',
  told: 'bigint[]',
  returns: 'jsonb',
  next_at: 'timestamptz',
  round: 'int',
  acknowledged_by: 'bigint',
  acknowledged_at: 'timestamptz',
  remind_at: 'timestamptz',
  reminded: 'boolean',
  confirm_by: 'timestamptz',
  off_shift_at: 'timestamptz',
  hand_back: 'jsonb',
  silence: 'jsonb',
  shift_changes_at: 'timestamptz',
  notices: 'jsonb',
  ended_at: 'timestamptz',
  ended_why: 'text',
});

const UPSERT_ESCALATION = `insert into escalation (${escalation.columns}) select * from ${escalation.source}
  on conflict (ticket_id, id) do update set ${escalation.assign('excluded', ['ticket_id', 'id'])}`;

async function writeEscalations(tx: Tx, changes: TicketChange[]): Promise<void> {
  const rows = changes.flatMap(({ before, after }) =>
    after.escalations
      .filter((each) => !before?.escalations.includes(each))
      // one that ends makes room for one that goes on: of a path at most one is live, at each row
      .toSorted((one, other) => Number(other.status === 'ended') - Number(one.status === 'ended'))
      .map((each) => escalationRow(after.id, each)),
  );
  if (rows.length === 0) return;
  await tx.query({
    name: 'ticket_write_escalations',
    text: UPSERT_ESCALATION,
    values: [escalation.json(rows)],
  });
}
