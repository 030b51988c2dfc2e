/** A stretch too long to draw in proportion: it is drawn shorter and hatched. */
export interface Fold {
  from: number;
  to: number;
  fromX: number;
  toX: number;
}

export interface TimeScale {
  /** Where a moment lies, in pixels; clamped to the ends. */
  x: (at: number) => number;
  folds: readonly Fold[];
}

const CLOSEST_PX = 30;
/** A gap counts as long from this many times the usual gap on. */
const LONG = 5;

/**
 * Lays moments out over `width` pixels: in proportion, but never closer than what can be told apart, and
 * with long gaps folded, so that a night does not push the hour that matters into a corner.
 */
export function timeScale(moments: readonly number[], width: number): TimeScale {
  const at = [...new Set(moments)].toSorted((a, b) => a - b);
  const gaps = at.slice(1).map((moment, index) => moment - (at[index] ?? moment));
  if (gaps.length === 0) return { x: () => 0, folds: [] };
  const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const cap = Math.max(usual * LONG, 1);
  const closest = Math.min(CLOSEST_PX, (width * 0.6) / gaps.length);
  const drawn = gaps.map((gap) => Math.min(gap, cap));
  const total = drawn.reduce((sum, gap) => sum + gap, 0);
  const share = (width - closest * gaps.length) / total;
  const xs = [0];
  for (const gap of drawn) xs.push((xs.at(-1) ?? 0) + closest + gap * share);

  const folds = gaps.flatMap((gap, index) =>
    gap > cap ? [{ from: at[index] ?? 0, to: at[index + 1] ?? 0, fromX: xs[index] ?? 0, toX: xs[index + 1] ?? 0 }] : [],
  );
  const x = (moment: number): number => {
    const after = at.findIndex((one) => one >= moment);
    if (after <= 0) return after === 0 ? 0 : width;
    const [from, to] = [at[after - 1] ?? 0, at[after] ?? 0];
    const [fromX, toX] = [xs[after - 1] ?? 0, xs[after] ?? 0];
    return fromX + ((moment - from) / (to - from)) * (toX - fromX);
  };
  return { x, folds };
}
