import { NO_APPROVAL_FACTS } from '#core/approval/approvers.ts';
import type { SimulatedTeam } from '#core/simulate/queues.ts';
import type { Script } from '#core/simulate/script.ts';
import type { SimulatedPerson } from '#core/simulate/staff.ts';
import type { World } from '#core/simulate/world.ts';
import { DAY, HOUR, MINUTE, type Instant } from '#core/time.ts';
import { BILLING, config, EVERYBODY, OPEN, type PATH_OF_TWO, zagreb } from '#test/harness/core.ts';

/** The Monday on which simulated tickets begin. */
export const NINE = zagreb('2026-11-23 09:00');
// compiled once: its hours are looked up in every run
export const SIMULATED_CONFIG = config();

/** The colleagues of every core test, at work all day. */
export const STAFF: SimulatedPerson[] = EVERYBODY.map(
  ({ id, role, active, tier, teamIds, leadOf, managerId, skills, languages, notifyBy, capacity }) => ({
    id,
    role,
    active,
    tier,
    teamIds,
    leadOf,
    managerId,
    skills,
    languages,
    notifyBy,
    capacity,
    shifts: [],
    absences: [],
    breaks: [],
    keptFree: [],
  }),
);

/** The same with one of them changed. */
export const staffWith = (id: number, changes: Partial<SimulatedPerson>): SimulatedPerson[] =>
  STAFF.map((person) => (person.id === id ? { ...person, ...changes } : person));

/** Billing offers what comes. */
export const PUSHING: SimulatedTeam = {
  teamId: BILLING,
  mode: 'push',
  offerMs: 2 * MINUTE,
  overflowTeamId: null,
  overflowAfterMs: HOUR,
  answerMs: 10 * MINUTE,
  skills: [],
};

/** The world of every test of a simulation, a month long, unless it changes a part. */
export const world = ({ path, ...changes }: Partial<World> & { path?: typeof PATH_OF_TWO } = {}): World => {
  const active = { matrix: null, intakeRules: null, versionOf: () => OPEN.policyVersionId };
  return {
    config: { ...(path === undefined ? SIMULATED_CONFIG : config({ path })), active },
    people: STAFF,
    teams: [],
    approvals: NO_APPROVAL_FACTS,
    decides: null,
    customerTiers: new Map(),
    answersAfterMs: null,
    until: NINE + 30 * DAY,
    ...changes,
  };
};

/** Somebody writes and nobody ever does anything. */
export const unanswered = (ticketId: number, at: Instant = NINE): Script => ({
  ticketId,
  acts: [{ at, actor: { kind: 'system' }, command: { ...OPEN, receivedAt: at }, imported: false }],
});
