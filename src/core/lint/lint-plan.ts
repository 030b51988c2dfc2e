import type { Path } from '#core/escalation/path.ts';
import { finding, type Finding } from '#core/lint/finding.ts';
import type { Policy } from '#core/sla/policy.ts';
import { SEVERITIES, type Severity } from '#core/ticket/ticket.ts';
import type { Duration } from '#core/time.ts';

/** A policy with a path its tickets climb. */
export interface PlanPair {
  policy: Pick<Policy, 'name' | 'targets'>;
  path: Pick<Path, 'name' | 'steps' | 'calendarVersionId'>;
}

/** Kinds of clocks that end when the ticket is solved, the shortest promise of them ends the matter for the customer. */
const ENDS = new Set<string>(['resolution', 'agent_work', 'requester_wait']);

/**
 * Steps that come after the time the policy allows for the whole matter, and news promised to the customer sooner than
 * the next step is called. Compared is business time of one calendar only: what runs by different hours has no order.
 */
export function lintPlan({ policy, path }: PlanPair): Finding[] {
  return SEVERITIES.flatMap((severity) => [
    ...stepsAfterTarget({ policy, path }, severity),
    ...promisesBeforeStep({ policy, path }, severity),
  ]);
}

function stepsAfterTarget({ policy, path }: PlanPair, severity: Severity): Finding[] {
  const target = (kinds: (kind: string) => boolean): Duration | null => {
    const found = policy.targets.filter(
      ({ kind, calendarVersionId }) => kinds(kind) && calendarVersionId === path.calendarVersionId,
    );
    return found.length === 0 ? null : Math.min(...found.map(({ targetMs }) => targetMs[severity]));
  };
  const [first, end] = [target((kind) => kind === 'first_reply'), target((kind) => ENDS.has(kind))];
  if (first === null || end === null) return [];
  let calledMs = first;
  for (const [index, step] of path.steps.entries()) {
    if (calledMs > end) {
      const place = { kind: 'path' as const, name: path.name, field: `steps.${index}` };
      return [
        finding('step_after_target', place, { step: step.name, severity, policy: policy.name, calledMs, endMs: end }),
      ];
    }
    calledMs += step.waitIn === 'business' ? step.waitMs : 0;
  }
  return [];
}

function promisesBeforeStep({ policy, path }: PlanPair, severity: Severity): Finding[] {
  const update = policy.targets.find(
    ({ kind, calendarVersionId }) => (kind as string) === 'update' && calendarVersionId === path.calendarVersionId,
  );
  if (update === undefined) return [];
  const promisedMs = update.targetMs[severity];
  const index = path.steps.findIndex(({ waitIn, waitMs }) => waitIn === 'business' && waitMs > promisedMs);
  const step = path.steps[index];
  if (step === undefined) return [];
  const place = { kind: 'path' as const, name: path.name, field: `steps.${index}.waitMs` };
  return [
    finding('promise_before_step', place, {
      step: step.name,
      severity,
      policy: policy.name,
      promisedMs,
      waitMs: step.waitMs,
    }),
  ];
}

/** Steps that wait for a miss, or for a point of a target, that no policy which leads to their path has. */
export function lintTriggers(pairs: readonly PlanPair[]): Finding[] {
  return [...Map.groupBy(pairs, ({ path }) => path)].flatMap(([path, ofPath]) => {
    const warned = new Set(ofPath.flatMap(({ policy }) => policy.targets.flatMap((target) => target.warnPercents)));
    return path.steps.flatMap(({ name: step, calledOn }, index) =>
      calledOn.flatMap((trigger, at) => {
        const place = { kind: 'path' as const, name: path.name, field: `steps.${index}.calledOn.${at}` };
        if (trigger.type === 'breach' && ofPath.every(({ policy }) => policy.targets.length === 0)) {
          return finding('breach_never', place, { step });
        }
        if (trigger.type !== 'at_risk' || warned.has(trigger.percent)) return [];
        return finding('trigger_never', place, { step, percent: trigger.percent });
      }),
    );
  });
}
