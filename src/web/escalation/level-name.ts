import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import type { Level } from '#web/escalation/ladder-model.ts';

export interface LevelName {
  short: string;
  long: string;
  /** A step sideways to a skill, or up to somebody with more authority; null for what is no step. */
  direction: 'functional' | 'hierarchical' | null;
}

type Steps = TicketDetail['path']['steps'];

/** The steps that are drawn: of the escalation that lives or lived last, else of the path that would begin. */
export const stepsOf = (ticket: TicketDetail): Steps =>
  (ticket.escalations.find((one) => one.status !== 'ended') ?? ticket.escalations.at(-1))?.steps ?? ticket.path.steps;

/** How a level is called: in short for its head, at length below it. */
export function levelName(ticket: TicketDetail, level: Level): LevelName {
  if (level === 'requester') return { short: ticket.requester.name, long: t('web.ladder.requester'), direction: null };
  if (level === 'team') {
    return { short: t('web.step.tier', { tier: ticket.assignedTier }), long: ticket.team.name, direction: null };
  }
  if (level === 'last_resort') return { short: t('web.step.last_resort_name'), long: '', direction: null };
  const step = stepsOf(ticket)[level];
  return {
    short: t('web.step.number', { step: level + 1 }),
    long: step?.name ?? '',
    direction: step?.direction ?? null,
  };
}
