import type { Money } from '#core/approval/money.ts';
import type { PersonId } from '#core/ids.ts';
import { can } from '#core/people/can.ts';
import type { Role } from '#core/people/roles.ts';
import { mayHold, type RosterPerson } from '#core/people/roster.ts';

/** The most that people of a tier, or of a role, may allow in one currency; `mostMinor` null = without limit. */
export interface ApprovalLimit {
  currency: string;
  of: { tier: number } | { role: Role };
  mostMinor: number | null;
}

/** What core is told about who may approve what. */
export interface ApprovalFacts {
  /** All there are; where there is none at all, nobody is limited. */
  limits: readonly ApprovalLimit[];
  /** Who decides in somebody's place when they do not, by the person; none = nobody. */
  delegates: ReadonlyMap<PersonId, PersonId>;
}

export const NO_APPROVAL_FACTS: ApprovalFacts = { limits: [], delegates: new Map() };

/** Whether somebody's limit covers an amount: the highest of what their tier and their role may allow. */
export function isWithinLimit(
  { tier, role }: Pick<RosterPerson, 'tier' | 'role'>,
  amount: Money | null,
  limits: readonly ApprovalLimit[],
): boolean {
  if (amount === null || limits.length === 0) return true;
  return limits.some(
    ({ currency, of, mostMinor }) =>
      currency === amount.currency &&
      ('tier' in of ? of.tier === tier : of.role === role) &&
      (mostMinor === null || amount.minor <= mostMinor),
  );
}

/** Whether somebody is with us and their role decides approvals at all. */
export function mayDecide({ id: personId, active, role, teamIds, leadOf }: RosterPerson): boolean {
  return active && can({ kind: 'person', personId, role, teamIds, leadOf }, 'ticket.decide_approval');
}

/** Whether somebody can be asked now, and may say yes to that amount. */
export function canApprove(person: RosterPerson, amount: Money | null, { limits }: ApprovalFacts): boolean {
  return mayDecide(person) && mayHold(person) && isWithinLimit(person, amount, limits);
}
