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

/**
 * A length with every unit it has: a promise is not rounded. Business time is never told in days: a day of it is not 24
 * hours, and would be read as a day of the calendar.
 */
export const lengthOf = (ms: Duration, language: Language, counted: 'wall' | 'business' = 'wall'): string => {
  let rest = ms;
  const units = counted === 'wall' ? UNITS : UNITS.slice(1);
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count === 0) return [];
    return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
  });
  return parts.join(' ');
};
