import type { Money } from '#core/approval/money.ts';

/** An amount as people of a language write it, with as many decimals as its currency has. */
export function moneyWords(locale: string, { minor, currency }: Money): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minor / 10 ** decimals);
}
