import type { CycleChange } from '#core/metrics/cycles.ts';
import type { TicketId } from '#core/ids.ts';
import type { EndedCycle } from '#core/sla/ended-cycle.ts';
import type { ClockKey } from '#core/sla/policy.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';

/** What a decided stretch of a ticket's log changes in the cycles that are kept of it. */
export type TicketCycles = CycleChange & { ticketId: TicketId };

const COLUMNS = {
  cycle: 'cycle',
  target_ms: 'targetMs',
  calendar_version_id: 'calendarVersionId',
  policy_version_id: 'policyVersionId',
  started_at: 'startedAt',
  due_at: 'dueAt',
  ended_at: 'endedAt',
  ended_by: 'endedBy',
  outcome: 'outcome',
  banked_ms: 'bankedMs',
  breached_at: 'breachedAt',
  breach_cause: 'breachCause',
  team_id: 'teamId',
  assignee_id: 'assigneeId',
  seq: 'seq',
} as const satisfies Record<string, keyof EndedCycle>;

type CycleRow = { ticket_id: TicketId; kind: ClockKey } & {
  [Column in keyof typeof COLUMNS]: EndedCycle[(typeof COLUMNS)[Column]];
};

const row = recordset<CycleRow>({
  ticket_id: 'bigint',
  kind: 'text',
  cycle: 'int',
  target_ms: 'bigint',
  calendar_version_id: 'bigint',
  policy_version_id: 'bigint',
  started_at: 'timestamptz',
  due_at: 'timestamptz',
  ended_at: 'timestamptz',
  ended_by: 'text',
  outcome: 'text',
  banked_ms: 'bigint',
  breached_at: 'timestamptz',
  breach_cause: 'text',
  team_id: 'bigint',
  assignee_id: 'bigint',
  seq: 'int',
});
const gone = recordset<{ ticket_id: TicketId; kind: ClockKey; from_cycle: number }>({
  ticket_id: 'bigint',
  kind: 'text',
  from_cycle: 'int',
});
const miss = recordset<Pick<CycleRow, 'ticket_id' | 'kind' | 'cycle' | 'breached_at' | 'breach_cause'>>({
  ticket_id: 'bigint',
  kind: 'text',
  cycle: 'int',
  breached_at: 'timestamptz',
  breach_cause: 'text',
});

const FORGET = `delete from clock_cycle c using ${gone.source}
  where c.ticket_id = r.ticket_id and c.kind = r.kind and c.cycle >= r.from_cycle`;

// `keptAfter` of core, said in SQL
const PUT = `insert into clock_cycle as c (${row.columns}) select * from ${row.source}
  on conflict (ticket_id, kind, cycle) do update set
    ${row.assign('excluded', ['ticket_id', 'kind', 'cycle', 'due_at'])}, due_at = coalesce(excluded.due_at, c.due_at)
  where excluded.outcome is distinct from 'not_measured' or c.outcome is null`;

const MISS = `update clock_cycle c set breached_at = r.breached_at, breach_cause = r.breach_cause
  from ${miss.source} where c.ticket_id = r.ticket_id and c.kind = r.kind and c.cycle = r.cycle`;

/** Writes what became of cycles, in the transaction that decided it; the tickets are locked. */
export async function writeCycles(tx: Tx, changes: readonly TicketCycles[]): Promise<void> {
  const forgotten = changes.flatMap(({ ticketId, from }) =>
    [...from].map(([kind, cycle]) => ({ ticket_id: ticketId, kind, from_cycle: cycle })),
  );
  const ended = changes.flatMap(({ ticketId, ended: cycles }) => cycles.map((cycle) => rowOf(ticketId, cycle)));
  const missed = changes.flatMap(({ ticketId, missed: cycles }) =>
    cycles.map(({ key, cycle, breachedAt, breachCause }) => ({
      ticket_id: ticketId,
      kind: key,
      cycle,
      breached_at: breachedAt,
      breach_cause: breachCause,
    })),
  );
  if (forgotten.length > 0) await tx.query({ name: 'cycle_forget', text: FORGET, values: [gone.json(forgotten)] });
  if (ended.length > 0) await tx.query({ name: 'cycle_put', text: PUT, values: [row.json(ended)] });
  if (missed.length > 0) await tx.query({ name: 'cycle_miss', text: MISS, values: [miss.json(missed)] });
}

function rowOf(ticketId: TicketId, cycle: EndedCycle): CycleRow {
  const columns = Object.entries(COLUMNS).map(([column, field]) => [column, cycle[field]]);
  return { ticket_id: ticketId, kind: cycle.key, ...Object.fromEntries(columns) } as CycleRow;
}

const FIELDS = Object.entries(COLUMNS)
  .map(([column, field]) => `c.${column} as "${field}"`)
  .join(', ');

/** The cycles of a ticket that are over, in the order of clock and cycle; at most `limit`, the newest. */
export async function readCycles(tx: Tx, ticketId: TicketId, limit: number): Promise<EndedCycle[]> {
  const { rows } = await tx.query<EndedCycle>({
    name: 'cycle_read',
    text: `select * from (select c.kind as key, ${FIELDS} from clock_cycle c where c.ticket_id = $1
        order by c.ended_at desc, c.kind, c.cycle desc limit $2) newest order by key collate "C", cycle`,
    values: [ticketId, limit],
  });
  return rows;
}
