import type { Presence, PresenceMode } from '#contract/presence.ts';
import type { PersonId, TicketId } from '#core/ids.ts';
import { HOUR, SECOND, type Duration, type Instant } from '#core/time.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { toTimestamp } from '#server/platform/db/values.ts';
import { inSight, sightOf, type PersonActor } from './sight.ts';

/** Who does not say again that they are there is gone. */
export const PRESENCE_LASTS: Duration = 45 * SECOND;
/** A heartbeat that comes sooner changes nothing. */
const RENEWED_EVERY: Duration = 15 * SECOND;
/** More people at tickets than this at one moment are not all shown. */
const MOST = 5_000;

const PUT = `
  insert into presence as p (ticket_id, person_id, mode, since, until) values ($1, $2, $3, $4, $5)
  on conflict (ticket_id, person_id) do update set mode = excluded.mode, until = excluded.until,
    since = case when p.mode = excluded.mode and p.until > $4 then p.since else excluded.since end
  where p.mode <> excluded.mode or p.until < $6
  returning since = $4 as news`;

/** Somebody is at a ticket, or still is; whether that is news to others. */
export async function putPresence(
  db: Tx,
  { ticketId, personId, mode }: { ticketId: TicketId; personId: PersonId; mode: PresenceMode },
  now: Instant,
): Promise<boolean> {
  const until = now + PRESENCE_LASTS;
  const { rows } = await db.query<{ news: boolean }>({
    name: 'presence_put',
    text: PUT,
    values: [ticketId, personId, mode, toTimestamp(now), toTimestamp(until), toTimestamp(until - RENEWED_EVERY)],
  });
  return rows[0]?.news ?? false;
}

/** Somebody left; whether they were there. */
export async function removePresence(db: Tx, ticketId: TicketId, personId: PersonId): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'presence_remove',
    text: 'delete from presence where ticket_id = $1 and person_id = $2',
    values: [ticketId, personId],
  });
  return rowCount === 1;
}

const AT = `select p.ticket_id as "ticketId", jsonb_agg(jsonb_build_object(
      'person', jsonb_build_object('id', x.id, 'name', x.name, 'role', x.role), 'mode', p.mode,
      'since', floor(extract(epoch from p.since) * 1000)) order by p.since, x.id) as people
  from presence p join person x on x.id = p.person_id and x.active`;

/** Everybody who is at a ticket. */
export async function readAllPresence(db: Tx, now: Instant): Promise<Presence[]> {
  const { rows } = await db.query<Presence>({
    name: 'presence_all',
    text: `${AT} where p.until > $1 group by p.ticket_id order by p.ticket_id limit ${MOST}`,
    values: [toTimestamp(now)],
  });
  return rows;
}

/** Who is at these tickets, of those the reader may see. */
export async function readPresence(
  db: Tx,
  actor: PersonActor,
  ticketIds: TicketId[],
  now: Instant,
): Promise<Presence[]> {
  const sight = sightOf(actor);
  const { rows } = await db.query<Presence>(
    `${AT} join ticket t on t.id = p.ticket_id
      where p.until > $1 and p.ticket_id = any($2) and $3::bigint is not null and $4::bigint[] is not null
        and ${inSight(sight, '$3', '$4')}
      group by p.ticket_id order by p.ticket_id`,
    [toTimestamp(now), ticketIds, actor.personId, sight.all ? [] : sight.teamIds],
  );
  return rows;
}

/** Forgets up to `limit` of those who left long ago without a word. */
export async function prunePresence(db: Tx, now: Instant, limit: number): Promise<void> {
  await db.query(
    `delete from presence where (ticket_id, person_id) in
       (select ticket_id, person_id from presence where until < $1 limit $2)`,
    [toTimestamp(now - HOUR), limit],
  );
}
