import type { Duration } from '#core/time.ts';

/** What a path notices without reading a word; what it does not name, it does not notice. */
export interface SignalRules {
  /** The customer opened it again so often. */
  reopens?: number | undefined;
  /** So many messages of theirs within so long, and no answer. */
  repeatedContact?: { messages: number; withinMs: Duration } | undefined;
  /** They have heard nothing for so long, in the path's business hours, and it is not theirs to speak. */
  silenceMs?: Duration | undefined;
  /** So much of the time of a promise has passed, in percent of its business hours. */
  promiseAtRiskPercent?: number | undefined;
  /** A reply could not be delivered. */
  undeliverable?: boolean | undefined;
  /** Whoever has it is absent, and nobody is there to have it instead. */
  assigneeAbsent?: boolean | undefined;
}
