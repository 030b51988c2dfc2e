import type { z } from 'zod';
import type { noticeArrived, TicketChanged } from '#contract/live.ts';
import { can, type TicketAccess } from '#core/people/can.ts';
import type { PersonId, TeamId, TicketId } from '#core/ids.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import type { LiveBatch, LiveCursor, LiveFeed, LiveMessage } from '#server/platform/live/feed.ts';
import { unseenOf } from './notice-read-store.ts';
import type { PersonActor } from './sight.ts';

/** Events a batch holds, a little more when a transaction would be cut. */
const BATCH = 2_000;

/** What one transaction did to one ticket, and whom that concerns. */
type Change = {
  xact: string;
  ticketId: TicketId;
  seq: number;
  access: TicketAccess;
  /** The team it was with before, when it was moved: their lists must lose it. */
  formerTeamId: TeamId | null;
  /** Who was excluded by it: their screens must lose it. */
  excludedNow: PersonId[];
  told: PersonId[];
};

const CHANGES = `
  with horizon as materialized (select pg_snapshot_xmin(pg_current_snapshot()) as xmin),
  event as (
    select e.ticket_id, e.seq, e.xact, e.type,
      case when e.type = 'person_excluded' then (e.body->>'personId')::bigint end as excluded
    from ticket_event e, horizon
    where e.xact > $1::text::xid8 and e.xact < horizon.xmin order by e.xact fetch first ${BATCH} rows with ties
  ),
  told as (
    select e.ticket_id, e.xact, jsonb_agg(distinct n.person_id) as people
    from event e join notice n on n.ticket_id = e.ticket_id and n.event_seq = e.seq group by e.ticket_id, e.xact
  ),
  change as (
    select e.ticket_id, e.xact, max(e.seq) as seq, min(e.seq) filter (where e.type = 'assigned') as moved_seq,
      jsonb_agg(e.excluded) filter (where e.excluded is not null) as excluded
    from event e group by e.ticket_id, e.xact
  )
  select horizon.xmin::text as xmin, (select count(*) from event) as events,
    coalesce((select e.xact from ticket_event e order by e.xact desc limit 1) >= horizon.xmin, false) as "isHeldBack",
    coalesce((select jsonb_agg(jsonb_build_object(
      'xact', c.xact::text, 'ticketId', c.ticket_id, 'seq', c.seq, 'told', coalesce(told.people, '[]'),
      'access', jsonb_build_object('teamId', t.team_id, 'assigneeId', t.assignee_id, 'followerIds',
        to_jsonb(array(select f.person_id from ticket_follower f where f.ticket_id = t.id)),
        'excludedIds', to_jsonb(t.excluded)),
      'excludedNow', coalesce(c.excluded, '[]'), 'formerTeamId', case when c.moved_seq is not null then
        (select (p.body->>'teamId')::bigint from ticket_event p where p.ticket_id = c.ticket_id and p.seq < c.moved_seq
           and p.type in ('ticket_opened', 'assigned') order by p.seq desc limit 1) end
    ) order by c.xact, c.ticket_id) from change c join ticket t on t.id = c.ticket_id
      left join told on told.ticket_id = c.ticket_id and told.xact = c.xact), '[]') as changes
  from horizon`;

/** The tickets' log as a live feed: who may read a ticket hears that it changed; who was told hears of a notice. */
export const ticketFeed = (db: Tx): LiveFeed<PersonActor> => ({
  present: async () => {
    const { rows } = await db.query<{ xmin: string }>('select pg_snapshot_xmin(pg_current_snapshot())::text as xmin');
    return BigInt(rows[0]!.xmin) - 1n;
  },
  read: async (after, readers) => {
    const { rows } = await db.query<{ xmin: string; events: number; isHeldBack: boolean; changes: Change[] }>({
      name: 'live_changes',
      text: CHANGES,
      values: [String(after)],
    });
    const { xmin, events, isHeldBack, changes } = rows[0]!;
    const isFull = events >= BATCH;
    const newest = BigInt(changes.at(-1)?.xact ?? 0);
    const upTo = isFull ? newest : BigInt(xmin) - 1n;
    const messages = [...changes.map(ticketMessage), ...(await noticeMessages(db, changes, readers, newest))];
    // a horizon may stand still, but never goes back
    return { upTo: upTo > after ? upTo : after, isFull, isHeldBack, messages } satisfies LiveBatch<PersonActor>;
  },
});

const ticketMessage = ({
  xact,
  ticketId,
  seq,
  access,
  formerTeamId,
  excludedNow,
}: Change): LiveMessage<PersonActor> => ({
  at: BigInt(xact),
  event: 'ticket',
  data: { ticketId, seq } satisfies TicketChanged,
  sees: (reader) =>
    can(reader, 'ticket.read', access) ||
    excludedNow.includes(reader.personId) ||
    (formerTeamId !== null && can(reader, 'ticket.read', { ...access, teamId: formerTeamId })),
});

/** One message a person, with how many they have not seen; after the tickets it is about. */
const noticeMessages = async (
  db: Tx,
  changes: Change[],
  readers: readonly PersonActor[],
  at: LiveCursor,
): Promise<LiveMessage<PersonActor>[]> => {
  const told = new Set(changes.flatMap((change) => change.told));
  const listening = [...new Set(readers.map(({ personId }) => personId))].filter((id) => told.has(id));
  if (listening.length === 0) return [];
  const { rows } = await db.query<{ person_id: PersonId; unseen: number }>({
    name: 'live_unseen',
    text: `select p.person_id, (${unseenOf('p.person_id')}) as unseen
      from unnest($1::bigint[]) as p(person_id)`,
    values: [listening],
  });
  return rows.map(({ person_id, unseen }) => ({
    at,
    event: 'notice',
    data: { unseen } satisfies z.infer<typeof noticeArrived>,
    sees: (reader) => reader.personId === person_id,
  }));
};
