import { useState } from 'react';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { targetOf, TargetSelect } from '#web/people/TargetSelect.tsx';
import { AskDialog } from '#web/ticket/AskDialog.tsx';

interface Props {
  ticket: TicketDetail;
  approvalId: number;
  onClose: () => void;
}

/** Gives a decision that one was asked for to somebody who may make it. */
export function DelegateDialog({ ticket, approvalId, onClose }: Props) {
  const [to, setTo] = useState('');
  const target = targetOf(to);
  return (
    <AskDialog
      ticketId={ticket.id}
      title={t('web.approval.delegate')}
      text={t('web.approval.delegate_text')}
      words={{ label: t('web.escalate.words'), placeholder: t('web.approval.delegate_placeholder') }}
      act={({ words }) =>
        target?.type === 'person' ? { type: 'delegate_approval', approvalId, to: target.personId, words } : null
      }
      verb={t('web.approval.delegate')}
      done={t('web.approval.delegated')}
      onClose={onClose}
    >
      <TargetSelect ticket={ticket} label={t('web.approval.delegate_to')} value={to} onPick={setTo} only={['person']} />
    </AskDialog>
  );
}
