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
  if (reason.type === 'breach') return t('web.escalation.because.breach', { at: moment(reason.at, now) });
  if (reason.signal !== null) return t('web.event.because.signal', { kind: t(`web.signal.${reason.signal}`) });
  const asked = {
    name: reason.by?.name ?? t('web.name.unknown'),
    reason: reason.reason === null ? '' : t(`web.reason.${reason.reason}`),
  };
  if (reason.need === null) return t('web.event.because.request', asked);
  return t('web.event.because.request_need', { ...asked, need: t(`web.need.${reason.need}`) });
}

/** The moment the live escalation waits for, and what then comes; null when it waits for nothing. */
export function nextMoment(
  escalation: EscalationView | null,
): { kind: 'step' | 'last_resort' | 'confirm'; at: number } | null {
  if (escalation === null) return null;
  if (escalation.status === 'acknowledged') {
    return escalation.confirmBy === null ? null : { kind: 'confirm', at: escalation.confirmBy };
  }
  if (escalation.nextAt === null) return null;
  const isLast = escalation.status === 'last_resort' || (escalation.stepIndex ?? -1) + 1 >= escalation.steps.length;
  return { kind: isLast ? 'last_resort' : 'step', at: escalation.nextAt };
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
  return step === undefined ? lastResort : { name: step.name, people: step.people.map((person) => person.name) };
}
