import type { EscalationView } from '#contract/ticket.ts';
import type { PersonRef } from '#contract/common.ts';
import { stepApprovalOf } from '#core/approval/step-approval.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import type { Path } from '#core/escalation/path.ts';
import { peopleOf } from '#core/escalation/target.ts';
import type { PersonId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { natureOf } from '#core/signal/nature.ts';
import type { Config, Context } from '#core/ticket/context.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** Finds a person by id; whoever is not known any more is a bug of the reader's. */
export type NameOf = (id: PersonId) => PersonRef;

/** Everyone a ticket's escalations name. */
export const namedBy = (escalations: Escalation[], config: Config): PersonId[] =>
  escalations.flatMap((each) => [
    ...each.told,
    ...each.returns.map(({ by }) => by),
    ...(each.status === 'acknowledged' ? [each.by, ...(each.handBack === null ? [] : [each.handBack.to])] : []),
    ...each.reasons.flatMap(({ trigger }) => (trigger.type === 'request' ? [trigger.by] : [])),
    ...config.path(each.pathVersionId).lastResort,
  ]);

/** An escalation with its ladder: the path it began with, and how far it has climbed. */
export const escalationView = (
  escalation: Escalation,
  ticket: Ticket,
  { config, facts }: Pick<Context, 'config' | 'facts'>,
  nameOf: NameOf,
): EscalationView => {
  const path = config.path(escalation.pathVersionId);
  const asked = stepApprovalOf(ticket, escalation);
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
      need: trigger.type === 'request' ? (trigger.need ?? null) : null,
      untold: trigger.type === 'request' && trigger.untold === true,
      signal: trigger.type === 'signal' ? trigger.kind : null,
      by: trigger.type === 'request' ? nameOf(trigger.by) : null,
      nature: natureOf(trigger),
      evidence: trigger.type === 'signal' ? trigger.evidence : [],
      confidence: trigger.type === 'signal' ? trigger.confidence : null,
      counted: trigger.type === 'signal' ? (trigger.counted ?? null) : null,
    })),
    firing: escalation.firing,
    loop: escalation.loop,
    stepIndex: escalation.stepIndex,
    ...pathView(
      path,
      ticket,
      facts.roster,
      nameOf,
      escalation.returns.map(({ by }) => by),
    ),
    told: escalation.told.map(nameOf),
    nextAt: 'nextAt' in escalation && asked === undefined ? escalation.nextAt : null,
    approvalId: asked?.id ?? null,
    acknowledgedBy: lent === null ? null : nameOf(lent.by),
    acknowledgedAt: lent?.acknowledgedAt ?? null,
    remindAt: lent?.remindAt ?? null,
    reminded: lent?.reminded ?? false,
    confirmBy: lent?.confirmBy ?? null,
    silencedUntil: escalation.silence?.until ?? null,
    returns: escalation.returns.map(({ by, at, reason }) => ({ by: nameOf(by), at, reason })),
    handBack:
      lent === null || lent.handBack === null
        ? null
        : { to: nameOf(lent.handBack.to), by: nameOf(lent.by), at: lent.handBack.at, reason: lent.handBack.reason },
    endedAt: ended?.endedAt ?? null,
    endedWhy: ended?.why ?? null,
  };
};

/** The steps of a path with whom each would call now (but for `others`, who ask or have returned it), and the last resort. */
export const pathView = (
  path: Path,
  ticket: Ticket,
  roster: RosterPerson[],
  nameOf: NameOf,
  others: PersonId[] = [],
): Pick<EscalationView, 'steps' | 'lastResort'> => ({
  steps: path.steps.map((step, index) => ({
    index,
    name: step.name,
    direction: step.direction,
    waitMs: step.waitMs,
    waitIn: step.waitIn,
    people: peopleOf(step, ticket, roster, others).map(nameOf),
    needs: step.needs,
  })),
  lastResort: path.lastResort.filter((id) => !ticket.excludedIds.includes(id)).map((id) => nameOf(id).name),
});
