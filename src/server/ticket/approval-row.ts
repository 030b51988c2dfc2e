import { openSeats, type Approval, type Seat } from '#core/approval/approval.ts';
import type { Instant } from '#core/time.ts';
import { given } from './row.ts';

/** A row of `approval`. */
export interface ApprovalRow {
  ticket_id: number;
  id: number;
  asked_by: number | null;
  asked_at: Instant;
  rule: Approval['rule'];
  amount_minor: number | null;
  currency: string | null;
  message_id: number | null;
  decide_ms: number;
  step: Approval['step'];
  seats: Seat[];
  told: number[];
  granted_by: number[];
  status: Approval['status'];
  ended_at: Instant | null;
  ended_why: Extract<Approval, { status: 'ended' }>['why'] | null;
  ended_by: number | null;
}

export function approvalFrom(row: ApprovalRow): Approval {
  const base = {
    id: row.id,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    rule: row.rule,
    amount: row.amount_minor === null ? null : { minor: row.amount_minor, currency: row.currency ?? '' },
    messageId: row.message_id,
    decideMs: row.decide_ms,
    step: row.step,
    seats: row.seats,
  };
  if (row.status === 'pending') return { ...base, status: row.status };
  const said = given(`approval ${row.id} of ticket ${row.ticket_id}`);
  const [endedAt, why] = [said(row.ended_at, 'ended_at'), said(row.ended_why, 'ended_why')];
  return { ...base, status: row.status, endedAt, why, endedBy: row.ended_by };
}

export function approvalRow(ticketId: number, approval: Approval): ApprovalRow {
  const ended = approval.status === 'ended' ? approval : null;
  return {
    ticket_id: ticketId,
    id: approval.id,
    asked_by: approval.askedBy,
    asked_at: approval.askedAt,
    rule: approval.rule,
    amount_minor: approval.amount?.minor ?? null,
    currency: approval.amount?.currency ?? null,
    message_id: approval.messageId,
    decide_ms: approval.decideMs,
    step: approval.step,
    seats: approval.seats,
    told: [...new Set(openSeats(approval).flatMap(({ told }) => told))],
    granted_by: approval.seats.flatMap((seat) =>
      seat.state === 'decided' && seat.verdict === 'granted' ? seat.by : [],
    ),
    status: approval.status,
    ended_at: ended?.endedAt ?? null,
    ended_why: ended?.why ?? null,
    ended_by: ended?.endedBy ?? null,
  };
}
