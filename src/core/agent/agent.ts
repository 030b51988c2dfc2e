import type { Presence, PresenceCause, PresenceKind } from '#core/agent/presence.ts';
import type { PersonId } from '#core/ids.ts';
import { NEVER, MINUTE, type Duration, type Instant } from '#core/time.ts';

/** Nobody heard of somebody for this long: they are not there. */
export const UNSEEN_AFTER: Duration = 5 * MINUTE;
/** So many offers in a row that nobody answered give somebody a break … */
export const MISSED_BEFORE_BREAK = 2;
/** … of this length. */
export const AUTOMATIC_BREAK: Duration = 15 * MINUTE;
export const MOST_BREAKS = 50;

/** A break that is still to come. */
export interface PlannedBreak {
  id: number;
  from: Instant;
  until: Instant;
  reason: string;
}

/** How one person is there to be given work. */
export interface Agent {
  personId: PersonId;
  /** Counts the agent's events. */
  seq: number;
  presence: Presence & {
    /** In their own words, or null. */
    reason: string | null;
  };
  /** In the order in which they begin. */
  breaks: PlannedBreak[];
  /** Offers in a row that nobody answered. */
  missedOffers: number;
  /** The absence that holds, as last looked at. */
  awayUntil: Instant | null;
}

export type AgentEvent =
  | {
      type: 'presence_changed';
      from: PresenceKind;
      to: PresenceKind;
      until: Instant | null;
      reason: string | null;
      because: PresenceCause;
    }
  | { type: 'break_planned'; breakId: number; from: Instant; until: Instant; reason: string }
  | { type: 'break_cancelled'; breakId: number }
  | { type: 'offer_missed' }
  | { type: 'offer_taken' }
  | { type: 'absence_began'; until: Instant }
  | { type: 'absence_ended' };

/** What may be asked of an agent. */
export type AgentCommand =
  | { type: 'set_presence'; to: PresenceKind; until: Instant | null; reason: string | null }
  | { type: 'plan_break'; from: Instant; until: Instant; reason: string }
  | { type: 'cancel_break'; breakId: number }
  | { type: 'count_offer'; word: 'offer_missed' | 'offer_accepted' }
  /** Their desk is open, and they are on shift. */
  | { type: 'appear' }
  | { type: 'tick' };

export type AgentRefusal = 'same_presence' | 'break_over' | 'breaks_overlap' | 'too_many_breaks' | 'no_such_break';

/** What an agent's decision needs from outside its row. */
export interface AgentContext {
  now: Instant;
  /** When the person was last heard of; null = never. */
  seenAt: Instant | null;
  /** How they last said that they are there, with its end; null = they never did. */
  lastHere: { kind: PresenceKind; until: Instant | null } | null;
  /** End of the absence that holds now, and begin of the next; null = none. */
  awayUntil: Instant | null;
  nextAbsenceAt: Instant | null;
}

/** Somebody who never said how they are there. */
export function newAgent(personId: PersonId): Agent {
  const presence = { kind: 'offline', since: null, until: null, reason: null, because: 'unseen' } as const;
  return { personId, seq: 0, presence, breaks: [], missedOffers: 0, awayUntil: null };
}

/** When Belay must look at this agent again; null when nothing of theirs has a moment. */
export function agentDueAt(agent: Agent, { seenAt, nextAbsenceAt }: AgentContext): Instant | null {
  const { kind, until } = agent.presence;
  const due = Math.min(
    kind === 'offline' ? NEVER : (until ?? NEVER),
    agent.breaks[0]?.from ?? NEVER,
    agent.awayUntil ?? nextAbsenceAt ?? NEVER,
    isHere(agent) ? unseenAt(agent, seenAt) : NEVER,
  );
  return due === NEVER ? null : due;
}

/** Whether somebody says that they are there, and not on a break. */
export function isHere({ presence: { kind } }: Agent): boolean {
  return kind !== 'offline' && kind !== 'break';
}

/**
 * When somebody who is not heard of any more counts as gone. Whoever said how they are was heard of then; that a break
 * ended says nothing about it.
 */
export function unseenAt({ presence }: Agent, seenAt: Instant | null): Instant {
  const said = presence.because === 'asked' ? (presence.since ?? 0) : 0;
  return Math.max(seenAt ?? 0, said) + UNSEEN_AFTER;
}
