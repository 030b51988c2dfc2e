import type { Money } from '#core/approval/money.ts';
import type { Duration, Instant } from '#core/time.ts';

/** How what an event names is said by whoever tells it: the desk in its language, a command in the terminal's. */
export interface Teller {
  /** The words of `locales/` under a key, with their values. */
  t: (key: string, values?: Record<string, string | number>) => string;
  person: (id: number | null) => string;
  team: (id: number) => string;
  /** Another ticket, by its number; one that the reader does not see has none. */
  ticket: (id: number | undefined) => string;
  /** "Step 2, Team lead" for a step of an escalation of this ticket. */
  step: (escalationId: number, stepIndex: number) => string;
  /** A moment, told at `now`. */
  moment: (at: Instant, now: Instant) => string;
  length: (ms: Duration) => string;
  list: (names: readonly string[]) => string;
  money: (amount: Money) => string;
}
