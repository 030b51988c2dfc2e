import type { Closed } from '#web/escalation/working-time.ts';

/** A stretch that is not drawn in proportion: closed hours, or a gap too long; it is drawn shorter and hatched. */
export interface Fold {
  from: number;
  to: number;
  fromX: number;
  toX: number;
  isClosed: boolean;
}

export interface TimeScale {
  /** Where a moment lies, in pixels; clamped to the ends. */
  x: (at: number) => number;
  folds: readonly Fold[];
}

const CLOSEST_PX = 30;
const CLOSED_PX = 16;
/** A gap counts as long from this many times the usual gap on. */
const LONG = 5;

/**
 * Lays moments out over `width` pixels: in proportion, but never closer than what can be told apart, and with
 * closed hours and long gaps folded, so that a night does not push the hour that matters into a corner.
 */
export function timeScale(given: readonly number[], width: number, closed: readonly Closed[] = []): TimeScale {
  const [first, last] = [Math.min(...given), Math.max(...given)];
  const edges = closed.flatMap((one) => [one.from, one.to]).filter((edge) => edge > first && edge < last);
  const at = [...new Set([...given, ...edges])].toSorted((a, b) => a - b);
  const gaps = at.slice(1).map((moment, index) => {
    const from = at[index] ?? moment;
    return { ms: moment - from, isClosed: closed.some((one) => one.from <= from && one.to >= moment) };
  });
  if (gaps.length === 0) return { x: () => 0, folds: [] };

  const open = gaps.filter((gap) => !gap.isClosed);
  const usual = open.map((gap) => gap.ms).toSorted((a, b) => a - b)[Math.floor(open.length / 2)] ?? 0;
  const cap = Math.max(usual * LONG, 1);
  const closedPx = Math.min(CLOSED_PX, (width * 0.3) / Math.max(1, gaps.length - open.length));
  const rest = width - closedPx * (gaps.length - open.length);
  const closest = open.length === 0 ? 0 : Math.min(CLOSEST_PX, (rest * 0.6) / open.length);
  const total = open.reduce((sum, gap) => sum + Math.min(gap.ms, cap), 0);
  const share = total === 0 ? 0 : (rest - closest * open.length) / total;
  const xs = [0];
  for (const gap of gaps) {
    xs.push((xs.at(-1) ?? 0) + (gap.isClosed ? closedPx : closest + Math.min(gap.ms, cap) * share));
  }

  const folds = gaps.flatMap(({ ms, isClosed }, index) =>
    isClosed || ms > cap
      ? [{ from: at[index] ?? 0, to: at[index + 1] ?? 0, fromX: xs[index] ?? 0, toX: xs[index + 1] ?? 0, isClosed }]
      : [],
  );
  const x = (moment: number): number => {
    const after = at.findIndex((one) => one >= moment);
    if (after <= 0) return after === 0 ? 0 : (xs.at(-1) ?? width);
    const [from, to] = [at[after - 1] ?? 0, at[after] ?? 0];
    const [fromX, toX] = [xs[after - 1] ?? 0, xs[after] ?? 0];
    return fromX + ((moment - from) / (to - from)) * (toX - fromX);
  };
  return { x, folds };
}
