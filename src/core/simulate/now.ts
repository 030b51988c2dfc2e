import { choosePlan } from '#core/matrix/choose-plan.ts';
import type { World } from '#core/simulate/world.ts';
import type { TicketCommand } from '#core/ticket/command.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** Opens with what is chosen for something new in this world, whatever was chosen then. */
export function opensIn(
  { config, customerTiers }: World,
  command: Extract<TicketCommand, { type: 'open' }>,
  now: Instant,
): TicketCommand {
  const { pathVersionId: _path, matched: _matched, ...open } = command;
  const customerTier = open.organisationId === null ? null : (customerTiers.get(open.organisationId) ?? null);
  const { topic, severity, channel, language } = open;
  const chosen = choosePlan({ topic, severity, channel, language, customerTier, now }, config.active, config);
  if (chosen === null) {
    return { ...open, policyVersionId: config.active.versionOf('policy', config.policy(open.policyVersionId).name) };
  }
  const { policyVersionId, pathVersionId, because: matched } = chosen;
  return { ...open, policyVersionId, matched, ...(pathVersionId === null ? {} : { pathVersionId }) };
}

/** A command of the past aimed at what the ticket is now: the climb that is live, as far as it has come. */
export function onTicket(command: TicketCommand, ticket: Ticket | null): TicketCommand {
  const live = ticket?.escalations.findLast(({ status }) => status !== 'ended');
  if (command.type === 'escalate') return { ...command, firing: live?.firing ?? null };
  return 'escalationId' in command && live !== undefined ? { ...command, escalationId: live.id } : command;
}
