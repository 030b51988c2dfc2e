import type { EscalationReason } from '#core/escalation/escalation.ts';
import { after } from '#core/escalation/wait.ts';
import { liveEscalation } from '#core/escalation/trigger.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import type { SlaClock } from '#core/sla/clock-state.ts';
import { refuse, type Refusal } from '#core/result.ts';
import type { Config } from '#core/ticket/context.ts';
import type { Ticket } from '#core/ticket/ticket.ts';
import { NEVER, type Duration, type Instant } from '#core/time.ts';

/**
 * Reasons that a path may let wait. A customer's demand, safety and abuse, and what needs authority never do: they climb
 * at once, whatever a path says.
 */
export const GATED_REASONS = ['skill', 'sla_at_risk', 'repeat_contact'] as const satisfies EscalationReason[];
export type GatedReason = (typeof GATED_REASONS)[number];

/** What must have happened before a ticket climbs for a reason. */
export interface Gate {
  reason: GatedReason;
  /** A target of the customer's was missed, where one is running. */
  afterDue: boolean;
  /** So many attempts were recorded. */
  attempts: number;
  /** It waits no longer than so much business time of the path from the first contact; without it, it may. */
  orAfterMs?: Duration | undefined;
}

export const GATE_CODES = ['before_due', 'clock_paused', 'attempts_missing'] as const;

/** Whether a ticket may climb for a reason: now, at a moment that is known, or not before something else happens. */
export interface GateAnswer {
  when: 'now' | 'at' | 'not_yet';
  /** What stands in the way; null when nothing does. */
  because: (typeof GATE_CODES)[number] | null;
  /** From when on it may, whatever else happens; null when it may now, or nobody knows. */
  at: Instant | null;
  attemptsMade: number;
  attemptsNeeded: number;
}

/** Whether `ticket` may climb for `reason` at `now`, by the gates of its path; what climbs already is past them. */
export function askGate(ticket: Ticket, config: Config, reason: EscalationReason, now: Instant): GateAnswer {
  const pathVersionId = pathOf(ticket, config);
  const isLive = liveEscalation(ticket, pathVersionId) !== undefined;
  const gate = isLive ? undefined : config.path(pathVersionId).gates?.find((each) => each.reason === reason);
  const { attempts: attemptsMade } = ticket.watch;
  const attemptsNeeded = gate?.attempts ?? 0;
  const time = gate?.afterDue === true ? timeOf(ticket, now) : OPEN;
  const lastsUntil = lastsUntilOf(ticket, config, gate);
  const isMissing = attemptsMade < attemptsNeeded;
  if (lastsUntil <= now || (!isMissing && time.because === null)) {
    return { when: 'now', because: null, at: null, attemptsMade, attemptsNeeded };
  }
  // a target that is missed sooner does not stand in for what was not tried
  const earliest = Math.min(isMissing ? NEVER : (time.at ?? NEVER), lastsUntil);
  return {
    when: earliest === NEVER ? 'not_yet' : 'at',
    because: isMissing ? 'attempts_missing' : time.because,
    at: earliest === NEVER ? null : earliest,
    attemptsMade,
    attemptsNeeded,
  };
}

/** When a gate opens although what it waits for has not happened. */
function lastsUntilOf(ticket: Ticket, config: Config, gate: Gate | undefined): Instant {
  if (gate?.orAfterMs === undefined) return NEVER;
  const path = config.path(pathOf(ticket, config));
  return after(ticket.firstContactAt, gate.orAfterMs, 'business', path, config);
}

/** The refusal of a request that comes too early; undefined when it does not. */
export function refuseByGate(
  answer: GateAnswer,
): Refusal<'too_early' | 'clock_paused' | 'attempts_missing'> | undefined {
  const { because, at, attemptsMade, attemptsNeeded } = answer;
  if (because === null) return undefined;
  if (because === 'attempts_missing') {
    return refuse(because, { made: attemptsMade, needed: attemptsNeeded, ...(at === null ? {} : { at }) });
  }
  return at === null ? refuse('clock_paused') : refuse('too_early', { at });
}

interface TimeAnswer {
  because: 'before_due' | 'clock_paused' | null;
  at: Instant | null;
}
const OPEN: TimeAnswer = { because: null, at: null };

/** Where no target is left that could be missed, time stands in nobody's way. */
function timeOf({ clocks }: Ticket, now: Instant): TimeAnswer {
  const theirs = clocks.filter(({ kind }) => kind !== 'owner' && kind !== 'answer');
  if (theirs.some((clock) => isMissed(clock, now))) return OPEN;
  const dues = theirs.flatMap((clock) => (clock.state === 'running' ? (clock.dueAt ?? []) : []));
  // exactly at due is met: one millisecond later it is not
  if (dues.length > 0) return { because: 'before_due', at: Math.min(...dues) + 1 };
  return theirs.some(({ state }) => state === 'paused') ? { because: 'clock_paused', at: null } : OPEN;
}

function isMissed(clock: SlaClock, now: Instant): boolean {
  if (clock.breachedAt !== null || clock.earlierBreaches > 0) return true;
  return clock.state === 'running' && clock.dueAt !== null && now > clock.dueAt;
}
