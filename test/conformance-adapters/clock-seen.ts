import type { BusinessHours } from '#core/sla/business-hours.ts';
import { nextWarning, usedTime } from '#core/sla/clock.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { SECOND, type Instant } from '#core/time.ts';
import type { Expected } from './clock-case.ts';

/** What is needed beside the ticket to say what its clocks show. */
export interface Sight {
  now: Instant;
  /** When the policy or the hours last changed: a point that lies before was put into the past by it. */
  changedAt: Instant;
  hoursOf(clock: SlaClock): BusinessHours;
}

/** What differs between what a case expects and what the ticket shows; null when nothing does. */
export function clockDifference(ticket: Ticket, sight: Sight, expected: Expected): string | null {
  const wanted = JSON.stringify(inMilliseconds(expected));
  const seen = JSON.stringify(inMilliseconds(seenLike(expected, ticket, sight)));
  return wanted === seen
    ? null
    : `expected ${JSON.stringify(expected)}, got ${JSON.stringify(seenLike(expected, ticket, sight))}`;
}

/** One spelling of every instant, so that instants compare as instants. */
function inMilliseconds(value: unknown): unknown {
  if (typeof value === 'string') return Number.isNaN(Date.parse(value)) ? value : Date.parse(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inMilliseconds(part)]));
}

/** What the ticket shows, of what a case asks for. */
function seenLike(expected: Expected, ticket: Ticket, sight: Sight) {
  const clocks = Object.entries(expected.clocks).map(([id, wanted]) => {
    const clock = ticket.clocks.find(({ key }) => key.endsWith(`:${id}`));
    const shown: Record<string, unknown> = clock === undefined ? { state: 'none' } : shownBy(clock, sight);
    if ('warnAt' in wanted && clock !== undefined)
      shown['warnAt'] = warnings(clock, sight, Object.keys(wanted['warnAt'] as object));
    return [id, Object.fromEntries(Object.keys(wanted).map((name) => [name, shown[name]]))];
  });
  const dues = ticket.clocks.flatMap((clock) =>
    clock.state === 'running' && clock.breachedAt === null && clock.dueAt !== null ? clock.dueAt : [],
  );
  return { clocks: Object.fromEntries(clocks), nextDue: dues.length === 0 ? null : text(Math.min(...dues)) };
}

const STOPS: Partial<Record<string, string>> = { solve: 'resolve', close: 'resolve' };

function shownBy(clock: SlaClock, { hoursOf, now }: Sight): Record<string, unknown> {
  const dueAt = clock.breachedAt ?? (clock.state === 'running' ? clock.dueAt : null);
  return {
    state: clock.state,
    cycle: clock.cycle,
    due: text(dueAt),
    elapsedSeconds: usedTime(clock, hoursOf(clock), now) / SECOND,
    breachedAt: text(clock.breachedAt),
    breachCause: clock.breachCause ?? undefined,
    breaches: clock.earlierBreaches + (clock.breachedAt === null ? 0 : 1),
    ...(clock.state === 'stopped'
      ? {
          stoppedAt: text(clock.stoppedAt),
          outcome: clock.outcome,
          stoppedBy: STOPS[clock.stoppedBy] ?? clock.stoppedBy,
        }
      : {}),
  };
}

function warnings(clock: SlaClock, { hoursOf, changedAt }: Sight, percents: string[]) {
  const at = (percent: number): string | null => {
    if (clock.state !== 'running') return null;
    const ahead = nextWarning(
      hoursOf(clock),
      clock.segmentStart,
      { ...clock, warned: [] },
      { warnPercents: [percent] },
    );
    return ahead !== null && ahead.at <= Math.max(changedAt, clock.segmentStart) ? 'reached' : text(ahead?.at ?? null);
  };
  return Object.fromEntries(percents.map((percent) => [percent, at(Number(percent))]));
}

function text(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace('.000Z', 'Z');
}
