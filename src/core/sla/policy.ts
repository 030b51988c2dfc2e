import type { VersionId } from '#core/ids.ts';
import type { BusinessHours } from '#core/sla/business-hours.ts';
import type { Severity, TicketStatus } from '#core/ticket/ticket.ts';
import type { Duration } from '#core/time.ts';

export const CLOCK_KINDS = [
  'first_reply',
  'next_reply',
  'update',
  'resolution',
  'agent_work',
  'requester_wait',
  'owner',
  'answer',
] as const;
/**
 * What an SLA clock measures. `resolution`, `agent_work` and `requester_wait` are one machine: they run from creation
 * to the solving and differ in the statuses in which they stand still. `owner` is the time a team or tier keeps the
 * ticket, `answer` the time until somebody picks up a call or chat.
 */
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** Names one clock of a ticket: its kind, or `kind:id` where a policy has two of a kind. */
export type ClockKey = string;

/** What a reopen does with the clocks that measure the time to the solving. */
export const REOPEN_MODES = ['resume', 'restart', 'ignore'] as const;
export type ReopenMode = (typeof REOPEN_MODES)[number];

/** Of two tickets that were merged: the beginning of the one that stays, or the earlier one. */
export const MERGE_MODES = ['own', 'earlier'] as const;
export type MergeMode = (typeof MERGE_MODES)[number];

/** One target of a policy. */
export interface Target {
  kind: ClockKind;
  /** Tells apart two targets of one kind; without it the kind is the clock's key. */
  id?: string;
  /** Business time allowed, by severity. */
  targetMs: Record<Severity, Duration>;
  calendarVersionId: VersionId;
  /** Statuses in which the clock stands still. */
  pauseIn: TicketStatus[];
  /** Points of warning, as percent of business time used (1–99), ascending; each fires once a cycle. */
  warnPercents: number[];
  /** Further points, as business time that is left; each fires once a cycle. */
  warnBeforeMs?: Duration[];
  /** Of `next_reply`: it also runs for the first message. */
  includeFirst?: boolean;
  /** Of `update`: the first stretch begins with the ticket. */
  fromCreation?: boolean;
}

/** An immutable version of an SLA policy, compiled. */
export interface Policy {
  kind: 'policy';
  versionId: VersionId;
  name: string;
  targets: Target[];
  /** The path a breach climbs. */
  pathVersionId: VersionId;
  /** Without it, `resume`: the time it was solved is not counted. */
  reopen?: ReopenMode;
  /** From when the time to the solving counts once another ticket was merged in; without it, `own`. */
  merge?: MergeMode;
  /** How long a solved ticket may still be reopened before it closes, and what is said begins another; without it, thirty days. */
  closesAfterMs?: Duration;
  /** False: a target that a change of policy made too short is shown, but calls nobody. */
  policyChangeClimbs?: boolean;
}

/** The key of the clock that measures `target`. */
export function keyOf(target: Pick<Target, 'kind' | 'id'>): ClockKey {
  return target.id === undefined ? target.kind : `${target.kind}:${target.id}`;
}

/** What the clock of that key measures. Throws on a key of no kind: a damaged row. */
export function kindOf(key: ClockKey): ClockKind {
  const kind = CLOCK_KINDS.find((each) => each === key || key.startsWith(`${each}:`));
  if (kind === undefined) throw new Error(`no clock is called ${key}`);
  return kind;
}

/** An immutable version of a calendar, compiled to intervals. */
export interface Calendar {
  kind: 'calendar';
  versionId: VersionId;
  name: string;
  hours: BusinessHours;
}
