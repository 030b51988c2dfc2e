import type { EscalationView, TicketDetail } from '#contract/ticket.ts';
import { moment } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';

/** The escalation that is under way, if any. */
export const liveEscalation = (ticket: TicketDetail): EscalationView | null =>
  ticket.escalations.find((one) => one.status !== 'ended') ?? null;

/** Why it was raised, as the end of a sentence: "the first reply was missed at 14:05". */
export function reasonWords(escalation: EscalationView, now: number): string {
  const reason = escalation.reasons.at(-1);
  if (reason === undefined) return '';
  if (reason.type === 'breach') return t('web.event.because.breach', { at: moment(reason.at, now) });
  return t('web.event.because.request', {
    name: reason.by?.name ?? t('web.name.unknown'),
    reason: reason.reason === null ? '' : t(`web.reason.${reason.reason}`),
  });
}

/** What comes when the present wait is over: the next step, the path once more, or the last resort. */
export interface NextUp {
  name: string;
  people: readonly string[];
}

export function nextUp(escalation: EscalationView): NextUp {
  const lastResort = { name: t('web.step.last_resort_name'), people: escalation.lastResort };
  if (escalation.status === 'last_resort') return lastResort;
  const step = escalation.steps[escalation.stepIndex === null ? 0 : escalation.stepIndex + 1];
  return step === undefined ? lastResort : { name: step.name, people: step.targets };
}
