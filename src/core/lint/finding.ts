/** Everything the lint of a configuration can find. */
export const FINDING_CODES = [
  'row_shadowed',
  'row_unreachable',
  'row_never_in_hours',
  'otherwise_unreachable',
  'rule_shadowed',
  'empty_target',
  'step_shadowed',
  'step_loop',
  'manager_loop',
  'step_after_target',
  'trigger_never',
  'promise_before_step',
  'no_last_resort',
  'nobody_reachable',
  'missing_translation',
  'overflow_empty',
  'calendar_never_open',
  'nobody_may_approve',
  'nobody_may_take',
  'gate_too_late',
  'gate_holds_nothing',
  'signal_never',
  'rule_never',
  'threshold_out_of_range',
  'target_nobody',
  'fallback_shadowed',
  'quiet_always',
  'promise_before_done',
  'only_guarded',
  'breach_never',
  'gate_empty',
  'skill_missing',
  'rule_team_empty',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** Codes of what cannot work, whatever people do: they stop a publication. The others are for a person to judge. */
const STOPPING: readonly FindingCode[] = [
  'empty_target',
  'no_last_resort',
  'manager_loop',
  'overflow_empty',
  'calendar_never_open',
  'nobody_may_take',
];

/** Where it is: the thing, and the field in its body as it travels, such as `rows.3` or `steps.1.targets.0`. */
export interface FindingPlace {
  kind: 'calendar' | 'policy' | 'path' | 'intake_rules' | 'matrix' | 'team' | 'skill' | 'limits';
  name: string;
  field: string;
}

/** One thing that is wrong. Its words, and what to do about it, are in `locales/` under its code. */
export interface Finding {
  code: FindingCode;
  stops: boolean;
  place: FindingPlace;
  /** What its words name. Lengths in milliseconds end in `Ms`, moments in `At`. */
  values: Record<string, string | number>;
}

/** A finding; whether it stops a publication follows from its code. */
export function finding(code: FindingCode, place: FindingPlace, values: Finding['values'] = {}): Finding {
  return { code, stops: STOPPING.includes(code), place, values };
}
