import type { MessageId, VersionId } from '#core/ids.ts';
import { NEVER, type Duration, type Instant } from '#core/time.ts';

/** Who looks at a ticket now, as its requester is told: a role, never a name, a team or the number of a step. */
export const PROMISE_STAGES = ['specialist', 'team_lead', 'manager'] as const;
export type PromiseStage = (typeof PROMISE_STAGES)[number];

/** The same, and whoever answers without that anybody was called: their word is a promise too. */
export const TOLD_STAGES = [...PROMISE_STAGES, 'agent'] as const;
export type ToldStage = (typeof TOLD_STAGES)[number];

/** What a step says to the requester when it is reached. */
export interface StepPromise {
  stage: PromiseStage;
  /** Working time whoever is called has for an answer, after the wait in which they take it. */
  doWithinMs: Duration;
}

/** A human public message that came after a promise was made. */
export interface PromiseAnswer {
  messageId: MessageId;
  at: Instant;
  /** Working time from the stage's beginning to the answer: how quick this stage really is. */
  tookMs: Duration;
}

/** How quick a stage of a path was of late. */
export interface StageSpeed {
  /** How many promises were answered. */
  samples: number;
  /** Nine of ten were answered within this working time. */
  mostMs: Duration;
}

/** Another time that a person named in a message to the requester. */
export interface PromiseMove {
  messageId: MessageId;
  dueAt: Instant;
  /** What was promised before; null until the channel took the message. */
  from: Instant | null;
}

interface PromiseBase {
  /** Counts from 1 within the ticket. */
  id: number;
  /** The escalation whose step made it; null: a person named the time in a message. */
  escalationId: number | null;
  stage: ToldStage;
  /** Since when the ticket is at that stage. */
  stageSince: Instant;
  madeAt: Instant;
  /** By when the requester hears from a person; exactly at it is kept. */
  dueAt: Instant;
  /** The hours it was counted in. */
  calendarVersionId: VersionId;
  /** When the newest automatic message about it goes out; null when there is none of its own. */
  toldAt: Instant | null;
  /** The newest other time a person named; null: nobody did. */
  move: PromiseMove | null;
}

/**
 * Stage and time told to the requester. Broken is final, an answer that comes later is only noted. What a person named is
 * `written` until their message is out, and `withdrawn` when it did not go out in
 * time or came back.
 */
export type TicketPromise = PromiseBase &
  (
    | { state: 'open' }
    | { state: 'written' | 'withdrawn' }
    | { state: 'kept'; answer: PromiseAnswer }
    | { state: 'broken'; answer: PromiseAnswer | null }
  );

/** One that the requester has read. */
type ToldPromise = Exclude<TicketPromise, { state: 'written' | 'withdrawn' }>;

/** What the requester was told last; undefined while nothing was, or all of it came back. */
export function lastTold(promises: readonly TicketPromise[]): ToldPromise | undefined {
  return promises.findLast((each): each is ToldPromise => each.state !== 'written' && each.state !== 'withdrawn');
}

/**
 * The promise that is to be kept next. A ticket has one at most, and one more for each whose answer turned out not to
 * have been delivered after the next was made: the requester was told both.
 */
export function openPromise(promises: readonly TicketPromise[]): (TicketPromise & { state: 'open' }) | undefined {
  // most tickets never promised anything, and each event asks
  if (promises.length === 0) return undefined;
  return promises.filter((promise) => promise.state === 'open').toSorted((one, other) => one.dueAt - other.dueAt)[0];
}

/** When Belay must look at this promise: the first instant past its time. */
export function promiseLookAt(promise: TicketPromise): Instant {
  return promise.state === 'open' ? promise.dueAt + 1 : NEVER;
}
