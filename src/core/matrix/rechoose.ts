import { asksAbout, choosePlan } from '#core/matrix/choose-plan.ts';
import type { MatrixField } from '#core/matrix/matrix.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { adoptPolicy } from '#core/sla/retarget.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { TicketEvent } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

/**
 * Asks the matrix again because `field` of the ticket changed. A plan of the same names is the same plan, though newer
 * versions of it were published since: publishing changes no open ticket. A live climb keeps the path it began with.
 */
export function rechoose(draft: Draft, field: MatrixField): void {
  const { active } = draft.context.config;
  if (active?.matrix == null || !asksAbout(active.matrix, field)) return;
  takePlan(draft, draft.context.now);
}

/**
 * Asks the matrix, because it is another, as though it were the moment at which the ticket was last asked about: what
 * came in by night is not given the plan of the day because somebody changed a row at noon. Throws without the log.
 */
export function rechooseAsThen(draft: Draft): void {
  const { config, facts } = draft.context;
  if (config.active?.matrix == null) return;
  if (facts.log === undefined) throw new Error(`ticket ${draft.ticket.id} is asked about anew without its log`);
  takePlan(draft, facts.log.findLast(({ event }) => ASKS.has(event.type))!.at);
}

/** What asks the matrix. */
const ASKS = new Set<TicketEvent['type']>([
  'ticket_opened',
  'severity_changed',
  'topic_changed',
  'requester_changed',
  'plan_changed',
]);

function takePlan(draft: Draft, now: Instant): void {
  const { config, facts } = draft.context;
  const { active } = config;
  const { ticket } = draft;
  if (ticket.status === 'closed' || active == null) return;
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
