import type { SignalKind } from '#core/escalation/escalation.ts';
import type { MessageId } from '#core/ids.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import type { ReportedKind } from '#core/signal/nature.ts';
import type { Config } from '#core/ticket/context.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import type { Instant } from '#core/time.ts';

/** From how sure on (0…1) a signal of a kind begins a climb or joins one. */
export interface Threshold {
  signal: ReportedKind;
  least: number;
}

/** Something somebody thought they noticed, and was not sure enough of. It calls nobody. */
export interface Hint {
  kind: SignalKind;
  evidence: MessageId[];
  confidence: number;
  /** How sure they would have had to be. */
  least: number;
  at: Instant;
}

/** Most hints a ticket keeps: the newest of each kind. */
export const MOST_HINTS = 10;

/** How sure whoever notices a signal of that kind must be, by the path of the ticket; 0: it does not matter. */
export function leastSure(ticket: Ticket, config: Config, kind: SignalKind): number {
  return config.path(pathOf(ticket, config)).thresholds?.find(({ signal }) => signal === kind)?.least ?? 0;
}

/** The hints with a newer one, which takes the place of an earlier one of its kind. */
export function withHint(hints: Hint[], hint: Hint): Hint[] {
  return [...hints.filter(({ kind }) => kind !== hint.kind), hint].slice(-MOST_HINTS);
}
