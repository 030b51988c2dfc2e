import type { VersionId } from '#core/ids.ts';
import type { Config } from '#core/ticket/context.ts';
import type { Ticket } from '#core/ticket/ticket.ts';

/** The path that an escalation of this ticket climbs when it starts now: the matrix's choice, else its policy's. */
export function pathOf(
  ticket: Pick<Ticket, 'pathVersionId' | 'policyVersionId'>,
  config: Pick<Config, 'policy'>,
): VersionId {
  return ticket.pathVersionId ?? config.policy(ticket.policyVersionId).pathVersionId;
}
