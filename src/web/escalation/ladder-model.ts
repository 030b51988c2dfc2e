import type { PromiseFlag } from '#web/escalation/ladder-promises.ts';

/** A level of the ladder: the requester, the team, a step of the path, the last resort. */
export type Level = 'requester' | 'team' | 'last_resort' | number;

export type SpanKind = 'queue' | 'hold' | 'called' | 'taken' | 'offered' | 'skipped' | 'returned';

/** A stretch of time in which somebody held the ticket, or was called and had not answered. */
export interface Span {
  level: Level;
  from: number;
  /** Null while it lasts. */
  to: number | null;
  kind: SpanKind;
  people: readonly number[];
  /** How often they were called; the last resort is called again and again. */
  calls: number;
  /** What these people did while it lasted. */
  done: Done;
  /** Why it ended; null while it lasts. */
  end:
    | 'assigned'
    | 'passed'
    | 'taken'
    | 'lapsed'
    | 'solved'
    | 'closed'
    | 'nobody'
    | 'returned'
    | 'handed_back'
    | 'de_escalated'
    | 'taken_back'
    | 'path_applied'
    | 'excluded'
    | 'withdrawn'
    | 'granted'
    | 'refused'
    | 'withdrawn_asking'
    | 'merged'
    | 'unmerged'
    | null;
}

/** Counted from the log: nobody writes it down. */
export interface Done {
  replies: number;
  notes: number;
}

export interface Mark {
  at: number;
  kind: 'in' | 'out' | 'missed';
}

/** A step that comes unless somebody takes it; only the first has an exact moment. */
export interface Coming {
  level: Level;
  name: string;
  people: readonly string[];
  at: number | null;
  afterMs: number;
  waitIn: 'business' | 'wall';
}

export interface LadderModel {
  openedAt: number;
  spans: readonly Span[];
  marks: readonly Mark[];
  promises: readonly PromiseFlag[];
  /** Where the rope runs: at each moment it moves to another level. */
  rope: readonly { at: number; level: Level }[];
  coming: readonly Coming[];
  /** Whether it was ever raised; what comes is then what goes on, else what would begin. */
  isEscalated: boolean;
}

/** Whether anybody holds the ticket in the span; a call is not yet a hold. */
export const isHeld = (span: Span): boolean => span.kind === 'hold' || span.kind === 'taken';
