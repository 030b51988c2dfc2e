import type { PersonId, TeamId, VersionId } from '#core/ids.ts';
import type { Duration } from '#core/time.ts';

/** Whom a step calls. `teamId: null` means the team the ticket is with when the step fires. */
export type StepTarget =
  | { type: 'person'; personId: PersonId }
  | { type: 'tier'; teamId: TeamId | null; tier: number }
  | { type: 'lead'; teamId: TeamId | null }
  | { type: 'role'; role: 'escalation_manager' | 'executive' | 'admin' };

/** One place of a path. It tells its targets at once when it fires; `waitMs` is the wait after it. */
export interface Step {
  id: string;
  name: string;
  /** Sideways to a skill, or up to more authority. */
  direction: 'functional' | 'hierarchical';
  /** 1 minute to 9,000 minutes in a saved path; any positive length in a scaled copy. */
  waitMs: Duration;
  /** Whether the wait counts the path's business hours or the wall clock. */
  waitIn: 'business' | 'wall';
  targets: StepTarget[];
}

/** An immutable version of an escalation path. A climb keeps the version it began with. */
export interface Path {
  kind: 'path';
  versionId: VersionId;
  name: string;
  /** Hours that `waitIn: 'business'` counts. */
  calendarVersionId: VersionId;
  /** At least one. */
  steps: Step[];
  /** How often the whole path is climbed again before the last resort (0–5). */
  repeat: number;
  /** An acknowledgement is a loan: the holder is reminded after this long without visible activity … */
  remindAfterMs: Duration;
  /** … and must then confirm within this long, or the climb goes on. */
  confirmWithinMs: Duration;
  /** Whether the loan counts the path's business hours, so that it does not lapse overnight, or the wall clock. */
  loanIn: 'business' | 'wall';
  /** Told when every step is used up or reaches nobody, even when away. At least one. */
  lastResort: PersonId[];
  /** The last resort is told again at this interval until somebody acknowledges. */
  lastResortEveryMs: Duration;
}
