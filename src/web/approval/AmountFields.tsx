import { useState } from 'react';
import type { Money } from '#core/approval/money.ts';
import { t } from '#web/app/i18n.ts';

const USUAL_CURRENCY = 'EUR';

/** An amount as it is typed, in the smallest unit of its currency; null = none, `false` = no amount of any currency. */
function amountOf(typed: string, currency: string): Money | null | false {
  if (typed.trim() === '') return null;
  const value = Number(typed.trim().replace(',', '.'));
  if (!Number.isFinite(value) || value <= 0 || !/^[A-Z]{3}$/.test(currency)) return false;
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return { minor: Math.round(value * 10 ** maximumFractionDigits), currency };
}

interface Fields {
  typed: string;
  onType: (typed: string) => void;
  currency: string;
  onCurrency: (currency: string) => void;
}

/** An amount that somebody types, and what its fields need; `false` = what stands there is none. */
export function useAmount(): { amount: Money | null | false; fields: Fields } {
  const [typed, onType] = useState('');
  const [currency, onCurrency] = useState(USUAL_CURRENCY);
  return { amount: amountOf(typed, currency), fields: { typed, onType, currency, onCurrency } };
}

/** How much it is about, and in which currency. */
export const AmountFields = ({ typed, onType, currency, onCurrency }: Fields) => (
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
