import type { Money } from '#core/approval/money.ts';
import type { FiredStep } from '#core/escalation/escalation.ts';
import type { MessageId, PersonId, TeamId } from '#core/ids.ts';
import { HOUR, type Duration, type Instant } from '#core/time.ts';

/** Whether one yes is enough, or everybody who is asked must say it. */
export const APPROVAL_RULES = ['all', 'any'] as const;
export type ApprovalRule = (typeof APPROVAL_RULES)[number];

export const VERDICTS = ['granted', 'refused'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** `expired` never means granted; `merged` and `unmerged` go on in another ticket. */
export const APPROVAL_ENDS = ['granted', 'refused', 'expired', 'withdrawn', 'merged', 'unmerged'] as const;
export type ApprovalEnd = (typeof APPROVAL_ENDS)[number];

/** An end that is one of the matter itself, and not of where it is asked. */
export type ApprovalOutcome = Exclude<ApprovalEnd, 'merged' | 'unmerged'>;

/** Whose turn a seat is: goes on from the first to the last when nobody decides in time. */
export const SEAT_LEVELS = ['approver', 'delegate', 'superior', 'last_resort'] as const;
export type SeatLevel = (typeof SEAT_LEVELS)[number];

/** Why a seat goes on to others. */
export const SEAT_PASSES = ['not_decided', 'excluded', 'gone', 'returned'] as const;
export type SeatPass = (typeof SEAT_PASSES)[number];

/** Who is to decide: a person, whoever of a team may, or the manager of whoever asks. */
export type ApproverTarget =
  | { type: 'person'; personId: PersonId }
  | { type: 'team'; teamId: TeamId }
  | { type: 'manager' }
  /** Whom the step called that asks. */
  | { type: 'step' };

/** Most approvers of one approval, and most approvals that are pending on one ticket at once. */
export const MOST_SEATS = 8;
export const MOST_APPROVALS = 8;

/** How long whoever is asked has to decide, unless whoever asks says otherwise; business hours. */
export const DECIDE_MS: Duration = 4 * HOUR;

interface SeatBase {
  /** Counts from 1 within the approval. */
  id: number;
  target: ApproverTarget;
  level: SeatLevel;
  /** Everyone it was ever asked of, in that order; it never comes to one of them twice. */
  asked: PersonId[];
}

/** One yes that is asked for. Whoever of `told` decides first decides it. */
export type Seat = SeatBase &
  (
    | { state: 'open'; told: PersonId[]; decideBy: Instant }
    | { state: 'decided'; by: PersonId; at: Instant; verdict: Verdict; messageId: MessageId | null }
    | { state: 'expired'; at: Instant }
  );
export type OpenSeat = Extract<Seat, { state: 'open' }>;

interface ApprovalBase {
  /** Counts from 1 within the ticket. */
  id: number;
  /** Never decides it. Null: a step of a path asks, and nobody in person. */
  askedBy: PersonId | null;
  askedAt: Instant;
  rule: ApprovalRule;
  /** What it costs; null when it is about no amount. */
  amount: Money | null;
  /** The note that says what is to be allowed. */
  messageId: MessageId | null;
  /** How long each who is asked has; business hours. */
  decideMs: Duration;
  /** The step that asks; null: a person does. */
  step: FiredStep | null;
  seats: Seat[];
}

/** Named people must say yes before something is done. While it is pending its ticket is not solved. */
export type Approval = ApprovalBase &
  ({ status: 'pending' } | { status: 'ended'; endedAt: Instant; why: ApprovalEnd; endedBy: PersonId | null });

/** Those that still wait for somebody. */
export function pendingApprovals(approvals: readonly Approval[]): (Approval & { status: 'pending' })[] {
  return approvals.filter((approval) => approval.status === 'pending');
}

/** The seats that still wait for somebody, of an approval that does. */
export function openSeats(approval: Approval): OpenSeat[] {
  return approval.status === 'pending' ? approval.seats.filter((seat) => seat.state === 'open') : [];
}

/** What the decisions so far come to; null while somebody's still counts. Nobody's silence is a yes. */
export function outcomeOf(rule: ApprovalRule, seats: readonly Seat[]): Exclude<ApprovalOutcome, 'withdrawn'> | null {
  const said = (verdict: Verdict) => seats.some((seat) => seat.state === 'decided' && seat.verdict === verdict);
  const isOpen = seats.some(({ state }) => state === 'open');
  const isExpired = seats.some(({ state }) => state === 'expired');
  if (rule === 'any') {
    if (said('granted')) return 'granted';
    if (isOpen) return null;
    return said('refused') ? 'refused' : 'expired';
  }
  if (said('refused')) return 'refused';
  if (isExpired) return 'expired';
  return isOpen || seats.length === 0 ? null : 'granted';
}
