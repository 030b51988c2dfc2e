import type { Escalate } from '#contract/act.ts';

/** In the order of the digits that choose them. */
export const REASONS: readonly Escalate['reason'][] = [
  'skill',
  'authority',
  'asked_for_manager',
  'sla_at_risk',
  'threat_or_abuse',
  'repeat_contact',
];

/** What whoever is called shall do, in the order of the digits that choose it. */
export const NEEDS: readonly NonNullable<Escalate['need']>[] = [
  'decide',
  'diagnose',
  'access',
  'call_customer',
  'take_over',
];
