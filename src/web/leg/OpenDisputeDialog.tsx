import { useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { targetOf, TargetSelect } from '#web/people/TargetSelect.tsx';
import { AskDialog } from '#web/ticket/AskDialog.tsx';

/** Asks somebody who belongs to neither side to decide. */
export function OpenDisputeDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const [against, setAgainst] = useState('');
  const target = targetOf(against);
  return (
    <AskDialog
      ticketId={ticket.id}
      title={t('web.more.open_dispute')}
      text={t('web.dispute.text')}
      words={{ label: t('web.dispute.about'), placeholder: t('web.dispute.placeholder'), isNeeded: true }}
      act={({ words }) =>
        target === null || target.type === 'manager' ? null : { type: 'open_dispute', against: target, words }
      }
      verb={t('web.dispute.do')}
      done={t('web.dispute.done')}
      back={({ legs }) => ({ type: 'withdraw_leg', legId: legs.at(-1)?.id ?? 0 })}
      onClose={onClose}
    >
      <TargetSelect
        ticket={ticket}
        label={t('web.dispute.with')}
        value={against}
        onPick={setAgainst}
        only={['team', 'person']}
      />
    </AskDialog>
  );
}
