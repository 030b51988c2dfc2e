import type { Path } from '#core/escalation/path.ts';
import type { VersionId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { RosterPerson } from '#core/people/roster.ts';
import type { Calendar, Policy } from '#core/sla/policy.ts';
import type { Instant } from '#core/time.ts';

/** Immutable compiled versions, by id. A version that is missing is a bug, never a fallback. */
export interface Config {
  policy(id: VersionId): Policy;
  path(id: VersionId): Path;
  calendar(id: VersionId): Calendar;
}

/** What a command needs from outside its ticket, gathered before deciding. */
export interface Facts {
  /** Everyone a step of this ticket may call and everyone who may be assigned. */
  roster: RosterPerson[];
}

/** What core is given; it never asks. */
export interface Context {
  now: Instant;
  actor: Actor;
  config: Config;
  facts: Facts;
}
