import { useState, type ReactNode } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { REASONS } from '#web/escalation/choices.ts';
import { targetOf, TargetSelect } from '#web/people/TargetSelect.tsx';
import { AskDialog } from '#web/ticket/AskDialog.tsx';

/** Asks others for a part of the work, or whoever is above for a decision. */
export function OpenLegDialog({
  ticket,
  ways,
  onClose,
}: {
  ticket: TicketDetail;
  ways?: ReactNode;
  onClose: () => void;
}) {
  const [to, setTo] = useState('');
  const target = targetOf(to);
  return (
    <AskDialog
      ticketId={ticket.id}
      title={t('web.leg.open')}
      text={t('web.leg.open_text')}
      head={ways}
      choices={{
        label: t('web.escalate.why'),
        of: REASONS.map((value) => ({ value, words: t(`web.escalate.reason.${value}`) })),
      }}
      words={{ label: t('web.leg.need'), placeholder: t('web.leg.need_placeholder') }}
      act={({ choice, words }) => {
        if (choice === null || target === null) return null;
        const direction = target.type === 'manager' || choice === 'authority' ? 'hierarchical' : 'functional';
        return { type: 'open_leg', direction, to: target, reason: choice, words };
      }}
      verb={t('web.leg.ask')}
      done={t('web.leg.asked')}
      back={({ legs }) => ({ type: 'withdraw_leg', legId: legs.at(-1)?.id ?? 0 })}
      onClose={onClose}
    >
      <TargetSelect ticket={ticket} label={t('web.leg.to')} value={to} onPick={setTo} />
    </AskDialog>
  );
}
