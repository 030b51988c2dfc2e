import type { OpenHours } from '#contract/hours.ts';

/** A stretch in which nobody was expected to work. */
export interface Closed {
  from: number;
  to: number;
}

/** How long it was between two moments: by the wall clock, or in the hours that were open. */
export type Measure = (from: number, to: number) => number;

export const wallTime: Measure = (from, to) => Math.max(0, to - from);

/** Measures only what lies in open hours; the server has said which those are. */
export const workingTime =
  (hours: OpenHours): Measure =>
  (from, to) =>
    hours.spans.reduce(
      (sum, span) => sum + Math.max(0, Math.min(to, span.closes) - Math.max(from, span.opens)),
      // What lies outside what was asked for is not known to be closed.
      Math.max(0, hours.from - from) + Math.max(0, to - Math.max(from, hours.to)),
    );

const MOST_CLOSED = 60;

/** The closed stretches within [from, to); too many to tell apart are none, and time is drawn as it passed. */
export function closedWithin(hours: OpenHours, from: number, to: number): Closed[] {
  const edges = [from, ...hours.spans.flatMap((span) => [span.opens, span.closes]), to];
  const closed: Closed[] = [];
  for (let index = 0; index < edges.length; index += 2) {
    const start = Math.max(from, edges[index] ?? from);
    const stop = Math.min(to, edges[index + 1] ?? to);
    if (stop > start) closed.push({ from: start, to: stop });
  }
  return closed.length > MOST_CLOSED ? [] : closed;
}
