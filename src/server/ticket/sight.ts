import { SEES_ALL, SEES_TEAM } from '#core/people/can.ts';
import type { Actor } from '#core/people/roles.ts';

/** Somebody who is signed in. */
export type PersonActor = Extract<Actor, { kind: 'person' }>;

/** Which tickets somebody may see, as a list can ask it of the database. The rule itself is `can` in core. */
export type Sight = { all: true } | { all: false; teamIds: number[] };

export const sightOf = (actor: PersonActor): Sight =>
  SEES_ALL.includes(actor.role)
    ? { all: true }
    : { all: false, teamIds: SEES_TEAM.includes(actor.role) ? actor.teamIds : [] };

/**
 * Whether a row of `ticket t` is in sight; `me` and `teams` are placeholders. Where the same statement has what the reader
 * follows as a set, `follows` asks that; by itself it looks each row up.
 */
export const inSight = (sight: Sight, me: string, teams: string, follows = followsOne(me)): string =>
  sight.all
    ? notExcluded(me)
    : `(${notExcluded(me)} and (t.team_id = any(${teams}) or t.assignee_id = ${me} or ${follows}))`;

/** Whether `ticket t` is of their teams or followed by them. */
export const isInvolved = (me: string, teams: string): string => `(t.team_id = any(${teams}) or ${followsOne(me)})`;

const followsOne = (me: string): string =>
  `exists (select from ticket_follower f where f.ticket_id = t.id and f.person_id = ${me})`;

/** Whoever was excluded from `ticket t` never sees it, whatever their role. */
export const notExcluded = (me: string): string => `(${me} <> all(t.excluded))`;
