import type { Approval } from '#core/approval/approval.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import type { Instant } from '#core/time.ts';
import { recordset } from '#server/platform/db/recordset.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { approvalFrom, approvalRow, type ApprovalRow } from './approval-row.ts';

/** The approvals of tickets, each ticket's in the order they were asked; a ticket without any is left out. */
export async function readApprovals(tx: Tx, ids: TicketId[]): Promise<Map<TicketId, Approval[]>> {
  const { rows } = await tx.query<ApprovalRow>({
    name: 'ticket_read_approvals',
    text: 'select * from approval where ticket_id = any($1) order by ticket_id, id',
    values: [ids],
  });
  const byTicket = Map.groupBy(rows, (row) => row.ticket_id);
  return new Map([...byTicket].map(([id, approvals]) => [id, approvals.map(approvalFrom)]));
}

const approval = recordset<ApprovalRow>({
  ticket_id: 'bigint',
  id: 'int',
  asked_by: 'bigint',
  asked_at: 'timestamptz',
  rule: 'text',
  amount_minor: 'bigint',
  currency: 'text',
  message_id: 'bigint',
  decide_ms: 'bigint',
  step: 'jsonb',
  seats: 'jsonb',
  told: 'bigint[]',
  granted_by: 'bigint[]',
  status: 'text',
  ended_at: 'timestamptz',
  ended_why: 'text',
  ended_by: 'bigint',
});

const UPSERT = `insert into approval (${approval.columns}) select * from ${approval.source}
  on conflict (ticket_id, id) do update set ${approval.assign('excluded', ['ticket_id', 'id'])}`;

/** Writes approvals that are new or have changed, in one statement. */
export async function writeApprovals(tx: Tx, changed: { ticketId: TicketId; approval: Approval }[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map((each) => approvalRow(each.ticketId, each.approval));
  await tx.query({ name: 'ticket_write_approvals', text: UPSERT, values: [approval.json(rows)] });
}

/** Tickets with an approval that only these people may decide, for when they decide nothing any more. */
export async function recheckApprovals(tx: Tx, personIds: PersonId[], now: Instant): Promise<void> {
  await tx.query({
    name: 'recheck_approvals',
    text: `insert into recheck (ticket_id, cause, asked_at)
           select distinct ticket_id, 'absence', $2::timestamptz from approval where status = 'pending' and told && $1::bigint[]
           on conflict do nothing`,
    values: [personIds, toTimestamp(now)],
  });
}
