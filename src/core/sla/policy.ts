import type { VersionId } from '#core/ids.ts';
import type { BusinessHours } from '#core/sla/business-hours.ts';
import type { Severity, TicketStatus } from '#core/ticket/ticket.ts';
import type { Duration } from '#core/time.ts';

export const CLOCK_KINDS = ['first_reply'] as const;
/** What an SLA clock measures. */
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** One target of a policy. */
export interface Target {
  kind: ClockKind;
  /** Business time allowed, by severity. */
  targetMs: Record<Severity, Duration>;
  calendarVersionId: VersionId;
  /** Statuses in which the clock stands still. */
  pauseIn: TicketStatus[];
  /** Points of warning, as percent of business time used (1–99), ascending; each fires once a cycle. */
  warnPercents: number[];
}

/** An immutable version of an SLA policy, compiled. */
export interface Policy {
  kind: 'policy';
  versionId: VersionId;
  name: string;
  targets: Target[];
  /** The path a breach climbs. */
  pathVersionId: VersionId;
}

/** An immutable version of a calendar, compiled to intervals. */
export interface Calendar {
  kind: 'calendar';
  versionId: VersionId;
  name: string;
  hours: BusinessHours;
}
