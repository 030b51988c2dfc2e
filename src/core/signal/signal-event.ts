import type { Instant } from '#core/time.ts';

/** Something that happened to what is counted about a ticket. */
export type SignalEvent =
  /** From when on a silence, or an open promise, is noticed; null: nothing of the kind lies ahead. */
  { type: 'watch_moved'; silentAt: Instant | null; promiseRiskAt: Instant | null };
