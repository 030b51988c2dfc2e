import { outcomeOf, type Approval, type Seat } from '#core/approval/approval.ts';
import type { ApprovalEvent } from '#core/approval/approval-event.ts';
import type { PersonId } from '#core/ids.ts';
import { never } from '#core/result.ts';
import type { Instant } from '#core/time.ts';

type Asked = Extract<ApprovalEvent, { type: 'approval_asked' }>;
type CarriedOver = Extract<ApprovalEvent, { type: 'approval_carried_over' }>;
type OfSeat = Extract<ApprovalEvent, { seatId: number }>;

/**
 * The ticket's approvals after an event about one of them that happened at `at`. Throws on a log in which one is
 * granted although nobody's decisions grant it.
 */
export function evolveApprovals(approvals: Approval[], event: ApprovalEvent, at: Instant): Approval[] {
  if (event.type === 'approval_asked') return [...approvals, askedBy(event, at)];
  if (event.type === 'approval_carried_over') {
    const { approval, approvalId } = event;
    const isBack = approvals.some(({ id }) => id === approvalId);
    return isBack ? approvals.map((each) => (each.id === approvalId ? approval : each)) : [...approvals, approval];
  }
  return approvals.map((approval) =>
    approval.id === event.approvalId ? evolveApproval(approval, event, at) : approval,
  );
}

function askedBy({ approvalId: id, by, seats, decideBy, ...said }: Asked, at: Instant): Approval {
  const { rule, amount, messageId, decideMs, step = null } = said;
  return {
    id,
    askedBy: by,
    askedAt: at,
    rule,
    amount,
    messageId,
    decideMs,
    step,
    seats: seats.map(({ target, told }, index) => ({
      id: index + 1,
      target,
      level: 'approver',
      asked: told,
      state: 'open',
      told,
      decideBy,
    })),
    status: 'pending',
  };
}

function evolveApproval(approval: Approval, event: Exclude<ApprovalEvent, Asked | CarriedOver>, at: Instant): Approval {
  if (event.type !== 'approval_ended') {
    const seats = approval.seats.map((seat) => (seat.id === event.seatId ? evolveSeat(seat, event, at) : seat));
    return { ...approval, seats };
  }
  const { id, askedBy: asker, askedAt, rule, amount, messageId, decideMs, step, seats } = approval;
  if (event.why === 'granted' && outcomeOf(rule, seats) !== 'granted') {
    throw new Error(`approval ${id} is granted by nobody`);
  }
  const base = { id, askedBy: asker, askedAt, rule, amount, messageId, decideMs, step, seats };
  return { ...base, status: 'ended', endedAt: at, why: event.why, endedBy: event.by };
}

function evolveSeat(seat: Seat, event: OfSeat, at: Instant): Seat {
  const { id, target, level, asked } = seat;
  if (seat.state !== 'open') throw new Error(`${event.type} of a seat that is ${seat.state}`);
  switch (event.type) {
    case 'approval_passed_on': {
      // who was asked first may still decide, as long as nobody did
      const { told, decideBy } = event;
      return { ...seat, level: event.level, asked: [...asked, ...told], told: [...seat.told, ...told], decideBy };
    }
    case 'approval_delegated': {
      const told = [...seat.told.filter((person) => person !== event.by), event.to];
      return { ...seat, asked: [...asked, event.to], told, decideBy: event.decideBy };
    }
    case 'approval_decided': {
      const { by, verdict, messageId } = event;
      return { id, target, level, asked, state: 'decided', by, at, verdict, messageId };
    }
    case 'approval_unanswered':
      return { id, target, level, asked, state: 'expired', at };
    default:
      return never(event);
  }
}

/**
 * The approvals, or of them those that an escalation asks for, with somebody no longer among those who may decide; a
 * seat of nobody goes on as soon as it may.
 */
export function approvalsWithout(
  approvals: Approval[],
  person: PersonId,
  at: Instant,
  escalationId: number | null = null,
): Approval[] {
  const without = (seat: Seat): Seat => {
    if (seat.state !== 'open' || !seat.told.includes(person)) return seat;
    const told = seat.told.filter((each) => each !== person);
    return { ...seat, told, decideBy: told.length === 0 ? at : seat.decideBy };
  };
  return approvals.map((approval) => {
    if (approval.status === 'ended') return approval;
    if (escalationId !== null && approval.step?.escalationId !== escalationId) return approval;
    const seats = approval.seats.map(without);
    return seats.every((seat, index) => seat === approval.seats[index]) ? approval : { ...approval, seats };
  });
}
