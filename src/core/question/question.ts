import type { MessageId, PersonId } from '#core/ids.ts';
import { DAY, HOUR, NEVER, type Duration, type Instant } from '#core/time.ts';

export const QUESTION_ENDS = ['answered', 'undelivered', 'withdrawn', 'merged', 'unmerged'] as const;
export type QuestionEnd = (typeof QUESTION_ENDS)[number];

/** How far an unanswered question has come: who is asked is reminded, then whoever asks is told, then the ticket climbs. */
export const QUESTION_PHASES = ['asked', 'reminded', 'overdue', 'climbed'] as const;
export type QuestionPhase = (typeof QUESTION_PHASES)[number];

/** Most questions that are open on one ticket at once. */
export const MOST_QUESTIONS = 8;

/** How long an answer may take, unless whoever asks says otherwise; business hours. */
export const ANSWER_MS: Duration = DAY;

/** Of that time so much is over when who is asked is reminded. */
export const REMINDED_AFTER = 0.75;

/** After that time whoever asks has so long to do something about it before the ticket climbs; business hours. */
export const CLIMBS_AFTER: Duration = HOUR;

interface QuestionBase {
  /** Counts from 1 within the ticket. */
  id: number;
  askedBy: PersonId;
  askedAt: Instant;
  /** What was asked first; the side thread begins with it. */
  messageId: MessageId;
  /** Business time for an answer. */
  answerMs: Duration;
  /** The ticket waits on hold for it. */
  holds: boolean;
}

/**
 * Something asked of a supplier or another department, in a side thread of its own. It and its answer are no messages
 * of the requester's ticket: no clock of theirs hears of it.
 */
export type Question = QuestionBase &
  (
    | {
        status: 'open';
        phase: QuestionPhase;
        /** By when an answer is wanted. */
        answerBy: Instant;
        /** When Belay does something about it; null once the ticket climbs for it. */
        nextAt: Instant | null;
      }
    | { status: 'ended'; endedAt: Instant; why: QuestionEnd }
  );
export type OpenQuestion = Extract<Question, { status: 'open' }>;

/** Those that still wait for an answer. */
export function openQuestions(questions: readonly Question[]): OpenQuestion[] {
  return questions.filter((question) => question.status === 'open');
}

/** When Belay must look at this question again; in maintenance, not before it ends. */
export function questionLookAt(question: Question, maintenanceUntil: Instant | null): Instant {
  const nextAt = question.status === 'open' ? question.nextAt : null;
  return nextAt === null ? NEVER : Math.max(maintenanceUntil ?? 0, nextAt);
}
