/** A moment: whole milliseconds since 1970-01-01T00:00:00Z. Core never reads a clock; it is told. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Duration = number;

/** "No moment": sorts after every real instant, so that a minimum over parts needs no special case. */
export const NEVER: Instant = Number.POSITIVE_INFINITY;

export const SECOND: Duration = 1_000;
export const MINUTE: Duration = 60 * SECOND;
export const HOUR: Duration = 60 * MINUTE;
export const DAY: Duration = 24 * HOUR;
