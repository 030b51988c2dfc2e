import { SEAT_LEVELS, type Approval, type OpenSeat, type SeatLevel } from '#core/approval/approval.ts';
import { canApprove, mayDecide, NO_APPROVAL_FACTS } from '#core/approval/approvers.ts';
import { pathOfApproval } from '#core/approval/step-approval.ts';
import type { PersonId } from '#core/ids.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import { never } from '#core/result.ts';
import type { Draft } from '#core/ticket/draft.ts';

/**
 * Whom a seat goes on to: the delegates of those who were asked, else the nearest of their managers whose limit
 * suffices, else the last resort of the ticket's path. Nobody is asked twice, and never whoever asks. null when nobody
 * is left.
 */
export function nextApprovers(
  draft: Draft,
  approval: Approval,
  seat: OpenSeat,
): { level: SeatLevel; told: PersonId[] } | null {
  for (const level of SEAT_LEVELS.slice(SEAT_LEVELS.indexOf(seat.level) + 1)) {
    const told = candidatesAt(draft, approval, seat, level);
    if (told.length > 0) return { level, told: [...new Set(told)] };
  }
  return null;
}

function candidatesAt(draft: Draft, approval: Approval, seat: OpenSeat, level: SeatLevel): PersonId[] {
  const { facts } = draft.context;
  const { roster, approvals = NO_APPROVAL_FACTS } = facts;
  const isFree = freeOf(draft, approval);
  switch (level) {
    case 'approver':
      return [];
    case 'delegate':
      return seat.asked.flatMap(
        (person) =>
          delegatesOf(draft, person).find((each) => isFree(each) && canApprove(each, approval.amount, approvals))?.id ??
          [],
      );
    case 'superior':
      return seat.asked.flatMap(
        (person) =>
          managersOf(person, roster).find((each) => isFree(each) && canApprove(each, approval.amount, approvals))?.id ??
          [],
      );
    case 'last_resort': {
      // told even when away, and whatever their limit: they may still refuse it, or give it to somebody who may
      const { lastResort } = pathOfApproval(draft, approval);
      return roster
        .filter((each) => lastResort.includes(each.id) && isFree(each) && mayDecide(each))
        .map(({ id }) => id);
    }
    default:
      return never(level);
  }
}

/** Who decides in somebody's place, the first who may: whoever stands in for them while they are away, then whom they named. */
export function delegatesOf({ context: { facts } }: Draft, person: PersonId): RosterPerson[] {
  const { roster, approvals } = facts;
  const standIn = roster.find(({ id }) => id === person)?.standInId;
  const ids = [standIn, approvals?.delegates.get(person)];
  return ids.flatMap((id) => roster.filter((each) => each.id === id));
}

/** Whether somebody has not to do with an approval yet and may have: not whoever asks, nobody asked or kept away. */
export function freeOf({ ticket }: Draft, approval: Approval): (person: RosterPerson) => boolean {
  const asked = approval.seats.flatMap((seat) => seat.asked);
  return ({ id }) => id !== approval.askedBy && !asked.includes(id) && !ticket.excludedIds.includes(id);
}

/** Somebody's chain of managers, nearest first; one that comes round again ends. */
function managersOf(person: PersonId, roster: RosterPerson[]): RosterPerson[] {
  const chain: RosterPerson[] = [];
  let current = roster.find(({ id }) => id === person);
  while (current !== undefined) {
    const { managerId } = current;
    current = roster.find(({ id }) => id === managerId);
    if (current === undefined || chain.includes(current)) break;
    chain.push(current);
  }
  return chain;
}
