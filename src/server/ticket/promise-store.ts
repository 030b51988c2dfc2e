import type { MessageId, TicketId } from '#core/ids.ts';
import type { PromiseMove, PromiseStage, StageSpeed, TicketPromise, ToldStage } from '#core/promise/promise.ts';
import { speedKey } from '#core/promise/promise-time.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Duration, Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { given } from './row.ts';

/** A row of `promise`. */
interface PromiseRow {
  ticket_id: TicketId;
  id: number;
  escalation_id: number | null;
  stage: ToldStage;
  stage_since: Instant;
  made_at: Instant;
  due_at: Instant;
  calendar_version_id: number;
  told_at: Instant | null;
  move: PromiseMove | null;
  state: TicketPromise['state'];
  answer_message_id: MessageId | null;
  answered_at: Instant | null;
  took_ms: Duration | null;
}

const promise = recordset<PromiseRow>({
  ticket_id: 'bigint',
  id: 'int',
  escalation_id: 'int',
  stage: 'text',
  stage_since: 'timestamptz',
  made_at: 'timestamptz',
  due_at: 'timestamptz',
  calendar_version_id: 'bigint',
  told_at: 'timestamptz',
  move: 'jsonb',
  state: 'text',
  answer_message_id: 'bigint',
  answered_at: 'timestamptz',
  took_ms: 'bigint',
});

const UPSERT = `insert into promise (${promise.columns}) select * from ${promise.source}
  on conflict (ticket_id, id) do update set ${promise.assign('excluded', ['ticket_id', 'id'])}`;

/** The promises of tickets, in the order they were made; a ticket without any is left out. */
export async function loadPromises(tx: Tx, ids: TicketId[]): Promise<Map<TicketId, TicketPromise[]>> {
  const { rows } = await tx.query<PromiseRow>({
    name: 'promise_load',
    text: 'select * from promise where ticket_id = any($1) order by ticket_id, id',
    values: [ids],
  });
  return new Map([...Map.groupBy(rows, (row) => row.ticket_id)].map(([id, list]) => [id, list.map(promiseFrom)]));
}

/** Writes the promises that a batch changed. */
export async function writePromises(tx: Tx, changes: { before: Ticket | null; after: Ticket }[]): Promise<void> {
  const rows = changes.flatMap(({ before, after }) =>
    after.promises.filter((each) => !before?.promises.includes(each)).map((each) => promiseRow(after.id, each)),
  );
  if (rows.length === 0) return;
  await tx.query({ name: 'promise_write', text: UPSERT, values: [promise.json(rows)] });
}

/** The newest so many answers are looked at, so that a look costs the same on every desk. */
const MOST_ANSWERS = 1_000;

/** How quick the stages of these paths (by name) were in the 90 days before `now`, by `speedKey`. */
export async function readSpeeds(tx: Tx, pathNames: string[], now: Instant): Promise<Map<string, StageSpeed>> {
  const { rows } = await tx.query<StageSpeed & { path: string; stage: PromiseStage }>({
    name: 'promise_speeds',
    text: `select v.name as path, a.stage, count(*)::int as samples,
             (percentile_disc(0.9) within group (order by a.took_ms))::float8 as "mostMs"
           from (select ticket_id, escalation_id, stage, took_ms from promise
               where answered_at > $2::timestamptz - interval '90 days' and answered_at <= $2
               order by answered_at desc limit ${MOST_ANSWERS}) a
             join escalation e on e.ticket_id = a.ticket_id and e.id = a.escalation_id
             join config_version v on v.id = e.path_version_id
           where v.name = any($1) group by v.name, a.stage`,
    values: [pathNames, toTimestamp(now)],
  });
  return new Map(rows.map(({ path, stage, ...speed }) => [speedKey(path, stage), speed]));
}

/** What is promised to a requester at one moment. */
export interface PromiseToTell {
  stage: ToldStage;
  dueAt: Instant;
  /** The promise before it was broken. */
  afterBroken: boolean;
}

/** The open promise of a ticket as its requester is told it; null when there is none whose time lies ahead. */
export async function promiseToTell(tx: Tx, ticketId: TicketId, now: Instant): Promise<PromiseToTell | null> {
  const { rows } = await tx.query<PromiseToTell>({
    name: 'promise_tell',
    text: `select p.stage, p.due_at as "dueAt",
             coalesce(b.state = 'broken' and b.answered_at is null, false) as "afterBroken"
           from promise p left join promise b on b.ticket_id = p.ticket_id and b.id = p.id - 1
           where p.ticket_id = $1 and p.state = 'open' and p.due_at >= $2 order by p.due_at limit 1`,
    values: [ticketId, toTimestamp(now)],
  });
  return rows[0] ?? null;
}

function promiseFrom(row: PromiseRow): TicketPromise {
  const base = {
    id: row.id,
    escalationId: row.escalation_id,
    stage: row.stage,
    stageSince: row.stage_since,
    madeAt: row.made_at,
    dueAt: row.due_at,
    calendarVersionId: row.calendar_version_id,
    toldAt: row.told_at,
    move: row.move,
  };
  const has = given(`promise ${row.id} of ticket ${row.ticket_id}`);
  const answer = () => ({
    messageId: has(row.answer_message_id, 'answer_message_id'),
    at: has(row.answered_at, 'answered_at'),
    tookMs: has(row.took_ms, 'took_ms'),
  });
  switch (row.state) {
    case 'open':
    case 'written':
    case 'withdrawn':
      return { ...base, state: row.state };
    case 'kept':
      return { ...base, state: row.state, answer: answer() };
    case 'broken':
      return { ...base, state: row.state, answer: row.answered_at === null ? null : answer() };
  }
}

function promiseRow(ticketId: TicketId, each: TicketPromise): PromiseRow {
  const answer = 'answer' in each ? each.answer : null;
  return {
    ticket_id: ticketId,
    id: each.id,
    escalation_id: each.escalationId,
    stage: each.stage,
    stage_since: each.stageSince,
    made_at: each.madeAt,
    due_at: each.dueAt,
    calendar_version_id: each.calendarVersionId,
    told_at: each.toldAt,
    move: each.move,
    state: each.state,
    answer_message_id: answer?.messageId ?? null,
    answered_at: answer?.at ?? null,
    took_ms: answer?.tookMs ?? null,
  };
}
