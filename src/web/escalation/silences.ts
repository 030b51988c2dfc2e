import type { LadderModel } from '#web/escalation/ladder-model.ts';
import type { Measure } from '#web/escalation/working-time.ts';

/** A stretch in which neither side said anything. */
export interface Silence {
  from: number;
  to: number;
  lengthMs: number;
}

const HOUR = 3_600_000;
/** Shorter ones are how work goes. */
const LEAST_MS = 2 * HOUR;
const LEAST_SHARE = 0.12;

/** The silences on the requester's side worth drawing: long, and a good part of the whole. */
export function silencesOf(model: LadderModel, end: number, measure: Measure): Silence[] {
  const whole = measure(model.openedAt, end);
  const said = model.marks.filter((mark) => mark.kind !== 'missed').map((mark) => mark.at);
  const moments = [model.openedAt, ...said, end].toSorted((a, b) => a - b);
  return moments.slice(1).flatMap((to, index) => {
    const from = moments[index] ?? to;
    const lengthMs = measure(from, to);
    return lengthMs >= Math.max(LEAST_MS, whole * LEAST_SHARE) ? [{ from, to, lengthMs }] : [];
  });
}

/** How long the requester waited for an answer in all, and how long they wait now; null when they wait for none. */
export function waitedFor(model: LadderModel, end: number, measure: Measure): { total: number; now: number | null } {
  let since: number | null = model.openedAt;
  let total = 0;
  for (const mark of model.marks.toSorted((a, b) => a.at - b.at)) {
    if (mark.kind === 'in') since ??= mark.at;
    if (mark.kind === 'out' && since !== null) {
      total += measure(since, mark.at);
      since = null;
    }
  }
  const now = since === null ? null : measure(since, end);
  return { total: total + (now ?? 0), now };
}
