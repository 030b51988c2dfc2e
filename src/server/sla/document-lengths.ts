import type { Language } from '#core/ticket/ticket.ts';
import { DAY, HOUR, MINUTE, SECOND, type Duration } from '#core/time.ts';

/** Values as a language joins them. */
export const listOf = (
  values: string[],
  language: Language,
  type: 'conjunction' | 'disjunction' = 'conjunction',
): string => new Intl.ListFormat(language, { type }).format(values);

const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
] as const;

/** A length with every unit it has: a promise is not rounded. */
export const lengthOf = (ms: Duration, language: Language): string => {
  let rest = ms;
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
    return count === 0 ? [] : format.format(count);
  });
  return parts.join(' ');
};
