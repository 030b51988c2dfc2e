import { asksAbout, choosePlan } from '#core/matrix/choose-plan.ts';
import type { MatrixField } from '#core/matrix/matrix.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { adoptPolicy } from '#core/sla/retarget.ts';
import type { Draft } from '#core/ticket/draft.ts';

/**
 * Asks the matrix again because `field` of the ticket changed. A plan of the same names is the same plan, though newer
 * versions of it were published since: publishing changes no open ticket. A live climb keeps the path it began with.
 */
export function rechoose(draft: Draft, field: MatrixField): void {
  const { config, facts, now } = draft.context;
  const { active } = config;
  const { ticket } = draft;
  if (ticket.status === 'closed' || active?.matrix == null || !asksAbout(active.matrix, field)) return;
  const { topic, severity, channel, language, organisationId } = ticket;
  const customerTier = organisationId === null ? null : (facts.customerTiers?.get(organisationId) ?? null);
  const chosen = choosePlan({ topic, severity, channel, language, customerTier, now }, active, config);
  if (chosen === null) return;
  const held = { policy: config.policy(ticket.policyVersionId).name, path: config.path(pathOf(ticket, config)).name };
  const { policyVersionId, pathVersionId, because: matched } = chosen;
  const policy = config.policy(policyVersionId);
  const path = config.path(pathVersionId ?? policy.pathVersionId);
  if (policy.name === held.policy && path.name === held.path) return;
  const samePolicy = policy.name === held.policy;
  const change = {
    type: 'plan_changed' as const,
    // the version it has already, when only the path is another
    policyVersionId: samePolicy ? ticket.policyVersionId : policyVersionId,
    pathVersionId: pathVersionId ?? (samePolicy ? path.versionId : null),
    matched,
  };
  if (samePolicy) draft.emit(change);
  else adoptPolicy(draft, change);
}
