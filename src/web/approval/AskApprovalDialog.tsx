import { useState } from 'react';
import { MOST_SEATS } from '#core/approval/approval.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { AmountFields, useAmount } from '#web/approval/AmountFields.tsx';
import { targetOf, TargetSelect } from '#web/people/TargetSelect.tsx';
import { AskDialog } from '#web/ticket/AskDialog.tsx';
import { Switch } from '#web/ui/Switch.tsx';

/** Asks one or several to allow something; until they decide the ticket cannot be solved. */
export function AskApprovalDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const [asked, setAsked] = useState<readonly string[]>([]);
  const [rule, setRule] = useState<'all' | 'any'>('all');
  const { amount, fields } = useAmount();
  const approvers = asked.flatMap((value) => targetOf(value) ?? []);
  const shown = asked.length < MOST_SEATS ? [...asked, ''] : asked;
  const pick = (index: number, value: string): void =>
    setAsked(shown.map((one, at) => (at === index ? value : one)).filter((one) => one !== ''));
  return (
    <AskDialog
      ticketId={ticket.id}
      title={t('web.approval.ask')}
      text={t('web.approval.ask_text')}
      words={{ label: t('web.approval.what'), placeholder: t('web.approval.what_placeholder'), isNeeded: true }}
      act={({ words }) => {
        if (approvers.length === 0 || amount === false) return null;
        return { type: 'ask_approval', approvers, rule, amount, words };
      }}
      verb={t('web.approval.ask_do')}
      done={t('web.approval.asked')}
      back={({ approvals }) => ({ type: 'withdraw_approval', approvalId: approvals.at(-1)?.id ?? 0 })}
      onClose={onClose}
    >
      {shown.map((value, index) => (
        <TargetSelect
          key={index}
          ticket={ticket}
          label={t(index === 0 ? 'web.approval.of' : 'web.approval.of_also')}
          value={value}
          onPick={(next) => pick(index, next)}
        />
      ))}
      {approvers.length > 1 && (
        <Switch
          label={t('web.approval.rule')}
          value={rule}
          onPick={setRule}
          options={(['all', 'any'] as const).map((one) => ({ value: one, words: t(`web.approval.rule.${one}`) }))}
        />
      )}
      <AmountFields {...fields} />
    </AskDialog>
  );
}
