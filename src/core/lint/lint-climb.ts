import type { SignalKind } from '#core/escalation/escalation.ts';
import type { Path, StepTrigger } from '#core/escalation/path.ts';
import { finding, type Finding } from '#core/lint/finding.ts';
import type { PlanPair } from '#core/lint/lint-plan.ts';

type Judged = Pick<Path, 'name' | 'steps' | 'signals' | 'gates' | 'thresholds'>;

/** What a path says it notices, and waits for, that cannot be; `pairs` are the policies that lead to it. */
export function lintClimb(path: Judged, pairs: readonly PlanPair[]): Finding[] {
  const place = (field: string) => ({ kind: 'path' as const, name: path.name, field });
  const policies = pairs.filter((pair) => pair.path.name === path.name).map(({ policy }) => policy);
  return [
    ...path.steps.flatMap(({ name: step, calledOn }, index) =>
      calledOn.flatMap((called, at) => {
        if (called.type !== 'signal' || isNoticed(called.kind, path)) return [];
        return finding('signal_never', place(`steps.${index}.calledOn.${at}`), { step, signal: called.kind });
      }),
    ),
    ...(path.signals?.promiseAtRiskPercent === undefined || promises(path)
      ? []
      : [finding('rule_never', place('signals.promiseAtRiskPercent'), { rule: 'promiseAtRiskPercent' })]),
    ...(path.gates ?? []).flatMap(({ reason, afterDue, attempts, orAfterMs }, index) => {
      if (!afterDue && attempts === 0) return finding('gate_empty', place(`gates.${index}`), { reason });
      if (!afterDue) return [];
      const at = place(`gates.${index}.afterDue`);
      const waits = policies.some(({ targets }) => targets.some(({ kind }) => kind !== 'owner' && kind !== 'answer'));
      if (!waits && attempts === 0) return finding('gate_holds_nothing', at, { reason });
      // a miss calls the path by itself, and what climbs already is past every gate
      return waits && orAfterMs === undefined && reason === 'sla_at_risk'
        ? finding('gate_too_late', at, { reason })
        : [];
    }),
    ...(path.thresholds ?? []).flatMap(({ signal, least }, index) => {
      if (least > 0 && least < 1) return [];
      const values = { signal, percent: Math.round(least * 100), never: least >= 1 ? 'yes' : 'no' };
      return finding('threshold_out_of_range', place(`thresholds.${index}.least`), values);
    }),
  ];
}

function promises({ steps }: Judged): boolean {
  return steps.some(({ promise }) => promise !== undefined);
}

/** Whether anything can notice a signal on a path: people and programs say some, the others Belay counts by a rule. */
function isNoticed(kind: SignalKind, path: Judged): boolean {
  const { signals = {} } = path;
  const calls = (type: StepTrigger['type']) =>
    path.steps.some(({ calledOn }) => calledOn.some((on) => on.type === type));
  switch (kind) {
    case 'reopened_often':
      return signals.reopens !== undefined;
    case 'repeated_contact':
      return signals.repeatedContact !== undefined;
    case 'undeliverable':
      return signals.undeliverable === true;
    case 'assignee_absent':
      return signals.assigneeAbsent === true;
    case 'promise_at_risk':
      return signals.promiseAtRiskPercent !== undefined && promises(path);
    case 'promise_broken':
      return promises(path);
    case 'about_to_breach':
      return calls('at_risk');
    default:
      return true;
  }
}
