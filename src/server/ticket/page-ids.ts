import type { ListQuery } from '#contract/list.ts';
import { inSight, type Sight } from './sight.ts';

type View = ListQuery['view'];

// $1 me, $2 teams in sight, $3 only this team or null, $4 $5 the place after which the page begins. How many is part of
// the text: a plan that knows it may be kept.
const ME = '$1::bigint';
const TEAMS = '$2::bigint[]';
const ONLY_TEAM = '($3::bigint is null or t.team_id = $3)';
const AFTER = '(t.next_event_at, t.id) > ($4::timestamptz, $5::bigint)';
const ORDER = 'order by t.next_event_at, t.id';

/** Names every parameter once, so that a query may leave some out. */
export const ASKED = `asked as (select ${ME}, ${TEAMS}, $3::bigint, $4::timestamptz, $5::bigint)`;

/** What makes a ticket belong to a view; each begins with the condition of the partial indexes. */
const BELONGS: Record<Exclude<View, 'closed'>, string> = {
  all: `t.status <> 'closed'`,
  mine: `t.status <> 'closed' and t.status <> 'solved'`,
  unassigned: `t.status <> 'closed' and t.status <> 'solved' and t.assignee_id is null`,
  waiting: `t.status <> 'closed' and t.status in ('waiting_on_customer', 'on_hold')`,
  escalated: `t.status <> 'closed'
    and exists (select from escalation e where e.ticket_id = t.id and e.status <> 'ended')`,
};

/** Builds the branches of a union, each bounded by itself. */
const armsWith = (limit: number) => {
  const arm = (from: string, belongs: string): string =>
    `(select t.id, t.next_event_at as at from ${from}
      where ${belongs} and ${ONLY_TEAM} and ${AFTER} ${ORDER} limit ${limit})`;
  return {
    open: (belongs: string) => arm('ticket t', belongs),
    assigned: (belongs: string) => arm('ticket t', `${belongs} and t.assignee_id = ${ME}`),
    followed: (belongs: string) =>
      arm('ticket_follower f join ticket t on t.id = f.ticket_id', `f.person_id = ${ME} and ${belongs}`),
    held: (belongs: string) =>
      arm(
        `ticket_follower f
         join escalation e on e.ticket_id = f.ticket_id and e.status = 'acknowledged' and e.acknowledged_by = f.person_id
         join ticket t on t.id = f.ticket_id`,
        `f.person_id = ${ME} and ${belongs}`,
      ),
    // one walk down the index of each team, so that no page reads more than teams × limit
    ofTeams: (belongs: string) =>
      `(select t.id, t.at from unnest(${TEAMS}) as mine(team_id) cross join lateral
         ${arm('ticket t', `t.team_id = mine.team_id and ${belongs}`)} t)`,
  };
};

const armsOf = (view: Exclude<View, 'closed'>, sight: Sight, limit: number): string[] => {
  const belongs = BELONGS[view];
  const arms = armsWith(limit);
  if (view === 'mine') return [arms.assigned(belongs), arms.held(belongs)];
  if (sight.all) return [arms.open(belongs)];
  const seen = [arms.ofTeams(belongs), arms.followed(belongs)];
  return view === 'unassigned' ? seen : [...seen, arms.assigned(belongs)];
};

/**
 * SQL for the ids of a page of at most `limit`, oldest next event first, of what a reader may see: `id`, `at`.
 * Parameters in order: me, my teams, only this team or null, `at` and `id` of the row before. Reads no more rows than it
 * needs, whatever the size of the table. Closed tickets have no next event: the newest comes first and `at` is null.
 */
export const idsOf = (view: View, sight: Sight, limit: number): string => {
  if (view === 'closed') {
    return `select t.id, null::timestamptz as at from ticket t
      where t.status = 'closed' and ${ONLY_TEAM} and t.id < $5::bigint and ${inSight(sight, ME, TEAMS)}
      order by t.id desc limit ${limit}`;
  }
  return `select id, at from (${armsOf(view, sight, limit).join('\nunion\n')}) seen order by at, id limit ${limit}`;
};
