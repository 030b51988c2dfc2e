import { openTimeBetween } from '#core/sla/business-hours.ts';
import { outlook } from '#core/sla/clock.ts';
import { isProvisional, type ClockStop, type SlaClock } from '#core/sla/clock-state.ts';
import { adjust, clockOf, goOn, hoursOf, start, stop, targetsOf } from '#core/sla/clock-acts.ts';
import { keyOf, type Target } from '#core/sla/policy.ts';
import { never } from '#core/result.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Reopener } from '#core/ticket/event.ts';
import type { Instant } from '#core/time.ts';

/** What happens to a ticket, as far as its clocks care. A case is told after the ticket has changed, but `stopped` before. */
export type Moment =
  /** `answerSince`: when whoever asks began to wait for an answer; null = they do not. */
  | { type: 'opened'; by: 'customer' | 'agent'; at: Instant; answerSince: Instant | null }
  /** Somebody outside wrote, while work is owed; `at` is when that reached us, without it now. */
  | { type: 'customer_message'; at?: Instant | undefined }
  /** A public message by a human agent was taken by its channel; null when nobody knows when it was written. */
  | { type: 'answer'; writtenAt: Instant | null }
  /** Another status in which work is owed. */
  | { type: 'status' }
  /** A solved ticket is taken up again; by a message, `at` is when that reached us. */
  | { type: 'reopened'; by: Reopener; at?: Instant | undefined }
  | { type: 'stopped'; by: Extract<ClockStop, 'solve' | 'close' | 'merged' | 'spam'> }
  /** Another team has the ticket, or somebody took its escalation. */
  | { type: 'handed_on' }
  /** Another tier has it; what begins at the same instant with another team or holder begins once. */
  | { type: 'tier_changed' }
  /** A call or chat waits in the queue; a human took it; whoever called has gone, from the queue or while they talked. */
  | { type: 'offered' }
  | { type: 'picked_up' }
  | { type: 'abandoned' }
  | { type: 'left' };

/** Lets every target of the ticket's policy follow what happened. */
export function followClocks(draft: Draft, moment: Moment): void {
  for (const target of targetsOf(draft)) followTarget(draft, target, moment);
}

/** The same for one target. */
export function followTarget(draft: Draft, target: Target, moment: Moment): void {
  const clock = clockOf(draft, keyOf(target));
  if (moment.type === 'stopped') stop(draft, clock, moment.by);
  else if (moment.type === 'status') adjust(draft, target);
  else follow(draft, target, clock, moment);
}

type Told = Exclude<Moment, { type: 'stopped' | 'status' }>;

function follow(draft: Draft, target: Target, clock: SlaClock | undefined, moment: Told): void {
  switch (target.kind) {
    case 'first_reply':
      return firstReply(draft, target, clock, moment);
    case 'next_reply':
      return nextReply(draft, target, clock, moment);
    case 'update':
      return update(draft, target, clock, moment);
    case 'resolution':
    case 'agent_work':
    case 'requester_wait':
      return statusTime(draft, target, clock, moment);
    case 'owner':
      return owner(draft, target, clock, moment);
    case 'answer':
      return answer(draft, target, clock, moment);
    default:
      return never(target.kind);
  }
}

/** Opened by somebody outside who waits for an answer. */
function isAsking(moment: Told): moment is Extract<Told, { type: 'opened' }> & { answerSince: Instant } {
  return moment.type === 'opened' && moment.by === 'customer' && moment.answerSince !== null;
}

/** Since when whoever wrote waits: when it reached us, however late it was taken up, but not in the stretch before. */
function writtenSince(draft: Draft, clock: SlaClock | undefined, { at }: { at?: Instant | undefined }): Instant {
  const since = Math.min(at ?? draft.context.now, draft.context.now);
  return clock?.state === 'stopped' ? Math.max(since, clock.stoppedAt) : since;
}

/** Owed once: from creation by a customer, or from their first message on a ticket that an agent opened. */
function firstReply(draft: Draft, target: Target, clock: SlaClock | undefined, moment: Told): void {
  const isOwed = clock === undefined && draft.ticket.answers === 0;
  if (isAsking(moment)) start(draft, target, moment.answerSince);
  else if (moment.type === 'customer_message' && isOwed) start(draft, target, writtenSince(draft, clock, moment));
  else if (moment.type === 'answer') answered(draft, clock, moment.writtenAt);
  else if (moment.type === 'reopened') {
    if (clock !== undefined && isProvisional(clock)) goOn(draft, target, clock);
    else if (moment.by === 'message' && isOwed) start(draft, target, writtenSince(draft, clock, moment));
  }
}

/** One cycle per unanswered stretch: the first message begins it, the next answer ends it. */
function nextReply(draft: Draft, target: Target, clock: SlaClock | undefined, moment: Told): void {
  const isIdle = clock === undefined || clock.state === 'stopped';
  const alsoFirst = (target.includeFirst ?? false) || targetsOf(draft).every(({ kind }) => kind !== 'first_reply');
  const counts = isIdle && (alsoFirst || draft.ticket.answers > 0);
  if (isAsking(moment) && target.includeFirst === true) start(draft, target, moment.answerSince);
  else if (moment.type === 'customer_message' && counts) start(draft, target, writtenSince(draft, clock, moment));
  else if (moment.type === 'answer') answered(draft, clock, moment.writtenAt);
  // what was missed before they went stays owed, until the ticket is solved
  else if (moment.type === 'left' && clock?.breachedAt === null) stop(draft, clock, 'abandoned');
  else if (moment.type === 'reopened') {
    if (moment.by === 'message' && counts) start(draft, target, writtenSince(draft, clock, moment));
    else if (moment.by === 'agent' && clock !== undefined && isProvisional(clock)) goOn(draft, target, clock);
  }
}

/** Every answer promises the next one: it ends the stretch that ran and begins another. */
function update(draft: Draft, target: Target, clock: SlaClock | undefined, moment: Told): void {
  const { now } = draft.context;
  if (moment.type === 'opened' && target.fromCreation === true) start(draft, target, moment.at);
  else if (moment.type === 'reopened' && clock !== undefined) start(draft, target, now);
  else if (moment.type === 'answer' && isActive(draft)) {
    // what a ticket was opened with is part of its opening
    if (clock?.cycle === 1 && clock.startedAt === now && draft.ticket.firstContactAt === now) return;
    stop(draft, clock, 'reply');
    start(draft, target, now);
  }
}

/** From creation to the solving. */
function statusTime(draft: Draft, target: Target, clock: SlaClock | undefined, moment: Told): void {
  if (moment.type === 'opened') start(draft, target, moment.at);
  if (moment.type !== 'reopened' || clock === undefined || !isProvisional(clock)) return;
  const { reopen = 'resume' } = draft.context.config.policy(draft.ticket.policyVersionId);
  if (reopen === 'restart') start(draft, target, draft.context.now);
  else if (reopen === 'resume') goOn(draft, target, clock);
}

/** One cycle per stay with a team or tier. */
function owner(draft: Draft, target: Target, clock: SlaClock | undefined, moment: Told): void {
  if (moment.type === 'opened') start(draft, target, moment.at);
  else if (moment.type === 'reopened' && clock !== undefined && isProvisional(clock)) goOn(draft, target, clock);
  else if (moment.type === 'handed_on' || (moment.type === 'tier_changed' && clock?.startedAt !== draft.context.now)) {
    if (!isActive(draft)) return;
    stop(draft, clock, 'handed_on');
    start(draft, target, draft.context.now);
  }
}

/** One cycle per call or chat, until a human picks it up. */
function answer(draft: Draft, target: Target, clock: SlaClock | undefined, moment: Told): void {
  if (moment.type === 'offered') start(draft, target, draft.context.now);
  else if (moment.type === 'picked_up' || moment.type === 'answer') stop(draft, clock, 'picked_up');
  else if (moment.type === 'abandoned') stop(draft, clock, 'abandoned');
}

function isActive({ ticket }: Draft): boolean {
  return ticket.status !== 'solved' && ticket.status !== 'closed';
}

/**
 * An answer was taken. One that was on its way when the ticket was solved is measured until it was taken, not until
 * the solving: what is undelivered is unanswered.
 */
function answered(draft: Draft, clock: SlaClock | undefined, writtenAt: Instant | null): void {
  stop(draft, clock, 'reply');
  if (clock === undefined || !isProvisional(clock) || writtenAt === null || writtenAt > clock.stoppedAt) return;
  const hours = hoursOf(draft, clock);
  const { now } = draft.context;
  const bankedMs = clock.bankedMs + openTimeBetween(hours, clock.stoppedAt, now);
  const { dueAt } = outlook(hours, clock.stoppedAt, clock, { warnPercents: [] });
  const isMissed = clock.breachedAt !== null || (dueAt !== null && now > dueAt);
  if (clock.breachedAt === null && isMissed && dueAt !== null) {
    draft.emit({ type: 'target_breached', clock: clock.key, breachedAt: dueAt });
  }
  const outcome = isMissed ? 'late' : 'met';
  draft.emit({ type: 'clock_stopped', clock: clock.key, bankedMs, outcome, stoppedBy: 'reply' });
}
