import { calendarFor } from '#core/sla/calendar-renewal.ts';
import { outlook, usedTime, type Outlook } from '#core/sla/clock.ts';
import { clockOf, targetsOf } from '#core/sla/clock-acts.ts';
import { lastingOf, type SlaClock } from '#core/sla/clock-state.ts';
import { missOvertaken, warnLate } from '#core/sla/fire-clocks.ts';
import { keyOf, type Target } from '#core/sla/policy.ts';
import type { TicketId } from '#core/ids.ts';
import type { Draft } from '#core/ticket/draft.ts';
import type { Instant } from '#core/time.ts';

type Live = SlaClock & { state: 'running' | 'paused' };

/**
 * Lets the ticket owe what a merged one owed (`theirs`): an answer or an update is due when the first of both was, and
 * where both have the same target, counted from the earlier beginning. Merging never buys time. The time to the solving
 * stays the ticket's own, unless its policy says that the earlier beginning counts.
 */
export function joinClocks(draft: Draft, mergedId: TicketId, theirs: readonly SlaClock[]): void {
  for (const target of targetsOf(draft)) joinTarget(draft, target, mergedId, theirs);
  missOvertaken(draft);
}

/** The same for one target. */
export function joinTarget(draft: Draft, target: Target, mergedId: TicketId, theirs: readonly SlaClock[]): void {
  const live = theirs.filter((clock): clock is Live => clock.state !== 'stopped');
  for (const their of live) if (takes(draft, target, their)) carryOver(draft, target, mergedId, their);
}

/** Whether `target` goes on with what that clock measured in the other ticket. */
function takes(draft: Draft, target: Target, their: Live): boolean {
  switch (target.kind) {
    case 'first_reply':
    case 'next_reply':
      return isReply(their) && takesReplies(draft, target);
    case 'update':
      return their.kind === 'update' && (their.key === keyOf(target) || !hasTarget(draft, their));
    case 'resolution':
    case 'agent_work':
    case 'requester_wait': {
      const { merge = 'own' } = draft.context.config.policy(draft.ticket.policyVersionId);
      return merge === 'earlier' && their.key === keyOf(target);
    }
    // how long this team has had it, and how soon a call is taken, is no matter of the other ticket
    case 'owner':
    case 'answer':
      return false;
  }
}

const isReply = ({ kind }: Pick<Target, 'kind'>): boolean => kind === 'first_reply' || kind === 'next_reply';

function hasTarget(draft: Draft, { key }: Live): boolean {
  return targetsOf(draft).some((target) => keyOf(target) === key);
}

/** What waits for an answer already takes it; else the first answer while there was none, and the next one after it. */
function takesReplies(draft: Draft, target: Target): boolean {
  const replies = targetsOf(draft).filter(isReply);
  const waiting = replies.filter((each) => ['running', 'paused'].includes(clockOf(draft, keyOf(each))?.state ?? ''));
  if (waiting.length > 0) return waiting.includes(target);
  const wanted = draft.ticket.answers === 0 ? 'first_reply' : 'next_reply';
  return target === (replies.find(({ kind }) => kind === wanted) ?? replies[0]);
}

/** A stretch that is being measured, by whichever target and hours. */
interface Stretch {
  targetMs: number;
  calendarVersionId: number;
  bankedMs: number;
  segmentStart: Instant;
  warned: number[];
  warnedBefore: number[];
  missed: Pick<SlaClock, 'breachedAt' | 'breachCause' | 'overtakenBy'>;
  ahead: Outlook;
}

function carryOver(draft: Draft, target: Target, mergedId: TicketId, their: Live): void {
  const { now } = draft.context;
  const mine = clockOf(draft, keyOf(target));
  const own = mine === undefined || mine.state === 'stopped' ? null : mine;
  const chosen = chooseStretch(draft, target, own, their);
  const startedAt = Math.min(their.startedAt, own?.startedAt ?? their.startedAt);
  if (own !== null && chosen === 'own' && startedAt === own.startedAt) return;
  const stretch = chosen === 'own' ? stretchOf(draft, target, own!) : chosen;
  const { ahead, segmentStart, missed, ...measured } = stretch;
  const lasting = { key: keyOf(target), kind: target.kind, startedAt, ...measured, ...missed, ...placeOf(mine, own) };
  const isCarriedMiss = missed.breachedAt !== null && own?.breachedAt == null;
  const clock = isCarriedMiss ? { ...lasting, breachedAt: null, breachCause: null } : lasting;
  const running: SlaClock = { ...clock, state: 'running', segmentStart, ...ahead };
  const pauses = target.pauseIn.includes(draft.ticket.status);
  const hours = draft.context.config.calendar(stretch.calendarVersionId).hours;
  const paused: SlaClock = { ...clock, bankedMs: usedTime(running, hours, now), state: 'paused', pausedAt: now };
  draft.emit({ type: 'clock_carried_over', clock: pauses ? paused : running, mergedId });
  if (isCarriedMiss) {
    const { breachedAt, breachCause } = missed;
    const cause = breachCause === null ? {} : { cause: breachCause };
    draft.emit({ type: 'target_breached', clock: clock.key, breachedAt: breachedAt!, ...cause });
  } else if (missed.breachedAt === null && missed.overtakenBy === null) warnLate(draft, clock.key);
}

/** The cycle that goes on, or the next one. */
function placeOf(mine: SlaClock | undefined, own: SlaClock | null): Pick<SlaClock, 'cycle' | 'earlierBreaches'> {
  if (own !== null) return { cycle: own.cycle, earlierBreaches: own.earlierBreaches };
  const missedBefore = mine === undefined || mine.breachedAt === null ? 0 : 1;
  return { cycle: (mine?.cycle ?? 0) + 1, earlierBreaches: (mine?.earlierBreaches ?? 0) + missedBefore };
}

/** Of what may be measured on, what is due first. */
function chooseStretch(draft: Draft, target: Target, own: Live | null, their: Live): Stretch | 'own' {
  const { ticket, context } = draft;
  const theirs = stretchOf(draft, target, their);
  const owns = own === null ? null : stretchOf(draft, target, own);
  const earlier: Stretch = {
    ...theirs,
    targetMs: own?.targetMs ?? target.targetMs[ticket.severity],
    calendarVersionId: own?.calendarVersionId ?? calendarFor(ticket, target),
    missed: { breachedAt: null, breachCause: null, overtakenBy: null },
  };
  const { hours } = context.config.calendar(earlier.calendarVersionId);
  earlier.ahead = outlook(hours, earlier.segmentStart, earlier, target);
  const known = owns !== null && dueOf(owns) <= dueOf(theirs) ? owns : theirs;
  const isPast = dueOf(earlier) < context.now;
  // nobody had promised that moment before: what is missed by it is missed now, by the merge's own doing
  if (isPast && dueOf(known) >= context.now) {
    earlier.missed.overtakenBy = 'policy_change';
    earlier.ahead = { dueAt: context.now, warning: null };
    return earlier;
  }
  if (!isPast && dueOf(earlier) < dueOf(known)) return earlier;
  return known === owns ? 'own' : known;
}

/** What a clock measures; one that stands still as though it ran again from now. */
function stretchOf(draft: Draft, target: Target, clock: Live): Stretch {
  const { targetMs, calendarVersionId, bankedMs, warned, warnedBefore } = lastingOf(clock);
  const { breachedAt, breachCause, overtakenBy } = clock;
  const segmentStart = clock.state === 'running' ? clock.segmentStart : draft.context.now;
  const measured = { targetMs, calendarVersionId, bankedMs, warned, warnedBefore, segmentStart };
  const { hours } = draft.context.config.calendar(calendarVersionId);
  const resumed = outlook(hours, segmentStart, clock, target);
  const runs = clock.state === 'running' ? { dueAt: clock.dueAt, warning: resumed.warning } : resumed;
  const ahead = breachedAt === null ? runs : { dueAt: breachedAt, warning: null };
  return { ...measured, missed: { breachedAt, breachCause, overtakenBy }, ahead };
}

const dueOf = ({ ahead }: Stretch): Instant => ahead.dueAt ?? Number.MAX_VALUE;
