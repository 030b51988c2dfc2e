import { climb, escalationOf } from '#core/escalation/climb.ts';
import type { Trigger } from '#core/escalation/escalation.ts';
import type { Path, StepTrigger } from '#core/escalation/path.ts';
import { never } from '#core/result.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/**
 * Raises a climb to `step` when that lies above where it stands. Whoever holds it keeps it, and a silence holds: they
 * learn of the reason. Never lower, never again from the bottom.
 */
export function raiseTo(draft: Draft, escalationId: number, step: number | null, from: Instant): void {
  const { status, silence, stepIndex } = escalationOf(draft, escalationId);
  if (step === null || status !== 'climbing' || silence !== null || step <= (stepIndex ?? -1)) return;
  climb(draft, escalationId, 'raised', from, step);
}

/** The highest step of a path that a trigger calls, when it is the escalation's reason number `reasons`; null: none. */
export function stepCalledBy(path: Path, cause: Trigger, reasons: number): number | null {
  return highestCalled(path, (each) => isCalledOn(each, cause, reasons));
}

/** The highest step of which one of the triggers matches; null when none does. */
export function highestCalled(path: Path, matches: (each: StepTrigger) => boolean): number | null {
  const index = path.steps.findLastIndex(({ calledOn }) => calledOn.some(matches));
  return index === -1 ? null : index;
}

function isCalledOn(each: StepTrigger, cause: Trigger, reasons: number): boolean {
  switch (each.type) {
    case 'breach':
      return cause.type === 'breach';
    case 'signal':
      return cause.type === 'signal' && cause.kind === each.kind;
    case 'request':
      return cause.type === 'request' && cause.reason === each.reason;
    case 'reasons':
      return reasons >= each.count;
    case 'at_risk':
    case 'customer_wrote':
      return false;
    default:
      return never(each);
  }
}
