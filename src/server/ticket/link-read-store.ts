import type { LinkedTicket } from '#contract/linked-ticket.ts';
import type { TicketLink } from '#core/link/link.ts';
import type { TicketId } from '#core/ids.ts';
import type { Actor } from '#core/people/roles.ts';
import type { Tx } from '#server/platform/db/transaction.ts';
import { inSight, sightOf } from './sight.ts';

type Named = LinkedTicket['ticket'];

/** Those of these tickets that `actor` sees, by id. */
export const readInSight = async (
  tx: Tx,
  actor: Actor,
  ids: readonly TicketId[],
): Promise<ReadonlyMap<TicketId, Named>> => {
  if (ids.length === 0) return new Map();
  const values: unknown[] = [[...new Set(ids)]];
  const seen = actor.kind === 'system' ? 'true' : seenBy(actor, values);
  const { rows } = await tx.query<Named>(
    `select t.id, t.number, t.subject, t.status from ticket t where t.id = any($1) and ${seen}`,
    values,
  );
  return new Map(rows.map((each) => [each.id, each]));
};

const seenBy = (actor: Extract<Actor, { kind: 'person' }>, values: unknown[]): string => {
  const sight = sightOf(actor);
  values.push(actor.personId);
  if (!sight.all) values.push(sight.teamIds);
  return inSight(sight, '$2', '$3');
};

/** The links of a ticket that `actor` may know of: to whoever does not see the other ticket there is none. */
export const readLinks = async (tx: Tx, actor: Actor, links: readonly TicketLink[]): Promise<LinkedTicket[]> => {
  const seen = await readInSight(
    tx,
    actor,
    links.map(({ otherId }) => otherId),
  );
  return links.flatMap(({ otherId, kind }) => {
    const ticket = seen.get(otherId);
    return ticket === undefined ? [] : { ticket, kind };
  });
};

/** Whether `ticketId` is among the parents of `startId`, their parents, and so on, as far as `actor` sees up. */
export const isAbove = async (tx: Tx, actor: Actor, ticketId: TicketId, startId: TicketId): Promise<boolean> => {
  // each round goes one further up; what was met before is not gone through again
  const met = new Set([startId]);
  for (let above = [startId]; above.length > 0 && !met.has(ticketId);) {
    above = (await parentsInSight(tx, actor, ...above)).filter((id) => !met.has(id));
    for (const id of above) met.add(id);
  }
  return met.has(ticketId);
};

/** What these tickets are part of, of what `actor` sees. */
export const parentsInSight = async (tx: Tx, actor: Actor, ...ids: TicketId[]): Promise<TicketId[]> => {
  const { rows } = await tx.query<{ id: TicketId }>({
    name: 'ticket_parents',
    text: `select distinct (l ->> 'otherId')::bigint as id from ticket t
             cross join lateral jsonb_array_elements(t.links) l where t.id = any($1) and l ->> 'kind' = 'child_of'`,
    values: [ids],
  });
  const seen = await readInSight(
    tx,
    actor,
    rows.map(({ id }) => id),
  );
  return [...seen.keys()];
};
