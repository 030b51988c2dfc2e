const HOUR = 3_600_000;

/** For how long a ticket is usually put aside. */
export const SNOOZES_MS = [HOUR, 4 * HOUR, 24 * HOUR, 72 * HOUR] as const;
