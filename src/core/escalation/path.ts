import type { EscalationReason, SignalKind } from '#core/escalation/escalation.ts';
import type { Gate } from '#core/escalation/gate.ts';
import type { DutyListId, PersonId, SkillId, TeamId, VersionId } from '#core/ids.ts';
import type { StepPromise } from '#core/promise/promise.ts';
import type { Threshold } from '#core/signal/hint.ts';
import type { SignalRules } from '#core/signal/rules.ts';
import type { Language } from '#core/ticket/ticket.ts';
import type { Duration } from '#core/time.ts';

/** Whom a step calls. `teamId: null` means the team the ticket is with when the step fires. */
export type StepTarget =
  /** Everyone of the team. */
  | { type: 'team'; teamId: TeamId | null }
  /** Whoever has the skill at this level or above, in any team. */
  | { type: 'skill'; skillId: SkillId; level: number }
  /** The manager of a person; of the assignee when it names nobody. */
  | { type: 'manager'; personId: PersonId | null }
  /** Whoever has duty at the moment the step fires, and whoever comes on duty while nobody has acknowledged. */
  | { type: 'on_duty'; dutyListId: DutyListId }
  /** One of them: the next who can be reached after whoever was told last. */
  | { type: 'rotation'; rotationId: string; personIds: PersonId[] }
  /** A place where people read; it counts as reached, although nobody is called. */
  | { type: 'channel'; channelId: string }
  | { type: 'person'; personId: PersonId }
  | { type: 'tier'; teamId: TeamId | null; tier: number }
  | { type: 'lead'; teamId: TeamId | null }
  | { type: 'role'; role: 'escalation_manager' | 'executive' | 'admin' };

/** What calls a step at once, from wherever below it the climb stands. */
export type StepTrigger =
  | { type: 'breach' }
  /** So much of a target is used, in percent: one of the points at which its policy warns. */
  | { type: 'at_risk'; percent: number }
  | { type: 'signal'; kind: SignalKind }
  | { type: 'request'; reason: EscalationReason }
  /** The escalation has so many reasons. */
  | { type: 'reasons'; count: number }
  /** The requester wrote again while it climbs. */
  | { type: 'customer_wrote' };

/** Hours of a day by the clocks of the path's calendar, as minutes after midnight; over midnight when `from` is later. */
export interface QuietHours {
  from: number;
  to: number;
}

/** One place of a path. It tells its targets at once when it fires; `waitMs` is the wait after it. */
export interface Step {
  id: string;
  name: string;
  /** Its name in other languages, for the escalation document. */
  names?: Partial<Record<Language, string>> | undefined;
  /** Sideways to a skill, or up to more authority. */
  direction: 'functional' | 'hierarchical';
  /** 1 minute to 9,000 minutes in a saved path; any positive length in a scaled copy. */
  waitMs: Duration;
  /** Whether the wait counts the path's business hours or the wall clock. */
  waitIn: 'business' | 'wall';
  targets: StepTarget[];
  /** What stops the step timer; `take_over` hands the work over as a leg. */
  needs: 'acknowledge' | 'take_over' | 'approval';
  /** Of a leg: business time to get it done; without it, `DO_MS`. The time to take it is the step's wait. */
  doMs?: Duration | undefined;
  /** Whether an acknowledgement ends the personal notices of whoever gave it only, not of everybody. */
  everyoneAcknowledges: boolean;
  /** Beside the wait of the step below, what calls it; empty: nothing. */
  calledOn: StepTrigger[];
  /** Called by a person who says so twice, never because time passed. */
  guarded: boolean;
  /** Called where nobody of the targets can be reached. */
  fallback: StepTarget[];
  /** When it calls nobody and waits, unless a person asks for it; null: never. */
  quietHours: QuietHours | null;
  /** What the requester is told when it is reached; without it, nothing: the step is not for them to see. */
  promise?: StepPromise | undefined;
}

/** An immutable version of an escalation path. A climb keeps the version it began with. */
export interface Path {
  kind: 'path';
  versionId: VersionId;
  name: string;
  /** Hours that `waitIn: 'business'` counts. */
  calendarVersionId: VersionId;
  /** At least one in a saved path. */
  steps: Step[];
  /** How often the whole path is climbed again before the last resort (0–5 in a saved path; −1: without end). */
  repeat: number;
  /** What becomes of a step that reaches nobody; only `skip` is ever saved. */
  onEmpty: 'skip' | 'wait';
  /** Whether those who come on duty while a step waits are told of it. */
  tellsNewcomers: boolean;
  /** An acknowledgement is a loan: the holder is reminded after this long without visible activity (null: never) … */
  remindAfterMs: Duration | null;
  /** … and must then confirm within this long, or the climb goes on; null: they are reminded again and again. */
  confirmWithinMs: Duration | null;
  /** Whether the loan counts the path's business hours, so that it does not lapse overnight, or the wall clock. */
  loanIn: 'business' | 'wall';
  /** Told when every step is used up or reaches nobody, even when away. At least one in a saved path. */
  lastResort: PersonId[];
  /** The last resort is told again at this interval until somebody acknowledges; null: told once. */
  lastResortEveryMs: Duration | null;
  /** What it notices without reading a word; without it, nothing. */
  signals?: SignalRules | undefined;
  /** How sure whoever noticed something must be for it to call anybody; a kind that is not named always does. */
  thresholds?: Threshold[] | undefined;
  /** Reasons that wait, each named once; without it, none does. */
  gates?: Gate[] | undefined;
}
