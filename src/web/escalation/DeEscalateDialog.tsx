import { DE_ESCALATION_REASONS } from '#core/escalation/escalation.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { AskDialog } from '#web/ticket/AskDialog.tsx';

interface Props {
  ticket: TicketDetail;
  escalationId: number;
  onClose: () => void;
}

/** Ends an escalation because its reason is gone. */
export const DeEscalateDialog = ({ ticket, escalationId, onClose }: Props) => (
  <AskDialog
    ticketId={ticket.id}
    title={t('web.de_escalate.title')}
    text={t('web.de_escalate.text')}
    choices={{
      label: t('web.escalate.why'),
      of: DE_ESCALATION_REASONS.map((value) => ({ value, words: t(`web.de_escalate.reason.${value}`) })),
    }}
    words={{ label: t('web.escalate.words'), placeholder: t('web.de_escalate.placeholder') }}
    act={({ choice, words }) => (choice === null ? null : { type: 'de_escalate', escalationId, reason: choice, words })}
    verb={t('web.de_escalate.title')}
    done={t('web.de_escalate.done')}
    onClose={onClose}
  />
);
