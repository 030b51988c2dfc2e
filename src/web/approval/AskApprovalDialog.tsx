import { useState } from 'react';
import { MOST_SEATS } from '#core/approval/approval.ts';
import type { TicketDetail } from '#contract/ticket.ts';
import { t } from '#web/app/i18n.ts';
import { targetOf, TargetSelect } from '#web/people/TargetSelect.tsx';
import { AskDialog } from '#web/ticket/AskDialog.tsx';
import { Switch } from '#web/ui/Switch.tsx';

const USUAL_CURRENCY = 'EUR';

/** An amount as it is typed, in the smallest unit of its currency; null = none, `false` = no amount of any currency. */
function amountOf(typed: string, currency: string): { minor: number; currency: string } | null | false {
  if (typed.trim() === '') return null;
  const value = Number(typed.trim().replace(',', '.'));
  if (!Number.isFinite(value) || value <= 0 || !/^[A-Z]{3}$/.test(currency)) return false;
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return { minor: Math.round(value * 10 ** maximumFractionDigits), currency };
}

/** Asks one or several to allow something; until they decide the ticket cannot be solved. */
export function AskApprovalDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const [asked, setAsked] = useState<readonly string[]>([]);
  const [rule, setRule] = useState<'all' | 'any'>('all');
  const [typed, setTyped] = useState('');
  const [currency, setCurrency] = useState(USUAL_CURRENCY);
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
        const amount = amountOf(typed, currency);
        if (approvers.length === 0 || amount === false) return null;
        return { type: 'ask_approval', approvers, rule, amount, words };
      }}
      verb={t('web.approval.ask_do')}
      done={t('web.approval.asked')}
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
      <AmountFields typed={typed} onType={setTyped} currency={currency} onCurrency={setCurrency} />
    </AskDialog>
  );
}

interface AmountProps {
  typed: string;
  onType: (typed: string) => void;
  currency: string;
  onCurrency: (currency: string) => void;
}

const AmountFields = ({ typed, onType, currency, onCurrency }: AmountProps) => (
  <div className="flex gap-3">
    <label className="grid flex-1 gap-1 text-13">
      {t('web.approval.amount')}
      <input className="field num" inputMode="decimal" value={typed} onChange={(event) => onType(event.target.value)} />
    </label>
    <label className="grid w-[96px] gap-1 text-13">
      {t('web.approval.currency')}
      <input
        className="field"
        maxLength={3}
        value={currency}
        onChange={(event) => onCurrency(event.target.value.toUpperCase())}
      />
    </label>
  </div>
);
