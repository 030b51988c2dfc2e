import type { Verdict } from '#core/approval/approval.ts';
import type { ApprovalFacts } from '#core/approval/approvers.ts';
import type { OrganisationId, PersonId } from '#core/ids.ts';
import type { ActiveConfig } from '#core/matrix/active-config.ts';
import type { Config } from '#core/ticket/context.ts';
import type { Duration, Instant } from '#core/time.ts';
import type { Fate } from '#core/simulate/fate.ts';
import type { Overload, SimulatedTeam } from '#core/simulate/queues.ts';
import type { SimulatedPerson } from '#core/simulate/staff.ts';

/** The rules and the people that tickets are lived with. */
export interface World {
  config: Config & { active: ActiveConfig };
  people: readonly SimulatedPerson[];
  /** How teams distribute; one that is not among them gives directly and is not forecast. */
  teams: readonly SimulatedTeam[];
  /** Who may allow how much, and who decides in whose place. */
  approvals: ApprovalFacts;
  customerTiers: ReadonlyMap<OrganisationId, string>;
  /**
   * A past of another desk holds nobody who acknowledges. With a length, the first who is called acknowledges so long
   * after the call and says "still mine" whenever asked; null = only those acknowledge who did.
   */
  answersAfterMs: Duration | null;
  /** How approvals are decided that the past does not decide; null = nobody does, and they expire. */
  decides: AssumedDecision | null;
  /** Nothing happens after this moment. */
  until: Instant;
}

/** What is assumed of approvals: the first who is asked and may say yes says this, so long after being asked. */
export interface AssumedDecision {
  afterMs: Duration;
  verdict: Verdict;
}

/** What became of all tickets. */
export interface Lived {
  /** In the order of the scripts. */
  fates: Fate[];
  /** How many times each person was told something, in the app or by mail. */
  notices: Map<PersonId, number>;
  overloads: Overload[];
  /** How often each person was given a break for offers they let pass. */
  breaksGiven: Map<PersonId, number>;
  /** The most open tickets that each person had at once. */
  mostHeld: ReadonlyMap<PersonId, number>;
  /** Decisions that were made. */
  decisions: number;
  /** The same for the same scripts in the same world, whatever machine ran them. */
  fingerprint: string;
}
