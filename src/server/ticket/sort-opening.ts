import { sortArrival, type Arrival } from '#core/intake/rules.ts';
import type { TeamId, VersionId } from '#core/ids.ts';
import { choosePlan } from '#core/matrix/choose-plan.ts';
import type { Severity } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';
import { readCustomerTiers } from '#server/people/organisation-store.ts';
import type { Requester } from '#server/people/requester-store.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { readActiveConfig } from '#server/sla/config-active-store.ts';
import type { ConfigCache } from '#server/sla/config-store.ts';
import type { OpeningQueue } from './opening-act.ts';

/** A first message, what somebody said of it, and what its mailbox says when nobody does. */
export interface ToSort {
  arrival: Omit<Arrival, 'customerTier'>;
  requester: Requester;
  /** Said by whoever opens it: it goes before every rule. */
  said?: { topic?: string | undefined; severity?: Severity | undefined; teamId?: TeamId | undefined };
  /** Without a matrix the policy is this one; null = the mailbox names none that is active. */
  own: { topic: string; severity: Severity; teamId: TeamId; policyVersionId: VersionId | null };
}

/**
 * Topic, severity and team: what was said, else what the first intake rule that fits says, else the mailbox's own. Then
 * policy and path: the matrix's for that, else the mailbox's. Throws when there is neither a matrix nor a policy.
 */
export const sortOpening = async (
  tx: Tx,
  config: ConfigCache,
  now: Instant,
  { arrival, requester, said = {}, own }: ToSort,
): Promise<OpeningQueue> => {
  const active = await readActiveConfig(tx, config);
  const { organisationId, language } = requester;
  const tiers = await readCustomerTiers(tx, organisationId === null ? [] : [organisationId]);
  const customerTier = organisationId === null ? null : (tiers.get(organisationId) ?? null);
  const { because, ...sorted } = sortArrival({ ...arrival, customerTier }, active.intakeRules, said);
  const topic = said.topic ?? sorted.topic ?? own.topic;
  const severity = said.severity ?? sorted.severity ?? own.severity;
  const teamId = said.teamId ?? sorted.teamId ?? own.teamId;
  const chosen = choosePlan({ topic, severity, channel: arrival.channel, language, customerTier, now }, active, config);
  const policyVersionId = chosen?.policyVersionId ?? own.policyVersionId;
  if (policyVersionId === null) throw new Error(`mailbox ${arrival.mailbox} names no active policy`);
  return {
    teamId,
    policyVersionId,
    severity,
    topic,
    ...(chosen?.pathVersionId == null ? {} : { pathVersionId: chosen.pathVersionId }),
    ...(because === null ? {} : { sorted: because }),
    ...(chosen === null ? {} : { matched: chosen.because }),
  };
};
