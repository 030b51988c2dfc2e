import type { PlannedBreak } from '#core/agent/agent.ts';
import type { PersonId, TeamId, VersionId } from '#core/ids.ts';
import { FORECAST_HORIZON, MOST_OWED, type Forecast, type Owed } from '#core/queue/forecast.ts';
import type { Queue, QueueEvent } from '#core/queue/queue.ts';
import type { Standstill } from '#core/queue/standstill.ts';
import type { TeamRouting } from '#core/queue/team-routing.ts';
import { HOUR, MINUTE, type Duration, type Instant } from '#core/time.ts';
import { STATUSES } from '#core/ticket/ticket.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';

/** A queue as it is kept. */
export type KeptQueue = Queue & Pick<TeamRouting, 'mode' | 'overflowTeamId'> & { answerMs: Duration };

const COLUMNS = `q.team_id as "teamId", q.seq, q.pressure, q.pressure_since as since, q.stood_still_at as "stoodStillAt",
  q.mode, q.overflow_team_id as "overflowTeamId", q.answer_ms as "answerMs"`;

/** The queue that has waited longest for its forecast; null when none is due. Nobody else forecasts it meanwhile. */
export async function claimForecast(tx: Tx, now: Instant): Promise<KeptQueue | null> {
  const due = await tx.query<{ team_id: TeamId }>({
    name: 'queue_claim_forecast',
    text: 'select team_id from queue where due_at <= $1 order by due_at, team_id limit 20',
    values: [toTimestamp(now)],
  });
  for (const { team_id: teamId } of due.rows) {
    const lock = await tx.query<{ mine: boolean }>({
      name: 'queue_try_forecast',
      text: `select pg_try_advisory_xact_lock(hashtext('belay:forecast'), $1::int) as mine`,
      values: [teamId % 2_147_483_647],
    });
    if (!lock.rows[0]!.mine) continue;
    const { rows } = await tx.query<KeptQueue>({
      name: 'queue_still_to_forecast',
      text: `select ${COLUMNS} from queue q where q.team_id = $1 and q.due_at <= $2`,
      values: [teamId, toTimestamp(now)],
    });
    if (rows[0] !== undefined) return rows[0];
  }
  return null;
}

/** When the first queue must be forecast; null when there is none. */
export async function firstForecast(tx: Tx): Promise<Instant | null> {
  const { rows } = await tx.query<{ at: Instant | null }>({
    name: 'queue_first_forecast',
    text: 'select min(due_at) as at from queue',
  });
  return rows[0]!.at;
}

/** The pace of arrivals is that of so long. */
const PACE_OVER: Duration = 30 * MINUTE;

/** Named one by one, so that an index on team, status and when a ticket moved is of use. */
const OPEN = STATUSES.filter((status) => status !== 'closed');

/**
 * What a team owes, what came in, and by which policy the ticket that moved last is promised an answer (null = none is
 * open). However many are open, only those are looked at that are owed an answer soon or moved of late.
 */
export async function readWork(
  tx: Tx,
  teamId: TeamId,
  now: Instant,
): Promise<{ owed: Owed[]; arrivalsPerHour: number; policyVersionId: VersionId | null }> {
  const owed = await tx.query<Owed>({
    name: 'queue_owed',
    text: `select t.id as "ticketId", min(c.due_at) as "dueAt" from ticket t join sla_clock c on c.ticket_id = t.id
           where t.team_id = $1 and t.status in ('new', 'open') and c.state = 'running' and c.breached_at is null
             and c.kind in ('first_reply', 'next_reply') and c.due_at <= $2
           group by t.id order by 2, 1 limit ${MOST_OWED}`,
    values: [teamId, toTimestamp(now + 2 * FORECAST_HORIZON)],
  });
  const came = await tx.query<{ came: number; policy: VersionId | null }>({
    name: 'queue_came',
    text: `select (select count(*) from ticket t where t.team_id = $1 and t.status = any($3)
               and t.last_event_at > $2 and t.first_contact_at > $2) as came,
             (select last.policy_version_id from unnest($3::text[]) s
               cross join lateral (select t.policy_version_id, t.last_event_at, t.id from ticket t
                 where t.team_id = $1 and t.status = s order by t.last_event_at desc, t.id desc limit 1) last
               order by last.last_event_at desc, last.id desc limit 1) as policy`,
    values: [teamId, toTimestamp(now - PACE_OVER), OPEN],
  });
  const { came: recent, policy } = came.rows[0]!;
  return { owed: owed.rows, arrivalsPerHour: (recent * HOUR) / PACE_OVER, policyVersionId: policy };
}

/** The breaks that the people of a team have planned. */
export async function readBreaks(tx: Tx, teamId: TeamId): Promise<Map<PersonId, PlannedBreak[]>> {
  const { rows } = await tx.query<{ id: PersonId; breaks: PlannedBreak[] }>({
    name: 'queue_breaks',
    text: `select a.person_id as id, a.breaks from agent a join team_member m on m.person_id = a.person_id
           where m.team_id = $1`,
    values: [teamId],
  });
  return new Map(rows.map(({ id, breaks }) => [id, breaks]));
}

/** What of a team waits although somebody was looked for; null = nothing. */
export async function readStandstill(tx: Tx, teamId: TeamId): Promise<Standstill | null> {
  const { rows } = await tx.query<Standstill>({
    name: 'queue_standstill',
    text: `select t.id as "ticketId", t.distribution ->> 'why' as why, count(*) over () as waiting,
             min((select min(c.due_at) from sla_clock c where c.ticket_id = t.id and c.state = 'running'
               and c.kind in ('first_reply', 'next_reply'))) over () as "dueAt"
           from ticket t where t.team_id = $1 and t.distribution is not null and t.distribution ->> 'state' = 'waiting'
             and t.distribution ->> 'why' is not null and t.status <> 'closed'
           order by (t.distribution ->> 'since')::bigint, t.id limit 1`,
    values: [teamId],
  });
  return rows[0] ?? null;
}

/** Writes a queue with its forecast and the events of it; whoever forecasts has its lock. */
export async function writeQueue(
  tx: Tx,
  { queue, forecast, dueAt }: { queue: Queue; forecast: Forecast | null; dueAt: Instant },
  events: { seq: number; at: Instant; event: QueueEvent }[],
): Promise<void> {
  await tx.query({
    name: 'queue_write',
    text: `update queue set seq = $2, pressure = $3, pressure_since = $4, forecast = $5, due_at = $6,
             stood_still_at = $7
           where team_id = $1`,
    values: [
      queue.teamId,
      queue.seq,
      queue.pressure,
      queue.since === null ? null : toTimestamp(queue.since),
      forecast === null ? null : JSON.stringify(forecast),
      toTimestamp(dueAt),
      queue.stoodStillAt === null ? null : toTimestamp(queue.stoodStillAt),
    ],
  });
  for (const { seq, at, event } of events) {
    const { type, ...body } = event;
    await tx.query({
      name: 'queue_append',
      text: `insert into queue_event (team_id, seq, at, type, version, body) values ($1, $2, $3, $4, 1, $5)`,
      values: [queue.teamId, seq, toTimestamp(at), type, JSON.stringify(body)],
    });
  }
}

/** Queues as people see them. */
export interface ShownQueue {
  team: { id: TeamId; name: string };
  mode: TeamRouting['mode'];
  pressure: Queue['pressure'];
  since: Instant | null;
  waiting: number;
  forecast: Forecast | null;
}

/** Every queue that there is, by its team's name; at most 1,000. */
export async function listQueues(db: Tx): Promise<ShownQueue[]> {
  const { rows } = await db.query<ShownQueue>(
    `select jsonb_build_object('id', t.id, 'name', t.name) as team, q.mode, q.pressure, q.pressure_since as since,
       (select count(*) from ticket w where w.team_id = q.team_id and w.distribution is not null
         and w.distribution ->> 'state' = 'waiting' and w.status <> 'closed') as waiting, q.forecast
     from queue q join team t on t.id = q.team_id order by t.name limit 1000`,
  );
  return rows;
}
