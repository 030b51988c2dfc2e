import type { TicketDetail } from '#contract/ticket.ts';
import { spokenDuration } from '#web/app/format.ts';
import { t } from '#web/app/i18n.ts';
import { liveEscalation } from '#web/escalation/live-escalation.ts';

/** Who is told at once, and what comes after, before one sends it. */
export function WhatHappens({ ticket }: { ticket: TicketDetail }) {
  const live = liveEscalation(ticket);
  const latest = live ?? ticket.escalations.at(-1) ?? null;
  const from = live === null || live.stepIndex === null ? 0 : live.stepIndex + 1;
  const steps = latest?.steps.slice(from) ?? [];
  return (
    <div className="escalate-row">
      <span className="escalate-label">{t('web.escalate.next')}</span>
      {latest === null ? (
        <p className="text-13 text-ink-2">{t('web.escalate.next_first')}</p>
      ) : (
        <ol className="grid rounded-2 border border-line-strong text-13">
          {steps.map((step, index) => (
            <li key={step.index} className="escalate-step" data-first={index === 0 || undefined}>
              <b className="font-medium">{t('web.step.named', { step: step.index + 1, name: step.name })}</b>
              <span className="text-muted">{step.targets.join(', ')}</span>
              <span className="ms-auto text-12 text-muted">
                {index === 0
                  ? t('web.escalate.at_once')
                  : t(`web.escalate.after.${step.waitIn}`, { length: spokenDuration(steps[index - 1]?.waitMs ?? 0) })}
              </span>
            </li>
          ))}
          <li className="escalate-step" data-first={steps.length === 0 || undefined}>
            <b className="font-medium">{t('web.step.last_resort_name')}</b>
            <span className="text-muted">{latest.lastResort.join(', ')}</span>
            <span className="ms-auto text-12 text-muted">
              {steps.length === 0 ? t('web.escalate.at_once') : t('web.escalate.after.nobody')}
            </span>
          </li>
        </ol>
      )}
    </div>
  );
}
