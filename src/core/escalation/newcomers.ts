import type { Escalation } from '#core/escalation/escalation.ts';
import { calledBy } from '#core/escalation/target.ts';
import { shiftChangeOf, tellLater } from '#core/escalation/tell.ts';
import { stepOf } from '#core/escalation/climb.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

/** Tells those who came on duty for the step that waits. Its timer goes on as it was. */
export function tellNewcomers(draft: Draft, escalation: Escalation, upTo: Instant): void {
  const { shiftChangesAt, stepIndex, id: escalationId } = escalation;
  if (escalation.status !== 'climbing' || stepIndex === null) return;
  if (shiftChangesAt === null || shiftChangesAt > upTo) return;
  const { config, facts } = draft.context;
  const path = config.path(escalation.pathVersionId);
  const step = stepOf(path, stepIndex);
  const onDuty = { ...step, fallback: [], targets: step.targets.filter(({ type }) => type === 'on_duty') };
  const returned = escalation.returns.map(({ by }) => by);
  const { people } = calledBy(onDuty, draft.ticket, facts, [...returned, ...escalation.told]);
  draft.emit({
    type: 'shift_changed',
    escalationId,
    told: people,
    shiftChangesAt: shiftChangeOf(step, path, facts),
    ...tellLater(people, step, draft.context),
  });
}

/** Sends the personal notices whose moment is at or before `upTo`, one to a person. */
export function tellAgain(draft: Draft, { id: escalationId, notices }: Escalation, upTo: Instant): void {
  const due = notices.filter(({ at }) => at <= upTo).map(({ personId }) => personId);
  if (due.length > 0) draft.emit({ type: 'told_again', escalationId, told: [...new Set(due)] });
}
