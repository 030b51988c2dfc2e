import type { Clock } from '#contract/ticket.ts';

export type CardLabel =
  | 'target'
  | 'due'
  | 'due_there'
  | 'cycle'
  | 'missed'
  | 'because'
  | 'stopped'
  | 'paused'
  | 'opens'
  | 'calendar'
  | 'policy';

interface Words {
  inFull: (at: number) => string;
  length: (ms: number, display: 'long') => string;
  /** On the customer's clock; null where it says the same as the reader's. */
  there: (at: number) => string | null;
  cause: (cause: NonNullable<Clock['breachCause']>) => string;
}

/** What a card says of a clock, line by line: of how much, due when, whether it stands still, by which hours. */
export function cardLines(clock: Clock, now: number, { inFull, length, there, cause }: Words): [CardLabel, string][] {
  const lines: [CardLabel, string | null][] = [
    ['target', length(clock.targetMs, 'long')],
    ['due', clock.state === 'running' && clock.dueAt !== null ? inFull(clock.dueAt) : null],
    ['due_there', clock.state === 'running' && clock.dueAt !== null ? there(clock.dueAt) : null],
    ['cycle', clock.cycle === 1 ? null : String(clock.cycle)],
    ['missed', clock.breachedAt === null ? null : inFull(clock.breachedAt)],
    ['because', clock.breachCause === null ? null : cause(clock.breachCause)],
    ['stopped', clock.stoppedAt === null ? null : inFull(clock.stoppedAt)],
    ['paused', clock.state === 'paused' && clock.pausedAt !== null ? inFull(clock.pausedAt) : null],
    ['opens', opensAt(clock, now, inFull)],
    ['calendar', clock.calendar],
    ['policy', clock.policy],
  ];
  return lines.filter((line): line is [CardLabel, string] => line[1] !== null);
}

/** A running clock outside business hours goes on when they begin. */
const opensAt = ({ state, counting, nextSwitchAt }: Clock, now: number, inFull: Words['inFull']): string | null =>
  state === 'running' && !counting && nextSwitchAt !== null && nextSwitchAt > now ? inFull(nextSwitchAt) : null;
