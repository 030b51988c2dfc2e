import { openSeats, pendingApprovals } from '#core/approval/approval.ts';
import { countsIn, pathOfApproval, stepApprovalOf } from '#core/approval/step-approval.ts';
import type { Escalation } from '#core/escalation/escalation.ts';
import type { Path } from '#core/escalation/path.ts';
import { quietUntil } from '#core/escalation/quiet.ts';
import { after } from '#core/escalation/wait.ts';
import type { Leg } from '#core/leg/leg.ts';
import { LAPSES_AFTER } from '#core/leg/run-leg.ts';
import { pathOf } from '#core/matrix/path-of.ts';
import { begunIn, type Begun, type PartName } from '#core/rezone/begun.ts';
import type { Moved } from '#core/rezone/rezone-event.ts';
import { openTimeBetween } from '#core/sla/business-hours.ts';
import type { Draft } from '#core/ticket/draft.ts';
import { MINUTE, type Duration, type Instant } from '#core/time.ts';

/** A wait counts from the moment it was due to begin, which a look may have come so much after. */
const NEAR: Duration = MINUTE;

type Waits = ReadonlyMap<PartName, Begun>;

/**
 * Computes anew what working hours said of the steps, loans, legs and approvals of a ticket, because the rules of a time
 * zone changed. What was told to somebody as an instant stays: a promise, a question's time, a snooze. Throws when
 * nobody gathered the ticket's log.
 */
export function rezoneParts(draft: Draft): void {
  const { ticket, context } = draft;
  const { log } = context.facts;
  if (log === undefined) throw new Error(`moments of ticket ${ticket.id} are computed anew without its log`);
  const waits = begunIn([...log, ...draft.events.map((event) => ({ event, at: context.now }))]);
  const moved = [
    ...ticket.escalations.flatMap((each) => rezoneClimb(draft, each, waits)),
    ...ticket.legs.flatMap((each) => rezoneLeg(draft, each, waits)),
    ...rezoneApprovals(draft, waits),
  ];
  if (moved.length > 0) draft.emit({ type: 'moments_rezoned', zoneData: context.config.zoneData ?? null, moved });
}

/**
 * Where a wait ends by the hours of now; null where it ended there before. The hours of then are gone: that they said
 * otherwise shows in that what was waited for is not what lies between.
 */
function endOf({ context }: Draft, path: Path, from: Instant, lengthMs: Duration, stored: Instant): Instant | null {
  const { config, now } = context;
  const { hours } = config.calendar(path.calendarVersionId);
  if (stored <= now || Math.abs(openTimeBetween(hours, from, stored) - lengthMs) <= NEAR) return null;
  const end = Math.max(now, after(from, lengthMs, 'business', path, config));
  return Math.abs(end - stored) <= NEAR ? null : end;
}

function rezoneClimb(draft: Draft, escalation: Escalation, waits: Waits): Moved[] {
  const { id, pathVersionId, silence } = escalation;
  const path = draft.context.config.path(pathVersionId);
  if (escalation.status === 'acknowledged') return rezoneLoan(draft, escalation, path, waits);
  const begun = waits.get(`step ${id}`);
  const isAsked = stepApprovalOf(draft.ticket, escalation) !== undefined;
  if (escalation.status !== 'climbing' || begun === undefined || silence !== null || isAsked) return [];
  if (begun.quiet === true) {
    const held = path.steps[(escalation.stepIndex ?? -1) + 1];
    const { hours } = draft.context.config.calendar(path.calendarVersionId);
    const until = quietUntil(held?.quietHours ?? null, hours, begun.at);
    const at = Math.max(until ?? draft.context.now, draft.context.now);
    return escalation.nextAt <= draft.context.now || at === escalation.nextAt ? [] : [{ part: 'step', id, at }];
  }
  const step = path.steps[escalation.stepIndex ?? -1];
  if (step === undefined || step.waitIn === 'wall') return [];
  const at = endOf(draft, path, begun.at, begun.lengthMs ?? step.waitMs, escalation.nextAt);
  return at === null ? [] : [{ part: 'step', id, at }];
}

/** After the reminder only the time to confirm is left. */
function rezoneLoan(
  draft: Draft,
  { id, remindAt, reminded, confirmBy }: Extract<Escalation, { status: 'acknowledged' }>,
  path: Path,
  waits: Waits,
): Moved[] {
  const begun = waits.get(`loan ${id}`);
  if (path.loanIn === 'wall' || remindAt === null || begun === undefined) return [];
  const moved = reminded ? null : endOf(draft, path, begun.at, path.remindAfterMs ?? 0, remindAt);
  const reminds = moved ?? remindAt;
  const confirms = confirmBy === null ? null : endOf(draft, path, reminds, path.confirmWithinMs ?? 0, confirmBy);
  if (moved === null && confirms === null) return [];
  return [{ part: 'loan', id, remindAt: reminds, confirmBy: confirms ?? confirmBy }];
}

function rezoneLeg(draft: Draft, leg: Leg, waits: Waits): Moved[] {
  const { ticket, context } = draft;
  const begun = waits.get(`leg ${leg.id}`);
  // what a step only offers goes on with its climb
  if (leg.status === 'ended' || begun === undefined || (leg.status === 'offered' && leg.step !== null)) return [];
  const climb = ticket.escalations.find(({ id }) => id === leg.step?.escalationId);
  const path = context.config.path(climb?.pathVersionId ?? pathOf(ticket, context.config));
  const wait = waitOf(leg);
  const at = endOf(draft, path, begun.at, wait.lengthMs, wait.until);
  return at === null ? [] : [{ part: 'leg', id: leg.id, at }];
}

function waitOf(leg: Exclude<Leg, { status: 'ended' }>): { lengthMs: Duration; until: Instant } {
  if (leg.status === 'offered') return { lengthMs: leg.acceptMs, until: leg.acceptBy };
  if (leg.lapsesAt !== null) return { lengthMs: LAPSES_AFTER, until: leg.lapsesAt };
  return { lengthMs: leg.doMs, until: leg.doBy };
}

function rezoneApprovals(draft: Draft, waits: Waits): Moved[] {
  return pendingApprovals(draft.ticket.approvals).flatMap((approval) =>
    openSeats(approval).flatMap((seat): Moved[] => {
      const begun = waits.get(`seat ${approval.id}.${seat.id}`);
      if (begun === undefined || countsIn(draft, approval) === 'wall') return [];
      const path = pathOfApproval(draft, approval);
      const at = endOf(draft, path, begun.at, approval.decideMs, seat.decideBy);
      return at === null ? [] : [{ part: 'approval', id: approval.id, seatId: seat.id, at }];
    }),
  );
}
