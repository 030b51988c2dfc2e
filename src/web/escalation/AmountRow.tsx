import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { AmountFields } from '#web/approval/AmountFields.tsx';
import type { Escalating } from '#web/escalation/use-escalate.ts';

/** How much is to be allowed, where a step that comes asks for that; nothing where none does. */
export function AmountRow({ ticket, escalating }: { ticket: TicketDetail; escalating: Escalating }) {
  const { steps, after } = ticket.path;
  const asking = steps.find(({ index, needs }) => index > (after ?? -1) && needs === 'approval');
  if (asking === undefined) return null;
  const { amount, fields } = escalating.amount;
  return (
    <div className="escalate-row">
      <span className="escalate-label">{t('web.approval.label')}</span>
      <div className="grid gap-1">
        <AmountFields {...fields} />
        <p className="text-12 text-muted">{t('web.escalate.amount', { step: asking.name })}</p>
        {amount === false && (
          <p role="alert" className="text-12 text-critical">
            {t('web.escalate.amount_wrong')}
          </p>
        )}
      </div>
    </div>
  );
}
