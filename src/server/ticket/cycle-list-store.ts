import type { ClockCycle, CyclePage, CycleQuery, ListedCycle } from '#contract/clock-cycle.ts';
import type { TicketId } from '#core/ids.ts';
import { kindOf } from '#core/sla/policy.ts';
import type { Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { inSight, sightOf, type PersonActor } from './sight.ts';

/** So many cycles are looked at for a page, whatever is asked of them. */
const STRETCH = 2_000;

type Place = { endedAt: Instant; ticketId: TicketId; key: string; cycle: number };
type CycleRow = Omit<ListedCycle, 'kind' | 'ticket'> & { ticketId: TicketId; number: number };

const FIELDS = `c.ticket_id as "ticketId", c.kind as key, c.cycle, c.target_ms as "targetMs", c.banked_ms as "usedMs",
  c.started_at as "startedAt", c.due_at as "dueAt", c.ended_at as "endedAt", c.ended_by as "endedBy", c.outcome,
  c.breached_at as "breachedAt", c.breach_cause as "breachCause", c.seq,
  json_build_object('name', v.name, 'version', v.version, 'versionId', v.id) as policy,
  json_build_object('id', m.id, 'name', m.name) as team,
  case when p.id is not null then json_build_object('id', p.id, 'name', p.name, 'role', p.role) end as assignee,
  c.outcome is distinct from 'void' and t.closed_as is distinct from 'merged' and t.closed_as is distinct from 'spam'
    as counts, t.number`;
const NAMED = `join ticket t on t.id = c.ticket_id join config_version v on v.id = c.policy_version_id
  join team m on m.id = c.team_id left join person p on p.id = c.assignee_id`;

/** The cycles of a ticket that are over, in the order of their end; at most the newest `limit`. */
export const readTicketCycles = async (tx: Tx, ticketId: TicketId, limit: number): Promise<ClockCycle[]> => {
  const { rows } = await tx.query<CycleRow>({
    name: 'cycle_of_ticket',
    text: `select ${FIELDS} from clock_cycle c ${NAMED} where c.ticket_id = $1
      order by c.ended_at desc, c.cycle desc, c.kind desc limit $2`,
    values: [ticketId, limit],
  });
  return rows.toReversed().map(({ ticketId: _id, number: _number, counts: _counts, ...cycle }) => withKind(cycle));
};

/** Cycles of tickets in sight, as `query` asks, the newest first. */
export const listCycles = async (tx: Tx, actor: PersonActor, query: CycleQuery): Promise<CyclePage> => {
  const values: unknown[] = [];
  const put = (value: unknown): string => `$${values.push(value)}`;
  const looked = `with looked as materialized (select c.* from clock_cycle c where ${stretchOf(query, put)}
    order by c.ended_at desc, c.ticket_id desc, c.kind desc, c.cycle desc limit ${STRETCH})`;
  const ofStretch = [...values];
  const sight = sightOf(actor);
  const [me, teams] = [put(actor.personId), sight.all ? '' : put(sight.teamIds)];
  const asked = [inSight(sight, me, teams)];
  if (query.kind !== undefined) asked.push(`split_part(c.kind, ':', 1) = ${put(query.kind)}`);
  if (query.outcome !== undefined) asked.push(`c.outcome = ${put(query.outcome)}`);
  if (query.teamId !== undefined) asked.push(`c.team_id = ${put(query.teamId)}`);
  const { rows } = await tx.query<CycleRow>(
    `${looked} select * from (select ${FIELDS} from looked c ${NAMED} where ${asked.join(' and ')}) found
     ${query.counts === undefined ? '' : `where counts = ${put(query.counts)}`}
     order by "endedAt" desc, "ticketId" desc, key desc, cycle desc limit ${put(query.limit + 1)}`,
    values,
  );
  const items = rows.slice(0, query.limit).map(({ ticketId, number, ...cycle }) => ({
    ticket: { id: ticketId, number },
    ...withKind(cycle),
  }));
  if (rows.length > query.limit) return { items, nextCursor: cursorOf(rows[query.limit - 1]!) };
  const { rows: ends } = await tx.query<Place & { looked: number }>(
    `${looked} select c.ended_at as "endedAt", c.ticket_id as "ticketId", c.kind as key, c.cycle,
       (select count(*) from looked) as looked
     from looked c order by c.ended_at, c.ticket_id, c.kind, c.cycle limit 1`,
    ofStretch,
  );
  return { items, nextCursor: ends[0]?.looked === STRETCH ? cursorOf(ends[0]) : null };
};

/** Where a page looks: what the index answers. */
const stretchOf = ({ ticketId, from, until, cursor }: CycleQuery, put: (value: unknown) => string): string => {
  const conditions = ['true'];
  if (ticketId !== undefined) conditions.push(`c.ticket_id = ${put(ticketId)}`);
  if (from !== undefined) conditions.push(`c.ended_at >= ${put(toTimestamp(from))}`);
  if (until !== undefined) conditions.push(`c.ended_at < ${put(toTimestamp(until))}`);
  if (cursor !== undefined) {
    const [endedAt = '', ticket = '', cycle = '', key = ''] = cursor.split('~');
    const place = [toTimestamp(Number(endedAt)), Number(ticket), key, Number(cycle)];
    conditions.push(`(c.ended_at, c.ticket_id, c.kind, c.cycle) < (${place.map(put).join(', ')})`);
  }
  return conditions.join(' and ');
};

const cursorOf = ({ endedAt, ticketId, cycle, key }: Place): string => [endedAt, ticketId, cycle, key].join('~');

const withKind = <Cycle extends { key: string }>(cycle: Cycle) => ({ ...cycle, kind: kindOf(cycle.key) });
