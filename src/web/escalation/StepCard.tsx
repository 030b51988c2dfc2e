import type { ReactNode } from 'react';
import type { EscalationView, TicketDetail } from '#contract/ticket.ts';
import { useTick } from '#web/app/clock.ts';
import { list, moment } from '#web/app/format.ts';
import { t, type MessageId } from '#web/app/i18n.ts';
import { liveEscalation, nextMoment, nextUp, reasonWords } from '#web/escalation/live-escalation.ts';
import { useLog } from '#web/ticket/use-log.ts';
import { HoverDetails } from '#web/ui/HoverDetails.tsx';

/** The step a ticket stands on, with all about it: who was told and when, who holds it, what comes next, and why. */
export function StepCard({ ticket, children }: { ticket: TicketDetail; children: ReactNode }) {
  const escalation = liveEscalation(ticket);
  if (escalation === null) return children;
  return (
    <HoverDetails title={titleOf(escalation)} details={<Lines ticket={ticket} escalation={escalation} />}>
      {children}
    </HoverDetails>
  );
}

function titleOf(escalation: EscalationView): string {
  const index = escalation.stepIndex ?? 0;
  const step = escalation.status === 'last_resort' ? undefined : escalation.steps[index];
  return step === undefined
    ? t('web.step.last_resort_name')
    : t('web.step.named', { step: index + 1, name: step.name });
}

function Lines({ ticket, escalation }: { ticket: TicketDetail; escalation: EscalationView }) {
  const { events } = useLog(ticket);
  const reached = events.findLast(
    ({ type, body }) => /^(step|last_resort)_reached$/.test(type) && body['escalationId'] === escalation.id,
  );
  const toldAt = reached?.at ?? escalation.startedAt;
  // Looked at again each second, drawn again only when a line says something else.
  const lines = useTick((now) => JSON.stringify(stepLines(escalation, toldAt, now)));
  return (
    <dl className="facts">
      {(JSON.parse(lines) as [MessageId, string][]).map(([label, text]) => (
        <div key={label} className="contents">
          <dt>{t(label)}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function stepLines(escalation: EscalationView, toldAt: number, now: number): [MessageId, string][] {
  const names = escalation.told.map((person) => person.name);
  const next = nextMoment(escalation);
  const up = nextUp(escalation);
  const coming = [up.name, list(up.people)].filter((part) => part !== '').join(': ');
  const holder = escalation.acknowledgedBy;
  return [
    ['web.step.card.told', names.length === 0 ? t('web.step.card.nobody') : list(names)],
    ['web.step.card.at', moment(toldAt, now)],
    ...(holder === null ? [] : [['web.step.card.holder', holder.name] satisfies [MessageId, string]]),
    ...(next === null
      ? []
      : [
          ['web.step.card.next_at', moment(next.at, now)] satisfies [MessageId, string],
          ['web.step.card.next', next.kind === 'confirm' ? t('web.step.card.confirm') : coming] satisfies [
            MessageId,
            string,
          ],
        ]),
    ['web.step.card.why', reasonWords(escalation, now)],
  ];
}
