import type { Leg, LegHandBack } from '#core/leg/leg.ts';
import type { Instant } from '#core/time.ts';
import { given } from './row.ts';

/** A row of `leg`. */
export interface LegRow {
  ticket_id: number;
  id: number;
  direction: Leg['direction'];
  status: Leg['status'];
  opened_by: number | null;
  opened_at: Instant;
  step: Leg['step'];
  target: Leg['target'];
  reason: Leg['reason'];
  message_id: number | null;
  accept_ms: number;
  do_ms: number;
  barred: number[];
  decision: Leg['decision'];
  accepted_in_ms: number | null;
  done_in_ms: number | null;
  asked: number[];
  returns: Leg['returns'];
  told: number[] | null;
  accept_by: Instant | null;
  acknowledged_by: number | null;
  acknowledged_at: Instant | null;
  height: number | null;
  do_by: Instant | null;
  lapses_at: Instant | null;
  off_shift_at: Instant | null;
  hand_back: LegHandBack | null;
  ended_at: Instant | null;
  ended_why: Extract<Leg, { status: 'ended' }>['why'] | null;
}

export function legFrom(row: LegRow): Leg {
  const base = {
    id: row.id,
    direction: row.direction,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    step: row.step,
    target: row.target,
    reason: row.reason,
    messageId: row.message_id,
    acceptMs: row.accept_ms,
    doMs: row.do_ms,
    barred: row.barred,
    decision: row.decision,
    acceptedInMs: row.accepted_in_ms,
    doneInMs: row.done_in_ms,
    asked: row.asked,
    returns: row.returns,
  };
  const said = given(`leg ${row.id} of ticket ${row.ticket_id}`);
  switch (row.status) {
    case 'offered':
      return { ...base, status: row.status, told: said(row.told, 'told'), acceptBy: said(row.accept_by, 'accept_by') };
    case 'acknowledged':
      return {
        ...base,
        status: row.status,
        by: said(row.acknowledged_by, 'acknowledged_by'),
        acknowledgedAt: said(row.acknowledged_at, 'acknowledged_at'),
        height: said(row.height, 'height'),
        doBy: said(row.do_by, 'do_by'),
        lapsesAt: row.lapses_at,
        offShiftAt: row.off_shift_at,
        handBack: row.hand_back,
      };
    case 'ended':
      return {
        ...base,
        status: row.status,
        endedAt: said(row.ended_at, 'ended_at'),
        why: said(row.ended_why, 'ended_why'),
      };
  }
}

export function legRow(ticketId: number, leg: Leg): LegRow {
  const offered = leg.status === 'offered' ? leg : null;
  const held = leg.status === 'acknowledged' ? leg : null;
  const ended = leg.status === 'ended' ? leg : null;
  return {
    ticket_id: ticketId,
    id: leg.id,
    direction: leg.direction,
    status: leg.status,
    opened_by: leg.openedBy,
    opened_at: leg.openedAt,
    step: leg.step,
    target: leg.target,
    reason: leg.reason,
    message_id: leg.messageId,
    accept_ms: leg.acceptMs,
    do_ms: leg.doMs,
    barred: leg.barred,
    decision: leg.decision,
    accepted_in_ms: leg.acceptedInMs,
    done_in_ms: leg.doneInMs,
    asked: leg.asked,
    returns: leg.returns,
    told: offered?.told ?? null,
    accept_by: offered?.acceptBy ?? null,
    acknowledged_by: held?.by ?? null,
    acknowledged_at: held?.acknowledgedAt ?? null,
    height: held?.height ?? null,
    do_by: held?.doBy ?? null,
    lapses_at: held?.lapsesAt ?? null,
    off_shift_at: held?.offShiftAt ?? null,
    hand_back: held?.handBack ?? null,
    ended_at: ended?.endedAt ?? null,
    ended_why: ended?.why ?? null,
  };
}
