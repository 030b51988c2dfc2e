/** How long something took, in milliseconds: what is usual, what is slow, and nearly the slowest. */
export interface Spread {
  p50: number;
  p75: number;
  p98: number;
}

/** To a tenth. */
export const round = (value: number): number => Math.round(value * 10) / 10;

const at = (sorted: readonly number[], part: number): number =>
  round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);

/** The spread of some lengths. Throws when nothing was measured. */
export function spreadOf(lengths: readonly number[]): Spread {
  if (lengths.length === 0) throw new Error('nothing was measured');
  const sorted = lengths.toSorted((a, b) => a - b);
  return { p50: at(sorted, 0.5), p75: at(sorted, 0.75), p98: at(sorted, 0.98) };
}
