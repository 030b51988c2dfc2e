import type { Escalation, EscalationEnd, HandBack, Notice, Silence } from '#core/escalation/escalation.ts';
import type { Instant } from '#core/time.ts';
import { given } from './row.ts';

/** A row of `escalation`. */
export interface EscalationRow {
  ticket_id: number;
  id: number;
  path_version_id: number;
  /** Null in rows written before another path could take its place. */
  began_path_version_id: number | null;
  status: Escalation['status'];
  started_at: Instant;
  reasons: Escalation['reasons'];
  firing: number;
  loop: number;
  step_index: number | null;
  told: number[];
  returns: Escalation['returns'];
  next_at: Instant | null;
  round: number | null;
  acknowledged_by: number | null;
  acknowledged_at: Instant | null;
  remind_at: Instant | null;
  reminded: boolean | null;
  confirm_by: Instant | null;
  off_shift_at: Instant | null;
  hand_back: HandBack | null;
  silence: Silence | null;
  shift_changes_at: Instant | null;
  notices: Notice[];
  ended_at: Instant | null;
  ended_why: EscalationEnd | null;
}

export function escalationFrom(row: EscalationRow): Escalation {
  const base = {
    id: row.id,
    pathVersionId: row.path_version_id,
    startedAt: row.started_at,
    reasons: row.reasons,
    firing: row.firing,
    loop: row.loop,
    stepIndex: row.step_index,
    told: row.told,
    returns: row.returns,
    beganPathVersionId: row.began_path_version_id ?? row.path_version_id,
    round: row.round ?? 0,
    silence: row.silence,
    shiftChangesAt: row.shift_changes_at,
    notices: row.notices,
  };
  const told = given(`escalation ${row.id} of ticket ${row.ticket_id}`);
  switch (row.status) {
    case 'climbing':
      return { ...base, status: row.status, nextAt: told(row.next_at, 'next_at') };
    case 'last_resort':
      return { ...base, status: row.status, nextAt: told(row.next_at, 'next_at') };
    case 'acknowledged':
      return {
        ...base,
        status: row.status,
        by: told(row.acknowledged_by, 'acknowledged_by'),
        acknowledgedAt: told(row.acknowledged_at, 'acknowledged_at'),
        remindAt: row.remind_at,
        reminded: told(row.reminded, 'reminded'),
        confirmBy: row.confirm_by,
        offShiftAt: row.off_shift_at,
        handBack: row.hand_back,
      };
    case 'ended':
      return {
        ...base,
        status: row.status,
        endedAt: told(row.ended_at, 'ended_at'),
        why: told(row.ended_why, 'ended_why'),
      };
  }
}

export function escalationRow(ticketId: number, escalation: Escalation): EscalationRow {
  const lent = escalation.status === 'acknowledged' ? escalation : null;
  const ended = escalation.status === 'ended' ? escalation : null;
  return {
    ticket_id: ticketId,
    id: escalation.id,
    path_version_id: escalation.pathVersionId,
    began_path_version_id: escalation.beganPathVersionId,
    status: escalation.status,
    started_at: escalation.startedAt,
    reasons: escalation.reasons,
    firing: escalation.firing,
    loop: escalation.loop,
    step_index: escalation.stepIndex,
    told: escalation.told,
    returns: escalation.returns,
    next_at: 'nextAt' in escalation ? escalation.nextAt : null,
    round: escalation.round,
    acknowledged_by: lent?.by ?? null,
    acknowledged_at: lent?.acknowledgedAt ?? null,
    remind_at: lent?.remindAt ?? null,
    reminded: lent?.reminded ?? null,
    confirm_by: lent?.confirmBy ?? null,
    off_shift_at: lent?.offShiftAt ?? null,
    hand_back: lent?.handBack ?? null,
    silence: escalation.silence,
    shift_changes_at: escalation.shiftChangesAt,
    notices: escalation.notices,
    ended_at: ended?.endedAt ?? null,
    ended_why: ended?.why ?? null,
  };
}
