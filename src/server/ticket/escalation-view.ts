import type { EscalationView } from '#contract/ticket.ts';
import type { PersonRef } from '#contract/common.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import type { StepTarget } from '#core/escalation/path.ts';
import type { PersonId } from '#core/ids.ts';
import type { Config } from '#core/ticket/context.ts';

/** Finds a person by id; whoever is not known any more is a bug of the reader's. */
export type NameOf = (id: PersonId) => PersonRef;

/** Everyone a ticket's escalations name. */
export const peopleOf = (escalations: Escalation[], config: Config): PersonId[] =>
  escalations.flatMap((each) => [
    ...each.told,
    ...(each.status === 'acknowledged' ? [each.by] : []),
    ...each.reasons.flatMap(({ trigger }) => (trigger.type === 'request' ? [trigger.by] : [])),
    ...config.path(each.pathVersionId).lastResort,
    ...config
      .path(each.pathVersionId)
      .steps.flatMap(({ targets }) => targets.flatMap((target) => (target.type === 'person' ? [target.personId] : []))),
  ]);

/** An escalation with its ladder: the path it began with, and how far it has climbed. */
export const escalationView = (escalation: Escalation, config: Config, nameOf: NameOf): EscalationView => {
  const path = config.path(escalation.pathVersionId);
  const lent = escalation.status === 'acknowledged' ? escalation : null;
  const ended = escalation.status === 'ended' ? escalation : null;
  return {
    id: escalation.id,
    status: escalation.status,
    path: path.name,
    pathVersion: path.versionId,
    startedAt: escalation.startedAt,
    reasons: escalation.reasons.map(({ trigger, at }) => ({
      at,
      type: trigger.type,
      reason: trigger.type === 'request' ? trigger.reason : null,
      by: trigger.type === 'request' ? nameOf(trigger.by) : null,
    })),
    firing: escalation.firing,
    loop: escalation.loop,
    stepIndex: escalation.stepIndex,
    steps: path.steps.map(({ name, direction, waitMs, waitIn, targets }, index) => ({
      index,
      name,
      direction,
      waitMs,
      waitIn,
      targets: targets.map((target) => targetCode(target, nameOf)),
    })),
    lastResort: path.lastResort.map((id) => nameOf(id).name),
    told: escalation.told.map(nameOf),
    nextAt: 'nextAt' in escalation ? escalation.nextAt : null,
    acknowledgedBy: lent === null ? null : nameOf(lent.by),
    acknowledgedAt: lent?.acknowledgedAt ?? null,
    remindAt: lent?.remindAt ?? null,
    reminded: lent?.reminded ?? false,
    confirmBy: lent?.confirmBy ?? null,
    endedAt: ended?.endedAt ?? null,
    endedWhy: ended?.why ?? null,
  };
};

/** A person by name; everyone else as a code the client has words for: `tier:2`, `lead`, `role:admin`. */
const targetCode = (target: StepTarget, nameOf: NameOf): string => {
  switch (target.type) {
    case 'person':
      return nameOf(target.personId).name;
    case 'tier':
      return `tier:${target.tier}`;
    case 'lead':
      return 'lead';
    case 'role':
      return `role:${target.role}`;
  }
};
