import { ArrowRight, ArrowUp } from 'lucide-react';
import type { TicketDetail } from '#contract/ticket.ts';
import { durationIn } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';

/** Who is told at once, and what comes after, before one sends it. */
export function WhatHappens({ ticket }: { ticket: TicketDetail }) {
  const steps = ticket.path.steps.slice((ticket.path.after ?? -1) + 1);
  // A step that reaches nobody is skipped at once, so the first that reaches somebody is the one that is told.
  const first = steps.find((step) => step.people.length > 0)?.index ?? null;
  return (
    <div className="escalate-row">
      <span className="escalate-label">{t('web.escalate.next')}</span>
      <ol className="grid rounded-2 border border-line-strong text-13">
        {steps.map((step, index) => (
          <li key={step.index} className="escalate-step" data-first={step.index === first || undefined}>
            <Direction direction={step.direction} />
            <b className="font-medium">{t('web.step.named', { step: step.index + 1, name: step.name })}</b>
            <span className="text-muted">
              {step.people.map((person) => person.name).join(', ') || t('web.escalate.nobody')}
            </span>
            <span className="ms-auto text-12 text-muted">
              {step.index === first
                ? t('web.escalate.at_once')
                : step.people.length > 0 &&
                  t(`web.escalate.after.${step.waitIn}`, {
                    length: durationIn[step.waitIn](steps[index - 1]?.waitMs ?? 0),
                  })}
            </span>
          </li>
        ))}
        <li className="escalate-step" data-first={first === null || undefined}>
          <b className="font-medium">{t('web.step.last_resort_name')}</b>
          <span className="text-muted">{ticket.path.lastResort.join(', ')}</span>
          <span className="ms-auto text-12 text-muted">
            {first === null ? t('web.escalate.at_once') : t('web.escalate.after.nobody')}
          </span>
        </li>
      </ol>
    </div>
  );
}

/** Sideways to a skill, or up to more authority. */
const Direction = ({ direction }: { direction: 'functional' | 'hierarchical' }) => {
  const Icon = direction === 'functional' ? ArrowRight : ArrowUp;
  return (
    <span className="inline-flex" title={t(`web.escalate.direction.${direction}`)}>
      <Icon className="icon size-[14px] text-muted" aria-hidden="true" />
      <span className="sr-only">{t(`web.escalate.direction.${direction}`)}</span>
    </span>
  );
};
