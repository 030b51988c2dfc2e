import { sayEvent } from '#contract/event-words.ts';
import type { Teller } from '#contract/teller.ts';
import type { LoggedEventView } from '#contract/ticket.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import { list, moment, money, spokenDuration } from '#web/app/format.ts';
import { t, type MessageId } from '#web/app/i18n.ts';

/** How the names behind the ids of an event's body are found. */
export type Names = Pick<Teller, 'person' | 'team' | 'step' | 'ticket'>;

export type Tone = 'plain' | 'late' | 'climb' | 'held';

const TONES: Partial<Record<TicketEvent['type'], Tone>> = {
  target_breached: 'late',
  promise_broken: 'late',
  automation_parked: 'late',
  reply_failed: 'late',
  reply_retracted: 'late',
  acknowledgement_lapsed: 'late',
  step_reached: 'climb',
  shift_changed: 'climb',
  told_again: 'climb',
  path_applied: 'climb',
  acknowledgement_taken_back: 'late',
  escalation_started: 'climb',
  last_resort_reached: 'climb',
  escalation_acknowledged: 'held',
  acknowledgement_confirmed: 'held',
  hand_back_acknowledged: 'held',
  escalation_returned: 'climb',
  hand_back_offered: 'climb',
  hand_back_returned: 'climb',
  leg_offered: 'climb',
  leg_passed_on: 'climb',
  leg_carried_over: 'climb',
  leg_returned: 'climb',
  leg_acknowledged: 'held',
  leg_hand_back_offered: 'climb',
  leg_hand_back_returned: 'climb',
  escalation_left: 'held',
  step_decided: 'held',
  leg_reminded: 'late',
  question_overdue: 'late',
  question_undelivered: 'late',
  approval_asked: 'climb',
  approval_carried_over: 'climb',
  approval_passed_on: 'late',
  approval_unanswered: 'late',
  approval_decided: 'held',
  assigned: 'held',
};

const SPOKEN = {
  t: (key: string, values?: Record<string, string | number>) => t(key as MessageId, values),
  moment,
  length: spokenDuration,
  list,
  money,
};

/** What happened, in words; an event of a newer server is named by its type rather than left out. */
export const eventWords = (logged: LoggedEventView, names: Names): string => sayEvent(logged, { ...SPOKEN, ...names });

export const eventTone = (type: string): Tone => TONES[type as TicketEvent['type']] ?? 'plain';
