import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import type { Level } from '#web/escalation/build-ladder.ts';

/** How a level is called: in short for its head, at length below it. */
export function levelName(ticket: TicketDetail, level: Level): { short: string; long: string } {
  if (level === 'requester') return { short: ticket.requester.name, long: t('web.ladder.requester') };
  if (level === 'team') return { short: t('web.step.tier', { tier: ticket.tier }), long: ticket.team.name };
  if (level === 'last_resort') return { short: t('web.step.last_resort_name'), long: '' };
  const steps = (ticket.escalations.find((one) => one.status !== 'ended') ?? ticket.escalations.at(-1))?.steps;
  return { short: t('web.step.number', { step: level + 1 }), long: steps?.[level]?.name ?? '' };
}
