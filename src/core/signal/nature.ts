import type { EscalationReason, SignalKind, Trigger } from '#core/escalation/escalation.ts';
import { never } from '#core/result.ts';

/** Whether something has gone wrong already, or was noticed before it did: reports tell the two apart. */
export type Nature = 'reactive' | 'proactive';

const SIGNALS: Record<SignalKind, Nature> = {
  complaint: 'reactive',
  rejected_solution: 'reactive',
  asked_for_manager: 'reactive',
  reopened_often: 'reactive',
  undeliverable: 'reactive',
  promise_broken: 'reactive',
  about_to_breach: 'proactive',
  anger: 'proactive',
  abuse: 'proactive',
  threat: 'proactive',
  shouting: 'proactive',
  bad_review: 'proactive',
  leaving: 'proactive',
  legal_threat: 'proactive',
  repeated_contact: 'proactive',
  silence: 'proactive',
  assignee_absent: 'proactive',
  overload: 'proactive',
  bot_stuck: 'proactive',
  bot_failed: 'proactive',
  automation_storm: 'reactive',
  promise_at_risk: 'proactive',
};

/** What the front line cannot do has come up; what it sees coming has not. */
const REASONS: Record<EscalationReason, Nature> = {
  skill: 'reactive',
  authority: 'reactive',
  asked_for_manager: 'reactive',
  sla_at_risk: 'proactive',
  threat_or_abuse: 'proactive',
  repeat_contact: 'proactive',
};

/** What kind of trigger it is. */
export function natureOf(trigger: Trigger): Nature {
  switch (trigger.type) {
    case 'breach':
      return 'reactive';
    case 'signal':
      return SIGNALS[trigger.kind];
    case 'request':
      return REASONS[trigger.reason];
    default:
      return never(trigger);
  }
}

/** What people and programs may say they noticed; everything else Belay counts itself. */
export const REPORTED_KINDS = [
  'complaint',
  'rejected_solution',
  'asked_for_manager',
  'anger',
  'abuse',
  'threat',
  'shouting',
  'bad_review',
  'leaving',
  'legal_threat',
  'bot_stuck',
  'bot_failed',
] as const satisfies SignalKind[];
export type ReportedKind = (typeof REPORTED_KINDS)[number];
